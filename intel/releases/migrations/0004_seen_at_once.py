"""The bill asks once for all things whether the viewer sees them, instead of for each."""

from django.db import migrations

SEEN = """
set local role hub_labels;

-- Which of these things the viewer sees: as their row policies say.
create function releases_seen(kinds text[], things bigint[]) returns table (kind text, thing bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    reports int[] := hub_labels('reports.view_report');
    alerts int[] := hub_labels('alerts.view_alert');
    subjects int[] := hub_labels('subjects.view_subject');
    hits int[] := case when 'hits.view_hit' = any (hub_acts()) then hub_labels('screening.view_match') else '{}' end;
    cleared text[] := hub_cleared();
begin
    return query
    with asked as materialized (select distinct a.kind, a.thing from unnest(kinds, things) a (kind, thing))
    select a.kind, a.thing from asked a join reports_paragraph p on a.kind = 'reports.paragraph' and p.id = a.thing
        where p.label_id = any (reports) and p.classification = any (cleared)
    union all
    select a.kind, a.thing from asked a join reports_report r on a.kind = 'reports.report' and r.id = a.thing
        where r.label_id = any (reports)
    union all
    select a.kind, a.thing from asked a join alerts_alert r on a.kind = 'alerts.alert' and r.id = a.thing
        where r.label_id = any (alerts) and r.subject_label_id = any (subjects)
    union all
    select a.kind, a.thing from asked a join subjects_subject s on a.kind = 'subjects.subject' and s.id = a.thing
        where s.label_id = any (subjects)
    union all
    select a.kind, a.thing from asked a join hits_hit h on a.kind = 'hits.hit' and h.id = a.thing where h.label_id = any (hits);
end $$;

create or replace function releases_owed(kinds text[], things bigint[])
    returns table (item int, agency_id bigint, passes boolean, court boolean, seen text[], hidden int)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with given as materialized (
        select g.n::int as item, g.kind, g.thing
        from unnest(kinds, things) with ordinality g (kind, thing, n) join releases_seen(kinds, things) using (kind, thing)),
    reached as materialized (
        select g.item, r.kind, r.thing, r.thing <> g.thing as deeper
        from given g cross join lateral releases_rests_on(g.kind, g.thing) r),
    several as materialized (
        select array_agg(d.kind) as kinds, array_agg(d.thing) as things from (select distinct kind, thing from reached) d),
    shown as materialized (
        select s.kind, s.thing, true as seen from several cross join lateral releases_seen(several.kinds, several.things) s)
    select d.item, m.agency_id,
           coalesce(bool_and(case when m.passes is null and d.deeper then false else m.passes end), false), bool_or(m.court),
           coalesce(array_agg(distinct d.kind || ':' || d.thing) filter (where s.seen), '{}'),
           (count(distinct (d.kind, d.thing)) filter (where s.seen is null))::int
    from reached d left join shown s using (kind, thing) cross join lateral releases_marks(d.kind, d.thing) m
    group by d.item, m.agency_id;
end $$;

drop function releases_is_seen(text, bigint);
revoke all on function releases_seen(text[], bigint[]) from public, hub_application, hub_service;
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0003_receipts")]

    operations = [migrations.RunSQL(SEEN, migrations.RunSQL.noop)]
