"""The label, in whose name the viewer acts, and what the database holds of delegations."""

from django.db import migrations

RULES = """
alter table deputies_delegation add column label_id int;
create index deputies_delegation_label on deputies_delegation (label_id, id desc);
-- The same to the same person is delegated once at a time.
alter table deputies_delegation add constraint delegation_is_made_once exclude using gist (
    authority_id with =, deputy_id with =, act with =, tstzrange(begins_at, ends_at) with &&) where (ended_at is null);

-- In whose name the viewer does an act that was delegated to them; null for what their own roles allow.
create function hub_stands_for(act text) returns bigint language plpgsql stable parallel restricted as $$
begin
    return (hub_viewer() -> 'for' ->> act)::bigint;
end $$;

set local role hub_labels;
-- Who administers or audits is no deputy.
create function deputies_exclude() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    person bigint := coalesce((to_jsonb(new) ->> 'deputy_id')::bigint, (to_jsonb(new) ->> 'user_id')::bigint);
begin
    perform pg_advisory_xact_lock(hashtextextended('duties of ' || person, 0));
    if exists (select from agencies_user_groups m join agencies_agencyrole r on r.group_id = m.group_id
               where m.user_id = person and r.role in ('AGENCY_ADMINISTRATOR', 'AUDITOR', 'HUB_AUDITOR'))
       and (tg_table_name = 'deputies_delegation' or exists (
            select from deputies_delegation d where d.deputy_id = person and d.ended_at is null
            and d.ends_at > statement_timestamp())) then
        raise exception 'who administers, who audits and who approves are different people'
            using errcode = '23514', constraint = 'duties_exclude_each_other';
    end if;
    return null;
end $$;

-- When one of the two leaves, it has ended.
create function deputies_left() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update deputies_delegation d set ended_at = statement_timestamp()
    where new.id in (d.authority_id, d.deputy_id) and d.ended_at is null and d.ends_at > statement_timestamp();
    return null;
end $$;
revoke all on function deputies_exclude(), deputies_left() from public, hub_application, hub_service;
grant execute on function deputies_exclude(), deputies_left() to hub_owner;
set local role hub_owner;

-- What was delegated stays as it was; it ends once.
create function deputies_stays() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.ended_at is not null or to_jsonb(old) - '{ended_at,ended_by_id,label_id}'::text[] is distinct from
                                   to_jsonb(new) - '{ended_at,ended_by_id,label_id}'::text[] then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'delegation_stays'
            using errcode = 'check_violation', constraint = 'delegation_stays';
    end if;
    return new;
end $$;
create trigger delegation_stays before update on deputies_delegation for each row
    when (old.label_id is not distinct from new.label_id) execute function deputies_stays();
create trigger deputy_duties_exclude after insert on deputies_delegation for each row execute function deputies_exclude();
create trigger deputy_duties_exclude after insert or update on agencies_user_groups for each row
    execute function deputies_exclude();
create trigger deputy_left after update on agencies_user for each row
    when (old.is_active and not new.is_active or old.agency_id is distinct from new.agency_id)
    execute function deputies_left();
"""
BACK = """
alter table deputies_delegation drop constraint delegation_is_made_once;
drop function deputies_stays() cascade;
set local role hub_labels;
drop function deputies_exclude() cascade;
drop function deputies_left() cascade;
set local role hub_owner;
drop function hub_stands_for(text);
"""


class Migration(migrations.Migration):
    dependencies = [("deputies", "0001_first"), ("labels", "0005_ids"), ("agencies", "0004_scattered_references")]

    operations = [migrations.RunSQL(RULES, BACK)]
