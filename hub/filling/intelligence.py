"""What is known and looked for: subjects, reports with their paragraphs, alerts; who owns them, how high, for whom, in which state."""

from itertools import groupby

from django.db import connection

from agencies.models import Agency
from agencies.references import next_references
from hub.filling.amounts import Amounts
from hub.filling.cast import granting, labels_of
from hub.filling.drawing import company, person, word
from hub.filling.steps import Step

TABLES = ("subjects_subject", "subjects_subjectname", "subjects_subjectidentifier", "subjects_subjectgrant",
          "reports_report", "reports_paragraph", "reports_reportsubject", "reports_reportstep", "reports_reportgrant",
          "alerts_alert", "alerts_alertstep", "alerts_alertreport", "alerts_alertgrant",
          "screening_matchedalert", "screening_alertchange", "queries_subjectchange")

#: Half of everything is of customs, three tenths of police; two thirds are shared with nobody.
_DRAWN = """
    case when pg_temp.draw(g.n, {salt}) < 0.5 then 1 when pg_temp.draw(g.n, {salt}) < 0.8 then 2 else 3 end,
    pg_temp.class(pg_temp.draw(g.n, {salt} + 1)),
    case when pg_temp.draw(g.n, {salt} + 2) < 2 / 3.0 then 0
         else 1 + floor(power(pg_temp.draw(g.n, {salt} + 3), 2.5) * (select max(audience) from fill_audience))::int end
"""

_PLAN = """
    create temporary table fill_alert on commit drop as
    select n, (n - 1) * {subjects} / {alerts} + 1 subject, pg_temp.id_of(n, {alerts}) id, pg_temp.made(n, {alerts}) made,
           case when n % 115 < 100 then 'ACTIVE' when n % 115 < 103 then 'DRAFT' when n % 115 < 105 then 'PENDING_VALIDATION'
                when n % 115 < 107 then 'SUSPENDED' when n % 115 < 111 then 'EXPIRED' else 'WITHDRAWN' end state,
           pg_temp.action(power(pg_temp.draw(n, 100), 1.5)) action, null::int as label_id, null::text as reference,
           null::int as owner, null::text as class, null::int as audience
    from generate_series(1, {alerts}::bigint) n;
    create temporary table fill_subject on commit drop as
    select g.n, pg_temp.id_of(g.n, {subjects}) id, pg_temp.made(g.n, {subjects}) made,
           case when pg_temp.draw(g.n, 110) < 0.55 then 'ORGANISATION' when pg_temp.draw(g.n, 110) < 0.85 then 'PERSON'
                when pg_temp.draw(g.n, 110) < 0.95 then 'CONTAINER' else 'VEHICLE' end kind,
           drawn.*, coalesce(a.state = 'ACTIVE' and a.action not in ('DISCREET_CHECK', 'OPERATIONAL_ANALYSIS'), false) looked_for,
           null::int as label_id
    from generate_series(1, {subjects}::bigint) g (n) left join fill_alert a on a.subject = g.n
    cross join lateral (select {drawn}) drawn (owner, class, audience);
    create temporary table fill_report on commit drop as
    select g.n, pg_temp.id_of(g.n, {reports}) id, pg_temp.made(g.n, {reports}) made,
           case when g.n % 100 < 90 then 'DISSEMINATED' when g.n % 100 < 94 then 'DRAFT' when g.n % 100 < 96 then 'SUBMITTED'
                else 'WITHDRAWN' end state,
           drawn.*, null::int as label_id, null::text as reference
    from generate_series(1, {reports}::bigint) g (n) cross join lateral (select {drawn_report}) drawn (owner, class, audience);
    alter table fill_alert add primary key (n);
    alter table fill_subject add primary key (n);
    alter table fill_report add primary key (n);
    update fill_alert a set owner = s.owner, class = s.class, audience = s.audience from fill_subject s where s.n = a.subject;
    analyze fill_alert; analyze fill_subject; analyze fill_report;
"""

