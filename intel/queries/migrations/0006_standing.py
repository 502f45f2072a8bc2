"""Standing queries, with what the table holds whatever the code above does: they, and what is asked again, are of who asked."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


FORWARD = """
alter table queries_standing add column label_id int;
alter table queries_query add constraint queries_query_of_person unique (id, owner_agency_id, asked_by_id);
alter table queries_standing add constraint queries_standing_of_person unique (id, owner_agency_id, asked_by_id);
alter table queries_standing add constraint queries_standing_of_own_query foreign key (query_id, owner_agency_id, asked_by_id)
    references queries_query (id, owner_agency_id, asked_by_id);
alter table queries_query add constraint queries_query_of_standing foreign key (standing_id, owner_agency_id, asked_by_id)
    references queries_standing (id, owner_agency_id, asked_by_id);

create trigger standing_is_kept before update on queries_standing for each row
    when (to_jsonb(old) - '{label_id,ended_at,asked_on,looked_upto}'::text[]
          is distinct from to_jsonb(new) - '{label_id,ended_at,asked_on,looked_upto}'::text[]
          or old.ended_at is not null and old.ended_at is distinct from new.ended_at)
    execute function queries_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('queries', '0005_certificates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], editable=False, max_length=20)),
                ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='since')),
                ('ends_on', models.DateField(editable=False, verbose_name='until')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended')),
                ('asked_on', models.DateField(editable=False, null=True)),
                ('looked_upto', models.BigIntegerField(editable=False, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('query', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='queries.query', verbose_name='query')),
            ],
            options={
                'verbose_name': 'standing query',
                'verbose_name_plural': 'standing queries',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='query',
            name='standing',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='queries', to='queries.standing', verbose_name='standing query'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['asked_by'], name='standing_of_person'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('query',), name='query_stands_once_at_a_time'),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
