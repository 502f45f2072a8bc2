"""The code tables in the API."""

import pytest


def test_a_scheme_is_listed_in_its_order_and_the_readers_language(world):
    api = world.api(world.ana)
    codes = api.get("/api/v1/codes/?scheme=handling", headers={"Accept-Language": "es"}).json()["results"]
    assert [code["code"] for code in codes] == ["H0", "H1", "H2", "H3", "SRC"]
    assert codes[2]["label"] == "Sin difusión sin autorización"
    assert codes[2]["label_en"] == "No dissemination without permission"


@pytest.mark.parametrize(("person", "status"), [(None, 401), ("elena", 200), ("fabio", 200)])
def test_it_asks_who_is_there(world, person, status):
    assert world.api(world.viewers[person] if person else None).get("/api/v1/codes/").status_code == status
