"""The columns for labels, and that a hold is changed by being lifted, once, and by nothing else."""

from django.db import migrations

FORWARD = """
alter table keeping_hold add column label_id int;
alter table keeping_receipt add column label_id int;
create function keeping_hold_is_kept() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    raise exception 'a hold is lifted once, and stays as it was placed' using errcode = '23514', constraint = 'hold_is_kept';
end $$;
create trigger hold_is_kept before update on keeping_hold for each row
    when (old.lifted_at is not null
          or to_jsonb(old) - '{label_id,lifted_at,lifted_by_id,lifted_because}'::text[]
             is distinct from to_jsonb(new) - '{label_id,lifted_at,lifted_by_id,lifted_because}'::text[])
    execute function keeping_hold_is_kept();
"""
BACK = """
drop trigger hold_is_kept on keeping_hold;
drop function keeping_hold_is_kept();
alter table keeping_hold drop column label_id;
alter table keeping_receipt drop column label_id;
"""


class Migration(migrations.Migration):
    dependencies = [("keeping", "0001_initial"), ("labels", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
