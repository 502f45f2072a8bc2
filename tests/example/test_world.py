"""The example world: the same every time, true to the rules of the hub, and honest about what is planted in it."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest
from stdnum import imo, iso6346
from stdnum.pe import ruc

from hub.example.names import telling_words
from hub.example.values import World
from hub.example.world import build

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def world() -> World:
    return build(2026, TODAY)


def test_one_seed_gives_one_world_in_every_process(world: World) -> None:
    assert build(2026, TODAY) == world
    say = "from datetime import date; from hub.example.world import build; print(build(2026, date(2026, 11, 24)))"
    for hash_seed in ("1", "2"):
        elsewhere = {**os.environ, "PYTHONHASHSEED": hash_seed}
        told = subprocess.run([sys.executable, "-c", say], env=elsewhere, capture_output=True, text=True, check=True)
        assert told.stdout.strip() == str(world), "an order that depends on the process"


def test_another_seed_gives_another_world(world: World) -> None:
    assert build(7, TODAY).alerts != world.alerts


def test_it_has_the_size_it_should(world: World) -> None:
    assert (len(world.agencies), len(world.alerts), len(world.reports)) == (4, 60, 15)
    assert 20 <= len(world.users) <= 24
    assert 550 <= len(world.traders) <= 650
    assert 400 <= len(world.consignments) <= 500


def test_every_agency_has_who_writes_and_another_who_issues(world: World) -> None:
    agency_of = {user.username: user.agency for user in world.users}
    roles_of = {user.username: user.roles for user in world.users}
    for thing in [*world.alerts, *world.reports]:
        second = thing.issuer if hasattr(thing, "issuer") else thing.disseminator
        assert agency_of[thing.author] == thing.agency
        if second:
            assert agency_of[second] == thing.agency
            assert second != thing.author
            assert "SUPERVISOR" in roles_of[second]


def test_units_and_audiences_name_agencies_that_are_there(world: World) -> None:
    codes = {agency.code for agency in world.agencies}
    assert {unit.agency for unit in world.units} == codes
    assert all((user.agency, user.unit) in {(unit.agency, unit.code) for unit in world.units} for user in world.users)
    sharing = {agency.code for agency in world.agencies if agency.kind != "HUB"}
    assert all(set(thing.audience) <= sharing - {thing.agency}
               for thing in [*world.alerts, *world.reports])


def test_alerts_are_valid_on_the_day(world: World) -> None:
    for alert in world.alerts:
        assert alert.valid_from <= TODAY <= alert.valid_until
        assert alert.suspicion_basis or alert.entry.kind != "PERSON"


def test_reports_are_about_subjects_of_their_own_agency(world: World) -> None:
    agency_of = {alert.key: alert.agency for alert in world.alerts}
    for report in world.reports:
        assert {agency_of[key] for _role, key in report.subjects} == {report.agency}
        assert 2 <= len(report.paragraphs) <= 4
        assert not any("{" in paragraph.text for paragraph in report.paragraphs)


def test_no_two_reports_say_the_same(world: World) -> None:
    assert len({report.title for report in world.reports}) == len(world.reports)


def test_no_two_alerts_look_for_one_subject(world: World) -> None:
    names = Counter(alert.entry.names[0].natural for alert in world.alerts)
    numbers = Counter(one.value for alert in world.alerts for one in alert.entry.identifiers)
    assert names.most_common(1)[0][1] == 1
    assert numbers.most_common(1)[0][1] == 1


def test_declarations_are_numbered_once_and_of_the_last_ninety_days(world: World) -> None:
    assert len({one.number for one in world.consignments}) == len(world.consignments)
    assert all(TODAY - timedelta(days=90) <= one.date <= TODAY for one in world.consignments if one.date)
    for one in world.consignments:
        assert [party.role for party in one.parties] == ["IMPORTER", "SELLER", "DECLARANT", "CARRIER"]
        assert one.value == sum(item.value or 0 for item in one.items)
        assert all(len(item.hs_code) == 6 for item in one.items)


def test_every_party_of_the_market_declares_and_bears_its_own_name(world: World) -> None:
    declared = {(party.name, party.identifiers) for one in world.consignments for party in one.parties}
    assert declared == {(trader.party.name, trader.party.identifiers) for trader in world.traders}
    homonyms = {one.trade_value for one in world.truth if one.kind == "homonym with other papers"}
    planted = {one.trade_value for one in world.truth}
    names = Counter(trader.party.name for trader in world.traders if trader.party.name not in planted | homonyms)
    assert names.most_common(1)[0][1] == 1


def test_check_digits_are_right(world: World) -> None:
    containers = {number.replace(" ", "").replace("-", "") for one in world.consignments for number in one.containers}
    ships = {means.id for one in world.consignments for means in one.transports if means.id_kind == "imo"}
    rucs = [i.value for trader in world.traders for i in trader.party.identifiers if i.label == "RUC"]
    assert all(iso6346.is_valid(number) for number in containers)
    assert ships and all(imo.is_valid(number) for number in ships)
    assert rucs and all(ruc.is_valid(number) for number in rucs)


def test_the_truth_is_about_what_is_there(world: World) -> None:
    alerts = {alert.key: alert for alert in world.alerts}
    consignments = {one.number: one for one in world.consignments}
    traders = {trader.ref: trader for trader in world.traders}
    for one in world.truth:
        declaration = consignments[one.consignment]
        parties = {party.role.lower(): party.name for party in declaration.parties}
        moved = {*declaration.containers, *(means.id for means in declaration.transports)}
        assert one.trade_value == parties.get(one.where) or one.trade_value in moved
        assert one.alert_value in {alerts[one.alert].entry.names[0].natural, alerts[one.alert].entry.identifiers[0].value}
        assert (one.where in parties) == bool(one.trader)
        assert not one.trader or traders[one.trader].party.name == one.trade_value


def test_true_ones_are_in_force_and_share_words_or_numbers_with_their_alert(world: World) -> None:
    alerts = {alert.key: alert for alert in world.alerts}
    traders = {trader.ref: trader.party for trader in world.traders}
    for one in (one for one in world.truth if one.is_match):
        alert = alerts[one.alert]
        assert alert.state == "ACTIVE"
        if one.trader and one.kind == "same tax number, another name":
            numbers = {(i.kind, i.value) for i in traders[one.trader].identifiers}
            assert numbers & {(i.kind, i.value) for i in alert.entry.identifiers}
        else:
            assert one.trade_value != one.alert_value, "a variation that varies nothing"


def test_look_alikes_share_no_number_with_their_alert(world: World) -> None:
    alerts = {alert.key: alert for alert in world.alerts}
    traders = {trader.ref: trader.party for trader in world.traders}
    for one in (one for one in world.truth if one.trader and not one.is_match and one.kind != "not in force"):
        mine = {i.value for i in alerts[one.alert].entry.identifiers}
        assert not mine & {i.value for i in traders[one.trader].identifiers}


def test_nobody_who_was_not_planted_is_like_a_subject_of_an_alert(world: World) -> None:
    planted = {one.trader for one in world.truth}
    wanted = [
        telling_words(name.natural)
        for alert in world.alerts if alert.entry.kind in ("PERSON", "ORGANISATION") for name in alert.entry.names
    ]
    for trader in world.traders:
        if trader.ref not in planted:
            words = telling_words(trader.party.name)
            assert all(len(words & theirs) < min(2, len(theirs)) for theirs in wanted), trader.party.name


@pytest.mark.parametrize("seed", [1, 2, 3, 99])
def test_every_world_has_every_class(seed: int) -> None:
    kinds = Counter(one.kind for one in build(seed, TODAY).truth)
    assert set(kinds) >= {
        "typing slip", "lost letter", "abbreviated", "legal form dropped", "scanned", "another order", "without accents",
        "branch behind the name", "surname first", "maternal surname dropped", "same tax number, another name", "written apart",
        "neighbouring number", "another company of the trade", "homonym in part", "homonym with other papers", "same surnames",
        "tax number one digit off", "not in force",
    }