_SUBJECTS = f"""
    insert into subjects_subject (id, kind, label, countries, birth_dates, addresses, remarks, classification, source, source_ref,
        revision, created_at, updated_at, created_by_id, owner_agency_id, source_digest, label_id, approved_at, looked_for)
    select f.id, f.kind, case f.kind when 'ORGANISATION' then {company('n', 120)} when 'PERSON' then {person('n', 130)}
               when 'CONTAINER' then pg_temp.container(n % 1000000) else (1000 + n % 9000) || '-' || chr(65 + (n % 26)::int) || 'XK' end,
           case when f.kind in ('ORGANISATION', 'PERSON') then '{{{{BO}}}}'::varchar[] else '{{{{}}}}' end, '{{{{}}}}', '{{{{}}}}', '',
           f.class, '', '', 1, f.made, f.made, o.author, o.id, '', f.label_id,
           case when f.looked_for or f.audience > 0 or n % 3 > 0 then f.made end, f.looked_for
    from fill_subject f join fill_agency o on o.place = f.owner where f.n between {{first}} and {{last}}"""

_PRIMARY = """
    insert into subjects_subjectname (id, kind, name, subject_id, label_id)
    select pg_temp.id_of(2 * f.n, 2 * {many}), 'PRIMARY', s.label, f.id, f.label_id
    from fill_subject f join subjects_subject s on s.id = f.id where f.n between {first} and {last}"""

_ALIASES = f"""
    insert into subjects_subjectname (id, kind, name, subject_id, label_id)
    select pg_temp.id_of(2 * n + 1, 2 * {{many}}), 'ALIAS', {word('pg_temp.draw(n, 140)')} || ' ' || n, f.id, f.label_id
    from fill_subject f where f.n between {{first}} and {{last}} and n % 3 = 0 and f.kind in ('ORGANISATION', 'PERSON')"""

_NUMBERS = """
    insert into subjects_subjectidentifier (id, kind, value, country, normalised, valid, subject_id, label_id)
    select f.id, v.kind, v.value, v.country, regexp_replace(v.value, '[^0-9A-Z]', '', 'g'), v.valid, f.id, f.label_id
    from fill_subject f join subjects_subject s on s.id = f.id
    cross join lateral (select case f.kind when 'ORGANISATION' then 'tax' when 'PERSON' then 'national_id'
                                           when 'CONTAINER' then 'container' else 'plate' end,
                               case when f.kind in ('CONTAINER', 'VEHICLE') then s.label
                                    when f.kind = 'PERSON' then (1000000 + n * 6007 % 8999999)::text
                                    else (1000000000 + n * 7933 % 8999999999)::text end,
                               case when f.kind in ('CONTAINER', 'VEHICLE') then '' else 'BO' end,
                               case f.kind when 'CONTAINER' then true end) v (kind, value, country, valid)
    where f.n between {first} and {last}"""

_REPORTS = f"""
    insert into reports_report (id, reference, reported_at, updated_at, source_ref, title, level, risk_area, grading_scheme,
        source_grade, information_grade, classification, handling_codes, handling_conditions, tlp, purpose, legal_basis,
        suspicion_basis, state, disseminated_at, revision, author_id, disseminated_by_id, owner_agency_id, label_id)
    select f.id, f.reference, f.made, f.made, '', pg_temp.goods(pg_temp.draw(n, 150)) || ' de ' || {word('pg_temp.draw(n, 151)')}
               || ' por ' || pg_temp.office(pg_temp.draw(n, 152)),
           'TACTICAL', pg_temp.risk(power(pg_temp.draw(n, 153), 2)), 'admiralty', 'B', '2', f.class, '{{{{}}}}', '', 'AMBER', '', '', '',
           f.state, case when f.state in ('DISSEMINATED', 'WITHDRAWN') then f.made + interval '1 day' end, 3, o.author,
           case when f.state in ('DISSEMINATED', 'WITHDRAWN') then o.second end, o.id, f.label_id
    from fill_report f join fill_agency o on o.place = f.owner where f.n between {{first}} and {{last}}"""

