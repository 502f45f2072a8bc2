"""Whom a side names as having taken a hit works for that side."""

from django.db import migrations

FORWARD = """
set local role hub_labels;
create function hits_hit_is_taken() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if hub_agency() is not null and hub_agency_of(new.taken_by_id) is distinct from hub_agency() then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'hit_is_taken_by_ones_own'
            using errcode = 'check_violation', constraint = 'hit_is_taken_by_ones_own';
    end if;
    return new;
end $$;
set local role hub_owner;
create trigger hit_is_taken_by_ones_own before update on hits_hit for each row
    when (new.taken_by_id is distinct from old.taken_by_id and new.taken_by_id is not null)
    execute function hits_hit_is_taken();
"""
BACK = "drop function hits_hit_is_taken() cascade;"


class Migration(migrations.Migration):
    dependencies = [("hits", "0006_notes_of_a_side")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
