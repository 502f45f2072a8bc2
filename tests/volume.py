"""A database at volume: everything of the small world that bears a label, copied by the thousand under labels of its own.

The copies are written past triggers and row policies by the server's administrator, who alone could, with the labels that
those would have given. What is measured on them are plans and times, not who sees what.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import psycopg
from django.conf import settings

from agencies.access import looking_as
from agencies.models import AgencyRole
from agencies.roles import Role
from intel.alerts.models import Alert
from intel.hits.models import Hit
from intel.hits.services import judge
from intel.trade.models import Consignment, GoodsItem, Trader, TraderName
from tests.alerts import writing as alerts
from tests.engines import POSTGRES
from tests.hits.making import screened
from tests.reports import writing as reports
from tests.screening import making
from tests.world import World

#: One label in so many is read by the viewers' agency; the others belong to an agency that shares nothing.
READ = 4
#: Between the ids of two copies of a row: no two rows of the small world are so far apart, or a multiple of it.
APART = 1_000_000_007
#: So many of the first copies are all that a viewer sees who sees little, under one label.
OLD = 20

_WORD, _NUMBER = "' ' || k", "lpad(k::text, 6, '0')"  # a reference stays one

SUBJECT, REPORT, ALERT, PAIR = "subjects.view_subject", "reports.view_report", "alerts.view_alert", "screening.view_match"
ACTS = (SUBJECT, REPORT, ALERT, PAIR)


@dataclass(frozen=True)
class Table:
    """What is copied how: `shifted` refer to copies, `counted` are texts that stay unique, `labels` are of which act.

    Of so many copies as `part` says one is made.
    """

    name: str
    shifted: tuple[str, ...] = ("id",)
    counted: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    owned: bool = False
    more: Mapping[str, str] = field(default_factory=dict)
    part: int = 1


OF_SUBJECT, OF_REPORT, OF_PAIR = {"label_id": SUBJECT}, {"label_id": REPORT}, {"label_id": PAIR}
OF_ALERT = {"label_id": ALERT, "subject_label_id": SUBJECT}

TABLES = (
    Table("subjects_subject", counted=("label",), labels=OF_SUBJECT, owned=True),
    Table("subjects_subjectname", ("id", "subject_id"), ("name",), OF_SUBJECT),
    Table("subjects_subjectidentifier", ("id", "subject_id"), ("value", "normalised"), OF_SUBJECT),
    Table("subjects_subjectgrant", ("id", "content_object_id")),
    Table("reports_report", counted=("reference", "title"), labels=OF_REPORT, owned=True),
    Table("reports_paragraph", ("id", "report_id"), labels=OF_REPORT),
    Table("reports_reportsubject", ("id", "report_id", "subject_id"), labels={**OF_REPORT, "subject_label_id": SUBJECT}),
    Table("reports_reportstep", ("id", "report_id"), labels=OF_REPORT),
    Table("reports_reportgrant", ("id", "content_object_id")),
    Table("alerts_alert", ("id", "subject_id"), ("reference",), OF_ALERT, owned=True),
    Table("alerts_alertstep", ("id", "alert_id"), labels=OF_ALERT),
    Table("alerts_alertreport", ("id", "alert_id", "report_id"), labels={**OF_ALERT, "report_label_id": REPORT}),
    Table("alerts_alertgrant", ("id", "content_object_id")),
    Table("trade_trader", counted=("external_ref",), more={"name": "md5(k::text)"}),
    Table("trade_tradername", ("id", "trader_id"), more={"name": "md5(k::text)"}),
    Table("trade_traderidentifier", ("id", "trader_id"), ("value", "normalised")),
    Table("trade_consignment", counted=("number",), more={"date": "r.date - (k % 900)"}),
    Table("trade_consignmentparty", ("id", "consignment_id", "trader_id")),
    Table("trade_goodsitem", ("id", "consignment_id"), more={"hs_code": "lpad((k % 997)::text, 4, '0') || '30'"}),
    Table("trade_transportunit", ("id", "consignment_id"), ("value", "normalised")),
    Table("screening_partyname", ("id", "trader_id"), more={"name_key": "md5(r.id || ' ' || k)"}),
    Table("screening_match", ("id", "alert_id", "trader_id", "consignment_id"),
          labels={"alert_label_id": ALERT, "subject_label_id": SUBJECT, "label_id": PAIR},
          more={"probability": "0.5 + (k % 4999) / 10000.0"}),
    Table("screening_matchedalert", ("alert_id",)),
    Table("screening_sighting", ("id", "match_id", "consignment_id"), labels=OF_PAIR),
    Table("hits_hit", ("id", "match_id"), labels=OF_PAIR),
    Table("hits_judgement", ("id", "hit_id"), labels=OF_PAIR),
    Table("audit_event", ("id", "object_id"), more={"at": "r.at - make_interval(mins => k)"}),
)


def first_of_each(world: World) -> tuple[Alert, Trader, Consignment]:
    """The rows that are copied, made through the real steps: an alert on a report, its subject, a trader with a judged hit."""
    police, tax = world.agencies["PB"], world.agencies["SIN"]
    feed = making.feed(world.ana, to=(police, tax))
    trader = making.trader(world.ana, feed, "IMPORTADORA SAJAMA SRL", identifiers=(("tax", "1020703023", "BO"),))
    consignment = making.consignment(world.ana, feed, trader, units=(("container", "CSQU 305438-3"),))
    with looking_as(world.ana):
        GoodsItem.objects.create(consignment=consignment, number=1, hs_code="847130", description="Portátiles", currency="BOB")
        TraderName.objects.create(trader=trader, name="SAJAMA IMPORT")
    report = reports.disseminated(world, audience=("PB",))
    alert = alerts.issued(world, audience=("PB",), reports=(report.pk,))
    reports.disseminated(world, audience=("PB",), subjects=((alert.subject_id, "SUSPECT"),))
    screened()
    with looking_as(world.ana):
        hit = Hit.objects.get()
        judge(by=world.ana, hit=hit, state="UNCERTAIN", reason="Test", revision=hit.revision)
    return alert, trader, consignment


def copy(world: World, times: int, *, labels: int, tables: Sequence[Table] = TABLES) -> None:
    """Copy what there is so many times, under so many labels of each act.

    Customs reads one label in READ, police and tax none of them; the analysts of tax read the first OLD copies besides, and
    nobody else does. What was there stays as it is.
    """
    name = str(settings.DATABASES["default"]["NAME"])
    analysts = AgencyRole.objects.get(agency=world.agencies["SIN"], role=Role.ANALYST).group_id
    mine, hidden = world.agencies["AN"].pk, world.agencies["ZZ"].pk
    with psycopg.connect(POSTGRES.administrator(name), autocommit=True) as connection:
        with connection.transaction():
            connection.execute("set local session_replication_role = replica")
            [[next_id]] = connection.execute("select max(id) + 1 from access_label").fetchall()
            first = {act: next_id + number * (labels + 1) for number, act in enumerate(ACTS)}
            for statement in (*_labelling(first, labels, mine, hidden, analysts),
                              *(_copying(table, times, first, labels, mine, hidden) for table in tables)):
                connection.execute(statement)  # type: ignore[arg-type]
        connection.execute("vacuum analyze")


def _labelling(first: Mapping[str, int], labels: int, mine: int, hidden: int, sparse: int) -> Iterator[str]:
    """Labels 0 to `labels` of each act, with ids from `first` on. Number 0 is read by the group."""
    for act, start in first.items():
        sides = f"{first[ALERT]} + i, {first[SUBJECT]} + i, (select min(label_id) from trade_feed)" if act == PAIR \
            else "null, null, null"
        yield ("insert into access_label (id, act, owner_agency_id, classification, digest, alert_label, subject_label,"
               f" party_label) select {start} + i, '{act}', case when i % {READ} = 1 then {mine} else {hidden} end,"
               f" 'UNCLASSIFIED', 'volume {act} ' || i, {sides} from generate_series(0, {labels}) i")
        if act != PAIR:
            yield f"insert into access_reader (label_id, group_id) values ({start}, {sparse})"


def _copying(table: Table, times: int, first: Mapping[str, int], labels: int, mine: int, hidden: int) -> str:
    number = f"(case when k <= {OLD} then 0 else 1 + k % {labels} end)"
    changed = {column: f"r.{column} + k::bigint * {APART}" for column in table.shifted}
    changed |= {column: f"r.{column} || {_NUMBER if column == 'reference' else _WORD}" for column in table.counted}
    changed |= {column: f"{first[act]} + {number}" for column, act in table.labels.items()}
    if table.owned:
        changed["owner_agency_id"] = f"case when {number} % {READ} = 1 then {mine} else {hidden} end"
    pairs = ", ".join(f"'{column}', {value}" for column, value in (changed | dict(table.more)).items())
    return (f"insert into {table.name} select made.* from {table.name} r cross join generate_series(1, {times // table.part}) k"
            f" cross join lateral jsonb_populate_record(r, jsonb_build_object({pairs})) made order by k")