#: Ten paragraphs for three reports.
_PARAGRAPHS = f"""
    insert into reports_paragraph (id, number, text, classification, report_id, label_id, originator_id)
    select pg_temp.id_of(p.n, {{many}}), p.n - (f.n * 10 - 8) / 3, pg_temp.sentence(pg_temp.draw(p.n, 160)) || ' '
               || {company('p.n', 161)} || '. ' || pg_temp.second(pg_temp.draw(p.n, 170)) || ' ' || pg_temp.sentence(pg_temp.draw(p.n, 171))
               || ' ' || {person('p.n', 172)} || '.', f.class, f.id, f.label_id, o.id
    from generate_series({{first}}, {{last}}) p (n) join fill_report f on f.n = (p.n - 1) * 3 / 10 + 1 join fill_agency o on o.place = f.owner"""

_ABOUT = """
    insert into reports_reportsubject (id, role, report_id, subject_id, label_id, subject_label_id)
    select f.id, 'SUSPECT', f.id, s.id, f.label_id, s.label_id
    from fill_report f join fill_subject s on s.n = 1 + f.n * 7919 % {many} where f.n between {first} and {last}"""

_REPORT_STEPS = """
    insert into reports_reportstep (id, at, state, reason, by_id, report_id, label_id)
    select pg_temp.id_of(2 * f.n + w.k, 2 * {many} + 1), f.made, w.state, '', case when w.k = 0 then o.author else o.second end,
           f.id, f.label_id
    from fill_report f join fill_agency o on o.place = f.owner
    cross join lateral (values (0, 'SUBMITTED'), (1, f.state)) w (k, state)
    where f.n between {first} and {last} and f.state <> 'DRAFT' and (w.k = 0 or f.state <> 'SUBMITTED')"""

_ALERTS = f"""
    insert into alerts_alert (id, reference, reason, legal_basis, suspicion_basis, risk_area, action_requested,
        instructions_front_line, priority, classification, handling_codes, handling_conditions, valid_from, valid_until, state,
        created_at, updated_at, issued_at, imported, revision, created_by_id, issued_by_id, owner_agency_id, subject_id, label_id,
        subject_label_id)
    select f.id, f.reference, pg_temp.sentence(pg_temp.draw(f.n, 180)) || ' ' || {word('pg_temp.draw(f.n, 181)')} || '.', '', '',
           pg_temp.risk(power(pg_temp.draw(f.n, 182), 2)), f.action, '', 1 + floor(pg_temp.draw(f.n, 183) * 3)::int, f.class, '{{{{}}}}', '',
           f.made::date, case when f.state = 'EXPIRED' then greatest(f.made::date, current_date - 1)
                              else current_date + 1 + floor(pg_temp.draw(f.n, 184) * 364)::int end, f.state,
           f.made, f.made, case when i.issued then f.made + interval '1 day' end, false, 3, o.author, case when i.issued then o.second end,
           o.id, s.id, f.label_id, s.label_id
    from fill_alert f join fill_agency o on o.place = f.owner join fill_subject s on s.n = f.subject
    cross join lateral (select f.state not in ('DRAFT', 'PENDING_VALIDATION') issued) i where f.n between {{first}} and {{last}}"""

_ALERT_STEPS = """
    insert into alerts_alertstep (id, at, state, reason, alert_id, by_id, label_id, subject_label_id)
    select pg_temp.id_of(2 * f.n + w.k, 2 * {many} + 1), f.made, w.state, '', f.id, case when w.k = 0 then o.author else o.second end,
           f.label_id, s.label_id
    from fill_alert f join fill_agency o on o.place = f.owner join fill_subject s on s.n = f.subject
    cross join lateral (values (0, 'PENDING_VALIDATION'), (1, f.state)) w (k, state)
    where f.n between {first} and {last} and f.state <> 'DRAFT' and (w.k = 0 or f.state <> 'PENDING_VALIDATION')"""

