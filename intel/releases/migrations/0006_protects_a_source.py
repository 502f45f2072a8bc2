"""What protects a source (SRC) does not pass by its TLP, as what is marked H2 does not."""

from django.db import migrations

MARKS = """
set local role hub_labels;
create or replace function releases_marks(of_kind text, of_thing bigint)
    returns table (agency_id bigint, passes boolean, court boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select o.agency_id, case when o.says then r.tlp in ('GREEN', 'CLEAR') and not r.handling_codes::text[] && '{H2,SRC}' end,
           r.handling_codes::text[] @> '{H1}'
        from reports_paragraph p join reports_report r on r.id = p.report_id cross join lateral (
            values (r.owner_agency_id, true), (p.originator_id, p.originator_id = r.owner_agency_id)) o (agency_id, says)
        where of_kind = 'reports.paragraph' and p.id = of_thing
    union
    select r.owner_agency_id, r.tlp in ('GREEN', 'CLEAR') and not r.handling_codes::text[] && '{H2,SRC}',
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
        where of_kind = 'hits.hit' and h.id = of_thing;
end $$;
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0005_held_tighter")]

    operations = [migrations.RunSQL(MARKS, migrations.RunSQL.noop)]
