"""What arrives in a feed is screened at once: parties, transport, and the consignments on which a matched trader has a part."""

from dataclasses import replace

import pytest

from agencies.access import as_service, looking_as
from intel.screening import live, services
from intel.screening.models import Match, Sighting
from intel.trade.services import receive_declarations
from intel.trade.values import Party
from tests.screening import making
from tests.trade.test_receiving import DECLARATION, NIT


@pytest.fixture(autouse=True)
def _no_index_of_another_test():
    live.forget()
    yield
    live.forget()


def receive(world, feed, *declarations) -> None:
    with looking_as(world.bruno):
        receive_declarations(by=world.bruno, feed=feed, declarations=declarations)
    services.screen_pending()


def test_a_container_on_a_declaration_that_arrives_is_matched(world):
    making.alert(world.ana, "Contenedor", kind="CONTAINER", identifiers=(("container", "CSQU3054383", ""),))
    services.screen_pending()
    receive(world, making.feed(world.bruno), DECLARATION)
    with as_service("test"):
        [match] = Match.objects.filter(consignment__isnull=False)
        assert match.consignment.number == DECLARATION.number


def test_a_further_declaration_of_a_matched_trader_is_a_sighting_until_an_amendment_takes_the_trader_away(world):
    making.alert(world.ana, "Otra Razón Social SRL", identifiers=((NIT.kind, NIT.value, NIT.country),))
    feed = making.feed(world.bruno)
    further = replace(DECLARATION, number="2026/201/C-2")
    receive(world, feed, DECLARATION)
    receive(world, feed, further)
    assert sighted() == [DECLARATION.number, further.number]
    receive(world, feed, replace(further, parties=(Party("IMPORTER", "Granos del Beni S.A.", kind="entity", country="BO"),)))
    assert sighted() == [DECLARATION.number]


def sighted() -> list[str]:
    with as_service("test"):
        return sorted(Sighting.objects.values_list("consignment__number", flat=True))