_RESTS_ON = """
    insert into alerts_alertreport (id, alert_id, report_id, label_id, subject_label_id, report_label_id)
    select f.id, f.id, r.id, f.label_id, s.label_id, r.label_id
    from fill_alert f join fill_subject s on s.n = f.subject join fill_report r on r.n = f.subject
    where f.n between {first} and {last}"""

_MATCHED = """
    insert into screening_matchedalert (alert_id, at, in_round) select f.id, f.made, true from fill_alert f
    where f.n between {first} and {last} and f.state = 'ACTIVE'"""

#: So that indexes in memory, of workers that run already, learn of them.
_TOLD = """
    insert into screening_alertchange (alert_id) select f.id from fill_alert f where f.n between {first} and {last}"""
_TOLD_SUBJECTS = """
    insert into queries_subjectchange (subject_id) select f.id from fill_subject f where f.n between {first} and {last}"""

OF_SUBJECTS = (
    Step("subjects", _SUBJECTS), Step("names of subjects", _PRIMARY), Step("names of subjects", _ALIASES, each=0.28),
    Step("numbers of subjects", _NUMBERS), Step("subjects, told", _TOLD_SUBJECTS),
)
OF_REPORTS = (Step("reports", _REPORTS), Step("subjects of reports", _ABOUT), Step("steps of reports", _REPORT_STEPS, each=1.9))
OF_PARAGRAPHS = (Step("paragraphs", _PARAGRAPHS),)
OF_ALERTS = (
    Step("alerts", _ALERTS), Step("steps of alerts", _ALERT_STEPS, each=1.9), Step("reports of alerts", _RESTS_ON),
    Step("alerts, matched", _MATCHED, each=0.87), Step("alerts, told", _TOLD),
)


def grants() -> tuple[Step, Step, Step]:
    """Of subjects, reports and alerts."""
    found = [Step(f"grants of {table[5:]}s", granting(act, table), each=1.2) for act, table in (
        ("subjects.view_subject", "fill_subject"), ("reports.view_report", "fill_report"), ("alerts.view_alert", "fill_alert"))]
    return found[0], found[1], found[2]


def plan(amounts: Amounts, owners: list[Agency]) -> None:
    """Draw in tables of the session whose each subject, report and alert is, and give each label and reference."""
    with connection.cursor() as cursor:
        cursor.execute(_PLAN.format(subjects=amounts.subjects, reports=amounts.subjects, alerts=amounts.alerts,
                                    drawn=_DRAWN.format(salt=111), drawn_report=_DRAWN.format(salt=115)))
    labels_of("subjects.view_subject", "fill_subject", reserved="not f.looked_for")
    labels_of("reports.view_report", "fill_report", shared="f.state in ('DISSEMINATED', 'WITHDRAWN')")
    labels_of("alerts.view_alert", "fill_alert", shared="f.state not in ('DRAFT', 'PENDING_VALIDATION')",
              reserved="f.state <> 'ACTIVE' or f.action in ('DISCREET_CHECK', 'OPERATIONAL_ANALYSIS')")
    _refer("fill_report", "", owners)
    _refer("fill_alert", "A", owners)


def _refer(table: str, series: str, owners: list[Agency]) -> None:
    """The references that the agencies give next, year by year."""
    with connection.cursor() as cursor:
        cursor.execute(f"select owner, date_part('year', made)::int, n from {table} order by 1, 2, 3")
        referred: list[tuple[int, str]] = []
        for (owner, year), rows in groupby(cursor.fetchall(), key=lambda row: (row[0], row[1])):
            numbers = [n for _owner, _year, n in rows]
            given = next_references(owners[owner - 1], year=year, series=series, count=len(numbers))
            referred += zip(numbers, given, strict=True)
        cursor.execute(f"update {table} f set reference = r.given from unnest(%s::bigint[], %s::text[]) r (n, given) where r.n = f.n",
                       [[n for n, _given in referred], [given for _n, given in referred]])
