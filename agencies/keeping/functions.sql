-- Run as hub_owner. Until when something is kept: agencies/keeping/settling.py. {zone} is that of the hub.
create or replace function hub_today() returns date language sql stable parallel restricted
    set search_path = pg_catalog, public, pg_temp as $$ select (now() at time zone '{zone}')::date $$;

-- On which day of the hub a moment lies.
create or replace function hub_day(moment timestamptz) returns date language sql stable parallel restricted
    set search_path = pg_catalog, public, pg_temp as $$ select (moment at time zone '{zone}')::date $$;

-- When a day of the hub begins.
create or replace function hub_midnight(day date) returns timestamptz language sql stable parallel restricted
    set search_path = pg_catalog, public, pg_temp as $$ select day::timestamp at time zone '{zone}' $$;

-- How long a row is kept under a code of retention, whose amount is days; null for a code that says nothing: for good.
create or replace function hub_retain_until(of_code text, since timestamptz) returns date language sql stable parallel restricted
    set search_path = pg_catalog, public, pg_temp
    as $$ select (since at time zone '{zone}')::date + c.amount from markings_code c
          where c.scheme = 'retention' and c.code = of_code $$;

-- Whether a legal hold keeps a row: for the service, which sees all holds.
create or replace function hub_is_held(of_kind text, of_row bigint) returns boolean language sql stable parallel restricted
    set search_path = pg_catalog, public, pg_temp
    as $$ select exists (select from keeping_hold h where h.kind = of_kind and h.object_id = of_row
                         and h.lifted_at is null and h.until >= hub_today()) $$;

-- And whether that of one agency does.
create or replace function hub_is_held_by(of_kind text, of_row bigint, agency bigint) returns boolean
    language sql stable parallel restricted set search_path = pg_catalog, public, pg_temp
    as $$ select exists (select from keeping_hold h where h.kind = of_kind and h.object_id = of_row
                         and h.owner_agency_id = agency and h.lifted_at is null and h.until >= hub_today()) $$;

grant execute on function hub_today(), hub_day(timestamptz), hub_midnight(date), hub_retain_until(text, timestamptz), hub_is_held(text, bigint)
    to hub_labels, hub_application, hub_service;
