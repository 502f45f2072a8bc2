"""The columns for labels; and that nobody approves what they held, whatever the code above does."""

from django.db import migrations

FORWARD = """
alter table handover_holding add column label_id int;
alter table handover_handover add column label_id int;
set local role hub_labels;
create function hub_is_another() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin  -- tg_argv: the rule, the kind of the row, the column that names who approves
    if exists (select from handover_holding h where h.kind = tg_argv[1] and h.object_id = new.id
               and h.person_id = (to_jsonb(new) ->> tg_argv[2])::bigint) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, tg_argv[0]
            using errcode = 'check_violation', constraint = tg_argv[0];
    end if;
    return new;
end $$;
revoke all on function hub_is_another() from public, hub_application, hub_service;
grant execute on function hub_is_another() to hub_owner;
set local role hub_owner;
"""
BACK = """
set local role hub_labels;
drop function hub_is_another();
set local role hub_owner;
alter table handover_handover drop column label_id;
alter table handover_holding drop column label_id;
"""


class Migration(migrations.Migration):
    dependencies = [("handover", "0001_first"), ("labels", "0005_ids")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
