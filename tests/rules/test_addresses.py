"""Every page and every address of the API, to an outsider and to nobody: a hidden row answers as an absent one."""

import re
from collections import Counter

import pytest

from agencies.notices.views import STOP_POLLING
from tests.rules.addresses import addresses, of_lists, of_rows
from tests.rules.hidden import MARK, fitting, hide_one_of_each

ABSENT = 987654321
FORM = {"revision": "1", "reason": "x", "state": "NOT_A_MATCH", "preset": "0", "title": "x"}


def clients(world, viewer):
    """A browser for pages and a program for the API."""
    return world.client(viewer), world.api(viewer)


def answer(clients, path, method):
    browser, program = clients
    client, given = (program, FORM) if path.startswith("/api/") else (browser, FORM if method == "post" else {})
    response = getattr(client, method)(path, given) if method != "get" else client.get(path)
    return response.status_code, without_tokens(response.content.decode(errors="replace"))


def without_tokens(body):
    """The body without what differs from one request to the next: tokens against forgery."""
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', r'\1""', body)


def test_there_are_addresses_to_look_at():
    paths = [address.path for address in addresses()]
    for expected in ("/hits/{pk}/", "/api/v1/hits/{pk}/judge/", "/users/{pk}/", "/audit/", "/reports/{pk}/"):
        assert expected in paths


@pytest.mark.parametrize("person", ["elena", None])
def test_a_hidden_row_answers_as_an_absent_one(world, person):
    hidden = hide_one_of_each(world)
    looking = clients(world, world.viewers[person] if person else None)
    differing = []
    for address in of_rows():
        for method in ("get", "post", "put", "patch", "delete"):
            status, body = answer(looking, address.at(*[ABSENT] * len(address.parameters)), method)
            if status not in (401, 404, 405):
                differing.append(f"{method} {address}: {status} for an absent row")
            for pk in fitting(hidden, address.path) if status != 405 else ():  # refused before any row is looked for
                found = answer(looking, address.at(*[pk] * len(address.parameters)), method)
                if found != (status, body):
                    differing.append(f"{method} {address} with {pk}: {found[0]} instead of {status}")
    assert differing == []


def test_its_owner_gets_another_answer(world):
    """So that the test above cannot pass because everything is absent."""
    hidden = hide_one_of_each(world)
    looking = clients(world, world.ana)
    opened = r"/(hits|reports|alerts|subjects|traders|consignments)/{pk}/$"
    rows = [address for address in of_rows() if re.search(opened, address.path)]
    assert len(rows) >= 8
    for address in rows:
        assert 200 in {answer(looking, address.at(pk), "get")[0] for pk in set(hidden.values())}, address


def test_lists_ask_nobody_in_and_show_nothing(world):
    hide_one_of_each(world)
    looking = clients(world, None)
    for address in of_lists():
        status, body = answer(looking, address.path, "get")
        assert MARK.lower() not in body.lower(), address
        if status == STOP_POLLING:
            assert body == "", address
            continue
        assert status in ((401, 404, 405) if address.path.startswith("/api/") else (302, 401, 404, 405)), (address, status)


@pytest.mark.parametrize("person", ["elena", "carla", "fabio", "gala"])
def test_no_list_form_or_home_page_names_what_is_hidden(world, person):
    hide_one_of_each(world)
    looking = clients(world, world.viewers[person])
    allowed = {"fabio": "/audit/"}.get(person, "-")
    for address in of_lists():
        if not address.path.endswith(allowed):
            status, body = answer(looking, address.path, "get")
            assert MARK.lower() not in body.lower(), address
            assert status < 500, address


@pytest.mark.parametrize("person", ["ana", "bruno"])
def test_no_page_has_two_elements_of_one_id(world, person):
    """A label would lead to the wrong field, and whoever listens to the page would fill in another form."""
    there, browser = hide_one_of_each(world), world.client(world.viewers[person])
    paths = {address.path for address in of_lists()} | {
        address.at(*[pk] * len(address.parameters)) for address in of_rows() for pk in fitting(there, address.path)}
    twice, seen = {}, 0
    for path in sorted(path for path in paths if not path.startswith("/api/")):
        found = browser.get(path)
        if found.status_code == 200 and found["Content-Type"].startswith("text/html"):
            seen += 1
            ids = Counter(re.findall(r'\sid="([^"]*)"', found.content.decode()))
            if many := [name for name, times in ids.items() if times > 1]:
                twice[path] = many
    assert twice == {} and seen > 50
