"""What was found: matches with their evidence, the hits that people verify, where a matched trader was seen; and the audit log."""

from django.db import connection

from hub.filling.amounts import Amounts
from hub.filling.steps import Step
from intel.matching import ENGINE_VERSION

TABLES = ("screening_match", "screening_sighting", "hits_hit", "hits_judgement", "audit_event")

#: One match in ten is of a container of a consignment. A trader, and a consignment, is matched once.
_PLAN = """
    create temporary table fill_open on commit drop as
    select row_number() over (order by f.n) k, f.n from fill_alert f join fill_subject s on s.n = f.subject
    where f.state = 'ACTIVE' and s.kind in ('ORGANISATION', 'PERSON');
    alter table fill_open add primary key (k);
    create temporary table fill_match on commit drop as
    select g.n, pg_temp.id_of(g.n, {matches}) id, pg_temp.made(g.n, {matches}) made, a.n alert, a.owner, a.id alert_id, s.id subject_id,
           a.label_id alert_label, s.label_id subject_label, p.*, f.label_id party_label, null::int as label_id,
           0.5 + floor(sqrt(pg_temp.draw(g.n, 200)) * 200) / 400 probability, md5('f' || g.n) fingerprint,
           case when pg_temp.draw(g.n, 201) < 0.6 then 'CANDIDATE' when pg_temp.draw(g.n, 201) < 0.65 then 'UNDER_VERIFICATION'
                when pg_temp.draw(g.n, 201) < 0.7 then 'UNCERTAIN' when pg_temp.draw(g.n, 201) < 0.85 then 'NOT_A_MATCH'
                else 'CONFIRMED_HIT' end state
    from generate_series(1, {matches}::bigint) g (n)
    join fill_open o on o.k = 1 + floor(power(pg_temp.draw(g.n, 202), 1.5) * (select max(k) from fill_open))::bigint
    join fill_alert a on a.n = o.n join fill_subject s on s.n = a.subject
    cross join lateral (select case when g.n % 10 > 0 then 1 + g.n * 7919 % {traders} end trader,
                               case when g.n % 10 = 0 then 3 * (1 + g.n * 7907 % ({traders} / 3)) end consignment) p
    join fill_feed f on f.feed = case when coalesce(p.trader, p.consignment) % 10 = 0 then 2 else 1 end;
    alter table fill_match add primary key (n);
    analyze fill_match;
    with made as materialized (
        select d.*, hub_pair_label(d.alert_label, d.subject_label, d.party_label) label_id
        from (select distinct alert_label, subject_label, party_label from fill_match) d)
    update fill_match m set label_id = d.label_id from made d
    where (m.alert_label, m.subject_label, m.party_label) = (d.alert_label, d.subject_label, d.party_label);
"""

_MATCHES = f"""
    insert into screening_match (id, score, probability, evidence, engine_version, fingerprint, holds, found_at, updated_at,
        alert_id, consignment_id, trader_id, alert_label_id, subject_label_id, party_label_id, label_id)
    select f.id, e.bits, f.probability, jsonb_build_object('party_name', coalesce(t.name, ''), 'subject_name', s.label, 'parts', e.parts),
           '{ENGINE_VERSION}', f.fingerprint, f.n % 50 > 0, f.made, f.made, f.alert_id, c.id, t.id, f.alert_label, f.subject_label,
           f.party_label, f.label_id
    from fill_match f join subjects_subject s on s.id = f.subject_id
    left join trade_trader t on t.id = pg_temp.id_of(f.trader, {{traders}})
    left join trade_consignment c on c.id = pg_temp.id_of(f.consignment, {{traders}})
    left join trade_transportunit u on u.consignment_id = c.id
    cross join lateral (select 8.5 + f.n % 7 as bits, case when t.id is null then jsonb_build_array(jsonb_build_object(
        'feature', 'identifier.container', 'bits', 8.5 + f.n % 7, 'party', u.normalised, 'subject', u.normalised))
        else jsonb_build_array(jsonb_build_object('feature', 'name.word', 'bits', 8.5 + f.n % 7, 'party', lower(split_part(t.name, ' ', 2)),
                                                  'subject', lower(split_part(s.label, ' ', 2)))) end as parts) e
    where f.n between {{first}} and {{last}}"""

_SIGHTINGS = """
    insert into screening_sighting (id, found_at, consignment_id, match_id, label_id, consignment_label_id)
    select pg_temp.id_of(4 * f.n + p.k, 4 * {many} + 4), f.made, p.consignment_id, f.id, f.label_id, p.label_id
    from fill_match f cross join lateral (
        select d.consignment_id, d.label_id, row_number() over (order by d.consignment_id) k from (
            select distinct consignment_id, label_id from trade_consignmentparty
            where trader_id = pg_temp.id_of(f.trader, {traders}) order by consignment_id limit 3) d) p
    where f.n between {first} and {last} and f.trader is not null"""

_HITS = """
    insert into hits_hit (id, state, taken_at, judged_fingerprint, revision, created_at, updated_at, match_id, taken_by_id, label_id)
    select f.id, f.state, case when f.state = 'UNDER_VERIFICATION' then f.made end,
           case when f.state in ('UNCERTAIN', 'NOT_A_MATCH', 'CONFIRMED_HIT') then f.fingerprint else '' end, 2, f.made, f.made, f.id,
           case when f.state = 'UNDER_VERIFICATION' then o.author end, f.label_id
    from fill_match f join fill_agency o on o.place = f.owner where f.n between {first} and {last}"""

_JUDGEMENTS = """
    insert into hits_judgement (id, state, reason, judged_at, fingerprint, agency_id, hit_id, judged_by_id, label_id)
    select f.id, f.state, pg_temp.second(pg_temp.draw(f.n, 210)), f.made, f.fingerprint, o.id, f.id, o.author, f.label_id
    from fill_match f join fill_agency o on o.place = f.owner
    where f.n between {first} and {last} and f.state in ('UNCERTAIN', 'NOT_A_MATCH', 'CONFIRMED_HIT')"""

#: Who read which report or consignment; everybody is of the agency that owns the report.
_EVENTS = """
    insert into audit_event (id, at, action, actor_id, actor_label, agency_id, owner_agency_id, object_type, object_id, object_label,
        detail, request_id)
    select pg_temp.id_of(g.n, {many}), pg_temp.made(g.n, {many}), 'report.read', o.author, o.code, o.id, o.id, 'reports.report', f.id,
           f.reference, '{{}}', ''
    from generate_series({first}, {last}) g (n) join fill_report f on f.n = 1 + g.n * 6007 % {reports} join fill_agency o on o.place = f.owner"""


def plan(amounts: Amounts) -> None:
    """Draw in a table of the session which alert met whom, and give each pair its label."""
    with connection.cursor() as cursor:
        cursor.execute(_PLAN.format(matches=amounts.matches, traders=f"{amounts.traders}::bigint"))


def steps(amounts: Amounts) -> tuple[tuple[Step, ...], Step]:
    """Of matches, and of the audit log."""
    def told(statement: str) -> str:
        return statement.replace("{traders}", f"{amounts.traders}::bigint").replace("{reports}", f"{amounts.subjects}")

    of_matches = (Step("matches", told(_MATCHES)), Step("sightings", told(_SIGHTINGS), each=2), Step("hits", _HITS),
                  Step("judgements", _JUDGEMENTS, each=0.35))
    return of_matches, Step("audit events", told(_EVENTS))
