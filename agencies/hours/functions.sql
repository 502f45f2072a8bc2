-- Run as hub_labels: agencies/hours/settling.py. When agencies work, and so when something is due. {zone} is that of the hub.
-- No agency learns the hours of another: what is given out are the times at which something that was sent is due.

-- The working hours of an agency on so many days, as they lie in time: those that it keeps, or spans.DEFAULT.
create or replace function hub_working_spans(agency bigint, first_day date, days int) returns tstzmultirange
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    kept bigint := (select w.id from hours_week w where w.owner_agency_id = agency);
begin
    return (
        select coalesce(range_agg(tstzrange(least(t.opens, t.closes), t.closes)), '{}')  -- least: an hour that the clock skips
        from generate_series(0, days - 1) n
        cross join lateral (select first_day + n as day) d
        cross join lateral (
            select s.opens, s.closes from hours_span s
            where s.week_id = kept and s.weekday = extract(isodow from d.day)
            union all
            select 510, 990 where kept is null and extract(isodow from d.day) < 6) s
        cross join lateral (
            select (d.day + make_interval(mins => s.opens)) at time zone '{zone}' as opens,
                   (d.day + make_interval(mins => s.closes)) at time zone '{zone}' as closes) t
        where not exists (select from hours_holiday h where h.owner_agency_id = agency and h.day = d.day));
end $$;

-- When so many working hours are over that begin at `since`; null when two years have not so many.
create or replace function hub_add_working_hours(agency bigint, since timestamptz, hours numeric) returns timestamptz
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    remaining interval := make_interval(secs => (hours * 3600)::double precision);
    first_day date := (since at time zone '{zone}')::date;
    span tstzrange;
    began timestamptz;
begin
    for month in 0 .. 23 loop
        for span in select unnest(hub_working_spans(agency, first_day + month * 31, 31)) loop
            began := greatest(lower(span), since);
            continue when upper(span) <= began;
            if upper(span) - began >= remaining then
                return began + remaining;
            end if;
            remaining := remaining - (upper(span) - began);
        end loop;
    end loop;
    return null;
end $$;

-- How long an agency works between two moments; of the first two years, if they lie further apart.
create or replace function hub_working_time(agency bigint, since timestamptz, until timestamptz) returns interval
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    first_day date := (since at time zone '{zone}')::date;
    days int := least((until at time zone '{zone}')::date - first_day + 1, 731);
begin
    return (select coalesce(sum(upper(span) - lower(span)), interval '0')
            from unnest(hub_working_spans(agency, first_day, days) * tstzmultirange(tstzrange(since, greatest(since, until)))) span);
end $$;

-- When half of the working time between two moments is over; without any, half of the time.
create or replace function hub_half_of_working_time(agency bigint, since timestamptz, until timestamptz) returns timestamptz
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    seconds numeric := extract(epoch from hub_working_time(agency, since, until));
begin
    return coalesce(case when seconds > 0 then hub_add_working_hours(agency, since, seconds / 7200) end,
                    since + (until - since) / 2);
end $$;

-- The same of the viewer's own agency, which may know.
create or replace function hub_own_working_hours(since timestamptz, hours numeric) returns timestamptz
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return hub_add_working_hours((hub_viewer() ->> 'agency')::bigint, since, least(hours, 10000));
end $$;
create or replace function hub_own_working_time(since timestamptz, until timestamptz) returns interval
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return hub_working_time((hub_viewer() ->> 'agency')::bigint, since, until);
end $$;

-- When nobody is on duty at the desk of the viewer's agency, nor at work: from now on, or within a time of at most a year.
create or replace function hub_own_duty_gaps(since timestamptz, until timestamptz) returns tstzmultirange
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    here bigint := hub_viewer() ->> 'agency';
    first_day date := (since at time zone '{zone}')::date;
begin
    if here is null or until <= since or until > since + interval '1 year' then
        return '{}';
    end if;
    return tstzmultirange(tstzrange(since, until))
        - hub_working_spans(here, first_day, (until at time zone '{zone}')::date - first_day + 1)
        - (select coalesce(range_agg(tstzrange(d.begins_at, d.ends_at)), '{}') from hours_duty d
           where d.owner_agency_id = here and d.ends_at > since and d.begins_at < until);
end $$;

-- Who is on duty at the desk of an agency at a moment, and whether the agency is at work: for the service, which tells them.
create or replace function hub_on_duty(agency bigint, moment timestamptz) returns bigint[]
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(
        select u.id from hours_duty d
        join agencies_user u on u.is_active and u.agency_id = agency and (u.id = d.person_id or u.unit_id = d.unit_id)
        where d.owner_agency_id = agency and d.begins_at <= moment and d.ends_at > moment
        group by u.id order by u.id);
end $$;
create or replace function hub_is_working(agency bigint, moment timestamptz) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return hub_working_spans(agency, (moment at time zone '{zone}')::date, 1) @> moment;
end $$;
