"""Filling a hub, whole or not at all: everything in one transaction, in the order in which the parts rest on each other."""

from collections.abc import Iterator
from functools import cache

from django.db import connection, transaction

from hub.filling import cast, drawing, finding, intelligence, trade
from hub.filling.amounts import Amounts
from hub.filling.steps import Step, Tell, spans
from hub.filling.tables import close, opened, stripped
from intel.screening.keys import name_key

#: What a hub with rows of its own has.
_OWN = ("subjects_subject", "reports_report", "alerts_alert", "trade_trader", "trade_consignment")
_TABLES = ("trade_feed", "trade_feedgrant", *trade.TABLES, *intelligence.TABLES, *finding.TABLES)
_NAMES = """
    select id, name from trade_trader where id between pg_temp.id_of(%(first)s, %(many)s) and pg_temp.id_of(%(last)s, %(many)s)
    union select trader_id, name from trade_tradername
    where trader_id between pg_temp.id_of(%(first)s, %(many)s) and pg_temp.id_of(%(last)s, %(many)s)
"""
_KEYS = """
    insert into screening_partyname (id, trader_id, name_key) select pg_temp.id_of(%s + k, %s), trader, key
    from unnest(%s::bigint[], %s::text[]) with ordinality as t (trader, key, k)
"""


def own_rows() -> list[str]:
    """The tables in which there are rows already. Needs the owner."""
    found = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role hub_labels")
        for table in _OWN:
            cursor.execute(f"select exists (select from {table})")
            if cursor.fetchone()[0]:
                found.append(table)
        cursor.execute("set local role hub_owner")
    return found


def fill(amounts: Amounts, *, seed: int, tell: Tell, label_triggers: bool = False) -> None:
    """Write so much of everything, by three agencies and for them. The same seed on the same day writes the same rows.

    `tell` is told what is being written and how many rows of it were, of `rows_of(amounts)` in all. With `label_triggers` the
    product's own triggers write labels and what they derive instead, row by row, which takes some times as long: a test
    compares the two. Needs the owner of the tables. Raises LookupError without an agency of each kind, or when it was filled.
    """
    owners = cast.agencies()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local maintenance_work_mem = '256MB'")
        cursor.execute("set local work_mem = '64MB'")
        close(_TABLES)
        drawing.prepare(seed)
        cast.people(owners)
        cast.audiences(owners, seed)
        with opened(_TABLES):
            cast.feeds(owners)
            with stripped(trade.TABLES, label_triggers=label_triggers):
                _run(_of_trade(amounts), tell)
                _key_names(amounts.traders, tell)
            with stripped(intelligence.TABLES, label_triggers=label_triggers):
                intelligence.plan(amounts, owners)
                _run(_of_intelligence(amounts), tell)
            with stripped(finding.TABLES, label_triggers=label_triggers):
                finding.plan(amounts)
                _run(_of_finding(amounts), tell)
        drawing.forget()
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def rows_of(amounts: Amounts) -> float:
    """How many rows, more or less, are written."""
    every = [*_of_trade(amounts), *_of_intelligence(amounts), *_of_finding(amounts)]
    return sum(step.each * many for step, many in every) + amounts.traders * 1.1


def _of_trade(amounts: Amounts) -> Iterator[tuple[Step, int]]:
    for step in trade.STEPS:
        yield step, amounts.traders


def _of_intelligence(amounts: Amounts) -> Iterator[tuple[Step, int]]:
    of_subjects, of_reports, of_alerts = intelligence.grants()
    for step in (*intelligence.OF_SUBJECTS, *intelligence.OF_REPORTS):
        yield step, amounts.subjects
    for step in intelligence.OF_PARAGRAPHS:
        yield step, amounts.paragraphs
    for step in intelligence.OF_ALERTS:
        yield step, amounts.alerts
    yield from ((of_subjects, amounts.subjects), (of_reports, amounts.subjects), (of_alerts, amounts.alerts))


def _of_finding(amounts: Amounts) -> Iterator[tuple[Step, int]]:
    of_matches, events = finding.steps(amounts)
    for step in of_matches:
        yield step, amounts.matches
    yield events, amounts.events


def _run(steps: Iterator[tuple[Step, int]], tell: Tell) -> None:
    for step, many in steps:
        step.run(many, tell)


def _key_names(many: int, tell: Tell) -> None:
    """The names of traders as the engine compares them: in Python, since nothing else knows how."""
    written, known = 0, cache(name_key)  # many bear the same name
    for first, last in spans(many):
        with connection.cursor() as cursor:
            cursor.execute(_NAMES, {"first": first, "last": last, "many": many})
            keyed = sorted({(trader, key) for trader, name in cursor.fetchall() if (key := known(name))})
            cursor.execute(_KEYS, [written, 2 * many, [trader for trader, _key in keyed], [key for _trader, key in keyed]])
        written += len(keyed)
        tell("names as compared", (last - first + 1) * 1.1)
