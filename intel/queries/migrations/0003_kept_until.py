from django.conf import settings
"""Until when queries are kept; what was asked for may be purged by the service, and nothing else of it be changed."""

from django.db import migrations, models

_FREE = "'{label_id,retain_until,withdrawn_at,withdrawn_by_id,withdrawn_because}'::text[]"
_PURGED = "'{purged_at,names,identifiers,birth_dates,countries,addresses}'::text[]"
PURGES = f"""
drop trigger query_is_kept on queries_query;
create trigger query_is_kept before update on queries_query for each row
    when (to_jsonb(old) - {_FREE} is distinct from to_jsonb(new) - {_FREE}
          and (current_user <> 'hub_labels' or old.purged_at is not null or new.purged_at is null
               or to_jsonb(old) - {_FREE} - {_PURGED} is distinct from to_jsonb(new) - {_FREE} - {_PURGED}))
    execute function queries_is_kept();
"""
BACK = """
drop trigger query_is_kept on queries_query;
create trigger query_is_kept before update on queries_query for each row
    when (to_jsonb(old) - '{label_id,withdrawn_at,withdrawn_by_id,withdrawn_because}'::text[]
          is distinct from to_jsonb(new) - '{label_id,withdrawn_at,withdrawn_by_id,withdrawn_because}'::text[])
    execute function queries_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('queries', '0002_labels'),
        ('subjects', '0009_reserved'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='query',
            name='query_asks_for_something',
        ),
        migrations.AddField(
            model_name='query',
            name='purged_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='purged'),
        ),
        migrations.AddField(
            model_name='query',
            name='retain_until',
            field=models.DateField(editable=False, null=True, verbose_name='kept until'),
        ),
        migrations.AddField(
            model_name='sounding',
            name='retain_until',
            field=models.DateField(editable=False, null=True, verbose_name='kept until'),
        ),
        migrations.AddIndex(
            model_name='query',
            index=models.Index(condition=models.Q(('retain_until__isnull', False)), fields=['retain_until'], name='query_retained'),
        ),
        migrations.AddIndex(
            model_name='sounding',
            index=models.Index(fields=['retain_until'], name='sounding_retained'),
        ),
        migrations.AddConstraint(
            model_name='query',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('names', []), _negated=True), models.Q(('identifiers', []), _negated=True), ('purged_at__isnull', False), _connector='OR'), name='query_asks_for_something'),
        ),
        migrations.AddConstraint(
            model_name='query',
            constraint=models.CheckConstraint(condition=models.Q(('purged_at__isnull', True), models.Q(('addresses', []), ('birth_dates', []), ('countries', []), ('identifiers', []), ('names', []), ('withdrawn_because', '')), _connector='OR'), name='query_purged_holds_nothing'),
        ),
        migrations.RunSQL(PURGES, BACK),
    ]
