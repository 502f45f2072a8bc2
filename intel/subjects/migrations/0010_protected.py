"""A subject whose use is restricted, or what it held deleted: by who holds the act for it, whatever the code above does."""

from django.conf import settings
from django.db import migrations, models

KEPT = """
create function subjects_use_is_kept() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user = 'hub_application' and (
        old.erased_at is not null
        or (new.erased_at is not null and not 'subjects.approve_subject' = any (hub_acts()))
        or (new.erased_at is null and not 'subjects.restrict_subject' = any (hub_acts()))) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'subject_use_is_restricted_by_who_may'
            using errcode = 'check_violation', constraint = 'subject_use_is_restricted_by_who_may';
    end if;
    return new;
end $$;
create trigger subject_use_is_restricted_by_who_may before update on subjects_subject for each row
    when ((old.use_restricted_at, old.erased_at) is distinct from (new.use_restricted_at, new.erased_at))
    execute function subjects_use_is_kept();
"""
BACK = """
drop trigger subject_use_is_restricted_by_who_may on subjects_subject;
drop function subjects_use_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('subjects', '0009_reserved'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='subject',
            options={'default_permissions': ('add', 'change', 'view'), 'ordering': ['-id'], 'permissions': [('view_reserved_subject', 'Can see subjects that no open alert in force looks for'), ('share_subject', 'Can propose to share subjects'), ('approve_subject', 'Can decide on changes and sharing that others propose'), ('restrict_subject', 'Can restrict the use of subjects')], 'verbose_name': 'subject', 'verbose_name_plural': 'subjects'},
        ),
        migrations.AddField(
            model_name='subject',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='deleted'),
        ),
        migrations.AddField(
            model_name='subject',
            name='use_restricted_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='use restricted'),
        ),
        migrations.AddConstraint(
            model_name='subject',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('addresses', []), ('birth_dates', []), ('countries', []), ('remarks', ''), ('source_ref', ''), ('use_restricted_at__isnull', False)), _connector='OR'), name='subject_erased_holds_nothing'),
        ),
        migrations.RunSQL(KEPT, BACK),
    ]
