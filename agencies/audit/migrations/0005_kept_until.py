"""Of a search the words go when their time is over; whatever else an event says stays, whoever asks."""

from django.db import migrations, models

REFUSE = """
create or replace function audit_refuse() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if current_user = 'hub_labels' and to_jsonb(old) - 'retain_until' = to_jsonb(new) - 'retain_until'
           or current_user = 'hub_labels' and old.retain_until < hub_today()
              and to_jsonb(old) - '{retain_until,detail}'::text[] = to_jsonb(new) - '{retain_until,detail}'::text[]
              and old.detail - '{terms,filters}'::text[] = new.detail then
            return new;
        end if;
    end if;
    raise exception 'audit events are never changed or removed' using errcode = '42501';
end $$;
"""
BACK = """
create or replace function audit_refuse() returns trigger language plpgsql
    as $$ begin raise exception 'audit events are never changed or removed' using errcode = '42501'; end $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_count_acts'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='retain_until',
            field=models.DateField(editable=False, null=True, verbose_name='kept until'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('retain_until__isnull', False)), fields=['retain_until'], name='event_retained'),
        ),
        migrations.RunSQL(REFUSE, BACK),
    ]
