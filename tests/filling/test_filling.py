"""A hub is filled by statements over sets, that write what the product's own triggers would, and leave the tables whole."""

import json
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from agencies.access import looking_as
from agencies.labels.declared import label_columns
from agencies.labels.settling import wrong_labels
from hub.filling import finding, intelligence, trade
from hub.filling.amounts import Amounts
from hub.filling.running import fill, rows_of
from intel.matching import Identifier, normalise_identifier
from intel.reports.models import Report
from intel.screening.keys import name_key
from tests.beside import beside, waits
from tests.database import TestDatabase
from tests.world import as_operator

AMOUNTS = Amounts(1_000)
TABLES = (*trade.TABLES, *intelligence.TABLES, *finding.TABLES)
#: Drawn under a key of the hub, by the clock, or counted by the server.
NOT_COMPARED = ("reference", "object_label", "transaction", "at")
#: What a label says; that of a pair names others by their number.
SAID = ("coalesce((select string_agg(s.digest, ' ' order by s.digest) from access_label s"
        " where s.id in (l.alert_label, l.subject_label, l.party_label)), l.digest)")
NOTES = ("screening_alertchange", "queries_subjectchange")


def filled(**more):
    told = []
    with as_operator():
        fill(AMOUNTS, seed=7, tell=lambda words, rows: told.append(rows), **more)
    return sum(told)


def asked(statement, *given):
    """What the owner of labels reads, who reads every table that bears one; of others their owner."""
    with as_operator(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def opened():
    """Whatever the owner may not see is seen by the owner."""
    with as_operator(), connection.cursor() as cursor:
        for table in (*TABLES, "access_label", "access_reader"):
            cursor.execute(f"alter table {table} no force row level security")


def rows(table):
    """The rows of a table as JSON, each label as what it says and to whom."""
    labels = label_columns().get(table, [])
    without = [*labels, *NOT_COMPARED, *(["id"] if table in NOTES else [])]
    said = "".join(f" || jsonb_build_object('{c}', (select {SAID} from access_label l where l.id = r.{c}))" for c in labels)
    found = asked(f"select to_jsonb(r) - %s::text[]{said} from {table} r", without)
    return sorted(json.dumps(row, sort_keys=True) for (row,) in found)


def readers():
    return sorted(asked("select l.digest, array_agg(r.group_id order by r.group_id) from access_label l"
                        " join access_reader r on r.label_id = l.id where l.digest in ("
                        "select digest from access_label where id in (select label_id from reports_report union"
                        " select label_id from alerts_alert union select label_id from subjects_subject"
                        " union select label_id from trade_feed)) group by 1"))


def shape():
    """Everything about the tables that filling takes away meanwhile."""
    return [asked(statement) for statement in (
        "select conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid) from pg_constraint order by 1, 2",
        "select indexrelid::regclass::text, indisvalid, pg_get_indexdef(indexrelid) from pg_index"
        " where indrelid::regclass::text !~ '^pg_' order by 1",
        "select tgrelid::regclass::text, tgname, tgenabled::text from pg_trigger where not tgisinternal order by 1, 2",
        "select oid::regclass::text, relrowsecurity, relforcerowsecurity from pg_class where relkind = 'r' order by 1")]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_is_written_is_what_the_triggers_would_write(small_world):
    TestDatabase().make_anew()  # earlier tests have drawn numbers that the second database would not have drawn
    small_world.put()
    told = filled()
    assert abs(told / rows_of(AMOUNTS) - 1) < 0.001
    with as_operator():
        assert not any(wrong_labels().values())
    opened()
    at_once, read = {table: rows(table) for table in TABLES}, readers()
    assert abs(sum(map(len, at_once.values())) / told - 1) < 0.05
    TestDatabase().make_anew()
    small_world.put()
    filled(label_triggers=True)
    opened()
    for table in TABLES:
        assert rows(table) == at_once[table], table
    assert readers() == read


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_as_they_were(world):
    before = shape()
    filled()
    assert [set(after) ^ set(first) for after, first in zip(shape(), before, strict=True)] == [set()] * 4


@pytest.mark.django_db(transaction=True)
def test_who_works_meanwhile_is_waited_for(world):
    holds = threading.Event()

    def work():
        with as_operator(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("lock table trade_consignment in row exclusive mode")
            holds.set()
            waits("trade_consignment")
            cursor.execute("lock table trade_trader in row exclusive mode")  # which whoever waits holds
        return "done"

    thread, came_of_it = beside(work)
    assert holds.wait(30)
    filled()
    thread.join(30)
    assert came_of_it == ["done"]


@pytest.mark.django_db(transaction=True)
def test_names_and_numbers_are_as_the_engine_compares_them(world):
    filled()
    opened()
    names = asked("select array_agg(n.name_key), t.name, array(select name from trade_tradername where trader_id = t.id)"
                  " from trade_trader t join screening_partyname n on n.trader_id = t.id group by t.id")
    assert len(names) == AMOUNTS.traders
    assert all(set(keys) == {name_key(one) for one in (name, *more)} for keys, name, more in names)
    numbers = asked("select kind, value, country, normalised, null from trade_traderidentifier union all"
                    " select kind, value, country, normalised, true from trade_transportunit union all"
                    " select kind, value, country, normalised, valid from subjects_subjectidentifier")
    assert len(numbers) > 1_500
    for kind, value, country, normalised, valid in numbers:
        said = normalise_identifier(Identifier(kind, value, country))
        assert (said.value, said.country) == (normalised, country)
        assert valid is None or said.valid == valid


@pytest.mark.django_db(transaction=True)
def test_a_third_is_shared_and_drafts_are_not(world):
    filled()
    with looking_as(world.carla):
        of_others = Report.objects.exclude(owner_agency=world.agencies["PB"])
        assert 0 < of_others.count() < AMOUNTS.subjects / 3
        assert not of_others.filter(state__in=("DRAFT", "SUBMITTED")).exists()
    with looking_as(world.elena):
        assert not Report.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_only_the_owner_fills_and_only_what_holds_no_rows_of_others(world, settings, capsys):
    with pytest.raises(CommandError, match="HUB_DATABASE_ROLE=owner"):
        call_command("fill", size=1_000)
    with as_operator(), pytest.raises(CommandError, match="multiple of 1,000"):
        call_command("fill", size=1_500)
    with as_operator():
        call_command("fill", size=1_000)
        settings.DATABASES["default"]["HOST"], kept = "db.example.org", settings.DATABASES["default"]["HOST"]
        try:
            with pytest.raises(CommandError, match="rows of its own"):
                call_command("fill", size=1_000)
        finally:
            settings.DATABASES["default"]["HOST"] = kept
        with pytest.raises(CommandError, match="filled already"):
            call_command("fill", size=1_000)
    assert "rows in" in capsys.readouterr().out
