"""Labels; and that a measure is of a subject of its agency, stays as it was asked, and is decided on once."""

from django.db import migrations

FORWARD = """
alter table protection_measure add column label_id int;
alter table protection_measure add constraint protection_measure_is_of_owner foreign key (subject_id, owner_agency_id)
    references subjects_subject (id, owner_agency_id);
alter table protection_onwardnotice add column label_id int;
create trigger measure_is_decided_once before update on protection_measure for each row
    when (old.decided_at is not null) execute function hub_refuse('measure_is_decided_once');
create trigger measure_is_decided_by_who_acts before update on protection_measure for each row
    when (old.decided_by_id is distinct from new.decided_by_id)
    execute function hub_requires_viewer('measure_is_decided_by_who_acts', 'decided_by_id');
create function protection_deletion_takes_the_act() returns trigger language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user = 'hub_application' and not 'protection.decide_deletion' = any (hub_acts()) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'deletion_takes_the_act'
            using errcode = 'check_violation', constraint = 'deletion_takes_the_act';
    end if;
    return new;
end $$;
create trigger deletion_takes_the_act before update on protection_measure for each row
    when (new.kind = 'DELETION' and new.state = 'DONE') execute function protection_deletion_takes_the_act();
"""
BACK = """
drop trigger deletion_takes_the_act on protection_measure;
drop function protection_deletion_takes_the_act();
drop trigger measure_is_decided_by_who_acts on protection_measure;
drop trigger measure_is_decided_once on protection_measure;
"""


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial"), ("subjects", "0010_protected"), ("labels", "0003_other_side")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
