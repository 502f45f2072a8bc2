"""What is found of a pair depends neither on which side came last nor on how many came at once."""

import pytest

from agencies.access import as_service
from agencies.work import queue
from agencies.work.models import Work
from intel.matching import Index, Profile, screen
from intel.matching.training.variations import classes, vary
from intel.screening import live, services
from intel.screening.kinds import ALERT, TRADER
from intel.screening.models import Match, MatchedAlert, Round
from intel.screening.settings import FEW_ALERTS, MINIMUM_PROBABILITY
from tests.screening import making

#: Names, each misspelt in some ways: fewer than the alerts that are kept for one party.
NAMES = (
    *(("entity", name) for name in (
        "Comercial Potrerillos S.R.L.", "Deno River Importaciones Ltda.", "Distribuidora Altiplano del Sur S.A.",
        "Maquinarias Tunari Nueva Esperanza", "Punti Alambres Limitada", "Agroindustrias Bamavata S.R.L.",
        "Electrodomésticos Illimani S.A.", "Guangzhou Huayang Trading Co. Ltd", "Textiles Sajama E.I.R.L.")),
    *(("person", name) for name in ("Silvia Calle Rojas", "Juan Carlos Mamani Quispe", "Rubén Darío Flores Echalar")),
)
#: Pairs that a trigram filter has overlooked.
OVERLOOKED = (
    ("entity", "DENO RIVER S.R.L.", "S.R.L. RVIER DNEO"),
    ("entity", "Corporación Tunari Ltda.", "CORPORACIÓNTUNARI LTDA"),
    ("entity", "Corporación Fapa S.R.L.", "CORPORACIÓNFAPA S.R.L."),
    ("person", "Silvia Calle Rojas", "SILBIA CAYE ROJAS"),
)


def pairs() -> list[tuple[str, str, str]]:
    """Kind, name of the trader, name of the subject: those that the engine takes for the same."""
    made = [(kind, name, vary(name, kind=kind, variation=way, seed=7)) for at, (kind, name) in enumerate(NAMES)
            for way in classes(kind)[at % 4::4]]
    return [(kind, name, other) for kind, name, other in (*OVERLOOKED, *made) if other
            and screen(Index.build([Profile(2, (other,), kind)]), [Profile(1, (name,), kind)],
                       minimum_probability=MINIMUM_PROBABILITY)[0]]


@pytest.fixture
def both(world) -> tuple[list[int], list[int]]:
    """Alerts and traders of the corpus, matched with nothing yet."""
    live.forget()
    feed = making.feed(world.ana)
    kinds = {"entity": "ORGANISATION", "person": "PERSON"}
    alerts = [making.alert(world.ana, other, kind=kinds[kind]).pk for kind, _name, other in pairs()]
    traders = [making.trader(world.ana, feed, name, kind=kind).pk for kind, name, _other in pairs()]
    with as_service("test"):
        Work.objects.all().delete()
    yield alerts, traders
    live.forget()


def found(*works: tuple[str, list[int]]) -> set[tuple[int, int]]:
    """Alert and trader of the matches that hold when this work has been done, in this order, from a state without any."""
    with as_service("test"):
        Match.objects.update(holds=False)
        MatchedAlert.objects.all().delete()
        Round.objects.all().delete()
    for kind, ids in works:
        with as_service("test"):
            queue.enqueue(kind, ids)
        while services.screen_pending():
            pass
    with as_service("test"):
        return set(Match.objects.filter(holds=True).values_list("alert_id", "trader_id"))


@pytest.mark.slow
def test_the_same_pairs_are_found_whichever_side_comes_last_and_however_many_at_once(both):
    alerts, traders = both
    assert len(alerts) > 2 * FEW_ALERTS
    traders_last = found((TRADER, traders))
    assert len(traders_last) >= len(alerts)
    assert {(alert, trader) for alert, trader in zip(alerts, traders, strict=True)} <= traders_last
    assert found((ALERT, alerts)) == traders_last
    assert found(*((ALERT, [alert]) for alert in alerts)) == traders_last
    assert found((ALERT, alerts[:FEW_ALERTS + 1]), (TRADER, traders[::2]), (ALERT, alerts[FEW_ALERTS + 1:])) == traders_last


def test_a_match_that_was_found_is_kept_though_the_search_of_the_index_overlooks_it(world, monkeypatch):
    live.forget()
    feed = making.feed(world.ana)
    alert = making.alert(world.ana, "Punti Alambres Limitada")
    trader = making.trader(world.ana, feed, "FERRETERIA PUNTI ALAMBRES SRL")
    services.screen_pending()
    monkeypatch.setattr("intel.screening.services.EFFORT", 0)  # as in an index in which others are nearer
    with as_service("test"):
        services.screen_traders([trader.pk])
        assert Match.objects.get(alert=alert).holds
    making.rename(world.ana, alert.subject, "Comercial Illampu")
    services.screen_pending()
    with as_service("test"):
        assert not Match.objects.get(alert=alert).holds
