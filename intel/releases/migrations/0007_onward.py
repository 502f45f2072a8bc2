"""What was received can be cited: the walk counts its holder, and goes on behind it only for the holder itself."""

import django.contrib.postgres.fields
from django.db import migrations, models

#: The walk, from the eyes of an agency that asks (`asker`): it ends at what another one released to it, and that one's own
#: walk begins there. With `onward_to`, the agency that is to receive it, the walks of all are made, each with its asker; what
#: goes back to whom it came from needs nothing behind it.
WALK = """
set local role hub_labels;
drop function releases_owing(text, bigint);
drop function releases_rests_on(text, bigint);

-- A thing and all it rests on: a paragraph on what it cites, and on the subjects and linked reports of its report; a report on
-- these and its paragraphs; an alert on its subject and reports; a hit on its alert; what was released on what it was taken from.
create function releases_rests_on(first_kind text, first_thing bigint, first_asker bigint, onward_to bigint)
    returns table (kind text, thing bigint, asker bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with recursive reached (kind, thing, asker) as (
        select first_kind, first_thing, first_asker
        union
        select n.kind, n.thing, coalesce(n.asker, r.asker) from reached r cross join lateral (
            select c.kind::text, c.cited_id, null::bigint from reports_citation c
                where r.kind = 'reports.paragraph' and c.paragraph_id = r.thing
            union all
            select 'subjects.subject', s.subject_id, null from reports_paragraph p join reports_reportsubject s using (report_id)
                where r.kind = 'reports.paragraph' and p.id = r.thing
            union all
            select 'reports.report', l.target_id, null from reports_paragraph p join reports_reportlink l on l.source_id = p.report_id
                where r.kind = 'reports.paragraph' and p.id = r.thing
            union all
            select 'reports.paragraph', p.id, null from reports_paragraph p where r.kind = 'reports.report' and p.report_id = r.thing
            union all
            select 'subjects.subject', s.subject_id, null from reports_reportsubject s
                where r.kind = 'reports.report' and s.report_id = r.thing
            union all
            select 'reports.report', l.target_id, null from reports_reportlink l
                where r.kind = 'reports.report' and l.source_id = r.thing
            union all
            select 'subjects.subject', a.subject_id, null from alerts_alert a where r.kind = 'alerts.alert' and a.id = r.thing
            union all
            select 'reports.report', a.report_id, null from alerts_alertreport a
                where r.kind = 'alerts.alert' and a.alert_id = r.thing
            union all
            select 'alerts.alert', m.alert_id, null from hits_hit h join screening_match m on m.id = h.match_id
                where r.kind = 'hits.hit' and h.id = r.thing
            union all
            select q.kind::text, q.source_id, w.holder_agency_id
                from releases_releasedportion p join releases_portion q on q.id = p.portion_id
                     join releases_release w on w.id = p.release_id
                where r.kind = 'releases.portion' and p.id = r.thing
                  and (w.holder_agency_id = r.asker or w.holder_agency_id <> onward_to)
        ) n (kind, thing, asker))
    select kind, thing, asker from reached;
end $$;

-- Whose information a thing is, and what they say of it by its marks: whether it passes within the hub without asking (TLP:GREEN
-- or CLEAR, and neither H2 nor SRC), whether it is kept out of court (H1). The marks of a report say nothing (null) for a paragraph of another's.
-- What was released goes on to nobody without asking whoever released it.
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
        where of_kind = 'hits.hit' and h.id = of_thing
    union
    select w.holder_agency_id, false, p.handling_codes::text[] @> '{H1}'
        from releases_releasedportion p join releases_release w on w.id = p.release_id
        where of_kind = 'releases.portion' and p.id = of_thing;
end $$;

-- Whose consent it took when a portion was released: kept with it, for what it was taken from may rest on less by now.
create function releases_originators(of_kind text, of_thing bigint, for_asker bigint, onward_to bigint)
    returns table (asker bigint, agency_id bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select w.holder_agency_id, unnest(q.originators)
    from releases_releasedportion p join releases_portion q on q.id = p.portion_id join releases_release w on w.id = p.release_id
    where of_kind = 'releases.portion' and p.id = of_thing
      and (w.holder_agency_id = for_asker or w.holder_agency_id <> onward_to);
end $$;

-- Whose information a thing rests on, itself included, who has to ask them, and whether their marks, on all that is theirs of it,
-- let it pass. What is said in other words, of another's information, passes by the marks of what it cites of it; further down it
-- does not.
create function releases_owing(of_kind text, of_thing bigint, first_asker bigint, onward_to bigint)
    returns table (asker bigint, agency_id bigint, passes boolean, court boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with reached as materialized (select r.kind, r.thing, r.asker from releases_rests_on(of_kind, of_thing, first_asker, onward_to) r),
    marked as (
        select r.asker, m.agency_id, case when m.passes is null and r.thing <> of_thing then false else m.passes end as passes, m.court
        from reached r cross join lateral releases_marks(r.kind, r.thing) m
        union all
        select o.asker, o.agency_id, false, false
        from reached r cross join lateral releases_originators(r.kind, r.thing, r.asker, onward_to) o)
    select m.asker, m.agency_id, coalesce(bool_and(m.passes), false), bool_or(m.court) from marked m
    where m.agency_id <> m.asker group by m.asker, m.agency_id;
end $$;

-- Which of these things the viewer sees: as their row policies say.
create or replace function releases_seen(kinds text[], things bigint[]) returns table (kind text, thing bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    reports int[] := hub_labels('reports.view_report');
    alerts int[] := hub_labels('alerts.view_alert');
    subjects int[] := hub_labels('subjects.view_subject');
    hits int[] := case when 'hits.view_hit' = any (hub_acts()) then hub_labels('screening.view_match') else '{}' end;
    released int[] := hub_labels('releases.view_release');
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
    select a.kind, a.thing from asked a join hits_hit h on a.kind = 'hits.hit' and h.id = a.thing where h.label_id = any (hits)
    union all
    select a.kind, a.thing from asked a join releases_releasedportion p on a.kind = 'releases.portion' and p.id = a.thing
        where p.label_id = any (released) and p.classification = any (cleared);
end $$;

-- The bill: of each thing that the viewer sees, whose information it rests on, and whether their marks let it pass. Of what the
-- viewer does not see there is no more than how many things of an agency they are; of what stands behind what another agency
-- released to them, nothing.
create or replace function releases_owed(kinds text[], things bigint[])
    returns table (item int, agency_id bigint, passes boolean, court boolean, seen text[], hidden int)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    here bigint := hub_agency();
begin
    return query
    with given as materialized (
        select g.n::int as item, g.kind, g.thing
        from unnest(kinds, things) with ordinality g (kind, thing, n) join releases_seen(kinds, things) using (kind, thing)),
    reached as materialized (
        select g.item, r.kind, r.thing, r.thing <> g.thing as deeper
        from given g cross join lateral releases_rests_on(g.kind, g.thing, here, null) r),
    several as materialized (
        select array_agg(d.kind) as kinds, array_agg(d.thing) as things from (select distinct kind, thing from reached) d),
    shown as materialized (
        select s.kind, s.thing, true as seen from several cross join lateral releases_seen(several.kinds, several.things) s),
    marked as (
        select d.item, d.kind, d.thing, m.agency_id, m.court,
               case when m.passes is null and d.deeper then false else m.passes end as passes
        from reached d cross join lateral releases_marks(d.kind, d.thing) m
        union all
        select d.item, d.kind, d.thing, o.agency_id, false, false
        from reached d cross join lateral releases_originators(d.kind, d.thing, here, null) o)
    select d.item, d.agency_id, coalesce(bool_and(d.passes), false), bool_or(d.court),
           coalesce(array_agg(distinct d.kind || ':' || d.thing) filter (where s.seen), '{}'),
           (count(distinct (d.kind, d.thing)) filter (where s.seen is null))::int
    from marked d left join shown s using (kind, thing)
    group by d.item, d.agency_id;
end $$;

-- Where released portions stand that the viewer may cite or did, whether or not they may be read still.
create function releases_placed(ids bigint[]) returns table (id bigint, release_id bigint, number smallint, classification text)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select p.id, p.release_id, p.number::smallint, p.classification::text from releases_releasedportion p
    where p.id = any (ids) and p.label_id = any (hub_labels('releases.view_release')) and p.classification = any (hub_cleared());
end $$;

-- What leaves is what was decided on, under the conditions of all, and every originator whose marks do not let it pass agreed to
-- just that, asked by whoever has it of them.
create or replace function releases_portion_is_consented() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ladder constant text[] := '{UNCLASSIFIED,RESTRICTED,CONFIDENTIAL,SECRET}';
    given releases_portion;
    whole releases_release;
    asked releases_releaserequest;
begin
    select * into given from releases_portion p where p.id = new.portion_id;
    select * into whole from releases_release r where r.id = new.release_id;
    select * into asked from releases_releaserequest q where q.id = whole.request_id for share;
    perform from releases_consent c where c.request_id = asked.id for share;  -- nobody takes one back meanwhile
    if given.request_id is distinct from asked.id or asked.state <> 'UNDER_REVIEW'
       or (new.title, new.text, new.classification, new.handling_codes, new.handling_conditions, new.tlp)
          is distinct from (given.title, given.text, given.classification, given.handling_codes, given.handling_conditions, given.tlp)
       or new.handling_codes @> '{H3}' and not whole.must_acknowledge
       or array_position(ladder, new.classification::text) > array_position(ladder, whole.classification::text)
       or not string_to_array(new.handling_conditions, E'\\n') <@ string_to_array(whole.conditions, E'\\n')
       or not exists (select from releases_marks(given.kind, given.source_id)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_is_as_decided'
            using errcode = 'check_violation', constraint = 'released_portion_is_as_decided';
    end if;
    if exists (
        select from releases_owing(given.kind, given.source_id, asked.owner_agency_id, asked.recipient_agency_id) m
        where m.agency_id not in (asked.owner_agency_id, asked.recipient_agency_id)
          and (not m.passes or m.court and asked.purpose = 'JUDICIAL_PROCEEDINGS')
          and not exists (
            select from releases_consent c join releases_consentportion p on p.consent_id = c.id
            where c.request_id = asked.id and (c.holder_agency_id, c.originator_agency_id) = (m.asker, m.agency_id)
              and c.state = 'GIVEN' and p.portion_id = given.id and p.number = any (c.agreed)
              and (p.title, p.text, p.classification, p.handling_codes, p.handling_conditions, p.tlp)
                  = (given.title, given.text, given.classification, given.handling_codes, given.handling_conditions, given.tlp)
              and (c.recipient_agency_id, c.purpose, c.legal_basis, c.conditions, c.expires_at)
                  is not distinct from (asked.recipient_agency_id, asked.purpose, asked.legal_basis, asked.conditions, asked.expires_at)
              and string_to_array(c.own_conditions, E'\\n') <@ string_to_array(whole.conditions, E'\\n'))) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_is_consented'
            using errcode = 'check_violation', constraint = 'released_portion_is_consented';
    end if;
    return new;
end $$;

create function releases_originators_are_kept() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update releases_portion q set originators = array(
        select m.agency_id from releases_release w
        cross join lateral releases_owing(q.kind, q.source_id, w.holder_agency_id, w.recipient_agency_id) m
        where w.id = new.release_id and m.asker = w.holder_agency_id and not m.passes order by 1)
    where q.id = new.portion_id;
    return null;
end $$;

revoke all on function releases_rests_on(text, bigint, bigint, bigint), releases_originators(text, bigint, bigint, bigint),
    releases_owing(text, bigint, bigint, bigint), releases_placed(bigint[]), releases_originators_are_kept()
    from public, hub_application, hub_service;
grant execute on function releases_originators_are_kept() to hub_owner;
set local role hub_owner;
"""

RULES = """
drop trigger portion_stays on releases_portion;
create trigger portion_stays before update on releases_portion for each row
    when (to_jsonb(old) - 'label_id' - 'originators' is distinct from to_jsonb(new) - 'label_id' - 'originators')
    execute function hub_refuse('portion_stays');
create trigger originators_are_kept after insert on releases_releasedportion for each row
    execute function releases_originators_are_kept();
"""
BACK = """
drop trigger originators_are_kept on releases_releasedportion;
set local role hub_labels;
drop function releases_originators_are_kept();
drop function releases_placed(bigint[]);
drop function releases_owing(text, bigint, bigint, bigint);
drop function releases_originators(text, bigint, bigint, bigint);
drop function releases_rests_on(text, bigint, bigint, bigint);
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0006_protects_a_source"), ("reports", "0010_held")]

    operations = [
        migrations.AddField(
            model_name="portion", name="originators",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None)),
        migrations.RunSQL(WALK, migrations.RunSQL.noop),
        migrations.RunSQL(RULES, BACK),
    ]
