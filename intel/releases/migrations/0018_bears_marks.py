"""What an originator marked H3 does not pass without asking; and what leaves bears H1, H2 and H3 of all that it rests on."""

from django.db import migrations

FUNCTIONS = """
set local role hub_labels;

-- Whose information a thing is, and what they say of it by its marks: whether it passes within the hub without asking (TLP:GREEN
-- or CLEAR, and none of H2, H3, SRC), whether it is kept out of court (H1). The marks of a report say nothing (null) for a
-- paragraph of another's. What was released goes on to nobody without asking whoever released it.
create or replace function releases_marks(of_kind text, of_thing bigint)
    returns table (agency_id bigint, passes boolean, court boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select o.agency_id, case when o.says then r.tlp in ('GREEN', 'CLEAR') and not r.handling_codes::text[] && '{H2,H3,SRC}' end,
           r.handling_codes::text[] @> '{H1}'
        from reports_paragraph p join reports_report r on r.id = p.report_id cross join lateral (
            values (r.owner_agency_id, true), (p.originator_id, p.originator_id = r.owner_agency_id)) o (agency_id, says)
        where of_kind = 'reports.paragraph' and p.id = of_thing
    union
    select r.owner_agency_id, r.tlp in ('GREEN', 'CLEAR') and not r.handling_codes::text[] && '{H2,H3,SRC}',
           r.handling_codes::text[] @> '{H1}'
        from reports_report r where of_kind = 'reports.report' and r.id = of_thing
    union
    select a.owner_agency_id, false, a.handling_codes::text[] @> '{H1}'
        from alerts_alert a where of_kind = 'alerts.alert' and a.id = of_thing
    union
    select s.owner_agency_id, false, false from subjects_subject s where of_kind = 'subjects.subject' and s.id = of_thing
    union
    select a.owner_agency_id, false, a.handling_codes::text[] @> '{H1}'
        from hits_hit h join screening_match m on m.id = h.match_id join alerts_alert a on a.id = m.alert_id
        where of_kind = 'hits.hit' and h.id = of_thing
    union
    select f.owner_agency_id, false, false
        from hits_hit h join screening_match m on m.id = h.match_id
             left join trade_trader t on t.id = m.trader_id left join trade_consignment c on c.id = m.consignment_id
             join trade_feed f on f.id = coalesce(t.feed_id, c.feed_id)
        where of_kind = 'hits.hit' and h.id = of_thing
    union
    select w.holder_agency_id, false, p.handling_codes::text[] @> '{H1}'
        from releases_releasedportion p join releases_release w on w.id = p.release_id
        where of_kind = 'releases.portion' and p.id = of_thing;
end $$;

-- Which of H1, H2 and H3 whoever uses a thing is bound by: those of all that it rests on, whoever marked it. Behind what another
-- agency released the walk does not go: what that rested on it bore when it was released.
create function releases_codes(of_kind text, of_thing bigint, for_asker bigint) returns text[]
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select coalesce(array_agg(distinct c.code order by c.code), '{}')
        from releases_rests_on(of_kind, of_thing, for_asker, null) r cross join lateral (
            select w.handling_codes from reports_paragraph p join reports_report w on w.id = p.report_id
                where r.kind = 'reports.paragraph' and p.id = r.thing
            union all
            select w.handling_codes from reports_report w where r.kind = 'reports.report' and w.id = r.thing
            union all
            select a.handling_codes from alerts_alert a where r.kind = 'alerts.alert' and a.id = r.thing
            union all
            select p.handling_codes from releases_releasedportion p where r.kind = 'releases.portion' and p.id = r.thing
        ) m (codes) cross join lateral unnest(m.codes::text[]) c (code)
        where c.code in ('H1', 'H2', 'H3'));
end $$;

-- Of things that the viewer sees: the codes alone, not whose they are.
create function releases_bound_by(kinds text[], things bigint[]) returns table (kind text, thing bigint, codes text[])
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    here bigint := hub_agency();
begin
    return query select s.kind, s.thing, releases_codes(s.kind, s.thing, here) from releases_seen(kinds, things) s;
end $$;

create function releases_portion_bears_marks() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (
        select from releases_portion p join releases_releaserequest r on r.id = p.request_id
        where p.id = new.portion_id and not releases_codes(p.kind, p.source_id, r.owner_agency_id) <@ new.handling_codes::text[]) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_bears_marks'
            using errcode = 'check_violation', constraint = 'released_portion_bears_marks';
    end if;
    return new;
end $$;
revoke all on function releases_codes(text, bigint, bigint), releases_bound_by(text[], bigint[]), releases_portion_bears_marks()
    from public, hub_application, hub_service;
grant execute on function releases_portion_bears_marks() to hub_owner;
set local role hub_owner;
create trigger released_portion_bears_marks before insert on releases_releasedportion for each row
    execute function releases_portion_bears_marks();
"""
BACK = """
set local role hub_labels;
drop function releases_portion_bears_marks() cascade;
drop function releases_bound_by(text[], bigint[]);
drop function releases_codes(text, bigint, bigint);
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0017_deputies")]

    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
