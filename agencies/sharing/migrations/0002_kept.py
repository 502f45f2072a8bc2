"""The column for labels; and what was founded, let in and proposed stays as it is, but for its end."""

from django.db import migrations

FORWARD = """
alter table sharing_catchup add column label_id int;

create function sharing_is_kept() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    raise exception 'sharing groups and their members end, and do not change' using errcode = '23514', constraint = 'it_is_kept';
end $$;
create trigger sharing_group_is_kept before update on sharing_sharinggroup for each row
    when (old.ended_at is not null or to_jsonb(old) - '{ended_at,ended_by_id}'::text[]
                                      is distinct from to_jsonb(new) - '{ended_at,ended_by_id}'::text[])
    execute function sharing_is_kept();
create trigger member_is_kept before update on sharing_member for each row
    when (old.left_at is not null or to_jsonb(old) - '{left_at,removed_by_id}'::text[]
                                     is distinct from to_jsonb(new) - '{left_at,removed_by_id}'::text[])
    execute function sharing_is_kept();
create trigger catch_up_is_kept before update on sharing_catchup for each row
    when (to_jsonb(old) - '{label_id,decided_by_id,decided_at,given,held_back}'::text[]
          is distinct from to_jsonb(new) - '{label_id,decided_by_id,decided_at,given,held_back}'::text[]
          or old.decided_at is not null and to_jsonb(old) - '{label_id}'::text[] is distinct from to_jsonb(new) - '{label_id}'::text[])
    execute function sharing_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_first"), ("labels", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
