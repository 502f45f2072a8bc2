"""Several things chosen in their lists and asked to be released at once."""

import re
from typing import Any

import pytest

from agencies.access import looking_as
from agencies.roles import Role
from intel.releases.models import Portion
from tests.alerts import writing as alerts
from tests.hits import making as hits
from tests.releases import making
from tests.reports import writing
from tests.world import engaged

LISTS = {"/reports/": r"AN-\d{4}-\d+", "/alerts/": r"AN-A-\d{4}-\d+", "/subjects/": r"S-\d+", "/hits/": r"H-\d+"}


@pytest.fixture
def things(world: Any) -> None:
    """One of each kind that can be released, of customs."""
    writing.disseminated(world)
    alerts.issued(world)
    hits.hit(world)


@pytest.mark.parametrize(("path", "reference"), LISTS.items())
def test_in_each_list_a_row_is_chosen_by_its_reference(world: Any, things: None, path: str, reference: str) -> None:
    client = world.client(world.ana)
    page = client.get(path).content.decode()
    rows = re.findall(r'form="chosen" name="row" value="([^"]*)"[^>]* aria-label="Choose ([^"]*)"', page)
    assert rows and all(re.fullmatch(reference, label) for _row, label in rows), rows
    address = re.search(r'<form id="chosen" method="post" action="([^"]*)"', page)
    assert address and 'name="act" value="releases:new"' in page
    there = client.post(address[1], {"act": "releases:new", "row": [row for row, _label in rows]})
    assert (there.status_code, there["Location"]) == (302, "/releases/requests/new/?" + "&".join(
        f"item={label}" for _row, label in rows))


def test_who_writes_no_requests_chooses_nothing(world: Any, things: None) -> None:
    front = engaged(world.agencies["AN"], "fronta", Role.FRONT_LINE)
    page = world.client(front).get("/hits/").content.decode()
    assert 'form="chosen"' not in page and 'id="chosen"' not in page


def test_what_was_chosen_stands_in_one_request(world: Any) -> None:
    chosen = [making.out(world.ana, writing.draft(world, title=f"Informe {number}")).reference for number in range(12)]
    page = world.client(world.ana).get("/releases/requests/new/", {"item": chosen}).content.decode()
    assert [one for one in chosen if f'value="{one}"' not in page] == []
    form = {"recipient": "SIN", "purpose": "TAX_CONTROL", "legal_basis": "Ley 2492", "need_to_know": "Fiscaliza.",
            "urgency": "ROUTINE", "rests_on_others": "no", "items-TOTAL_FORMS": "12", "items-INITIAL_FORMS": "12",
            **{f"items-{number}-reference": one for number, one in enumerate(chosen)}}
    answer = world.client(world.ana).post("/releases/requests/new/", form)
    assert answer.status_code == 302, answer.content.decode()
    with looking_as(world.ana):
        assert {one.rpartition("/")[0] for one in Portion.objects.values_list("reference", flat=True)} == set(chosen)
