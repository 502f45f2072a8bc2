"""What a person sees is the same, byte for byte, with and without a row that the person may not see."""

import re
from difflib import unified_diff
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.audit.models import Event
from intel.subjects.models import SubjectProposal
from intel.subjects.services import change_subject, register_subject, share_subject
from intel.trade.models import Trader
from intel.trade.signals import traders_changed
from tests.alerts import writing as alerts
from tests.hits import making as hits
from tests.notices.told import work_done
from tests.reports import writing
from tests.rules.addresses import of_lists
from tests.rules.hidden import MARK, hide_one_of_each
from tests.rules.hostile import asked
from tests.screening import making
from tests.subjects.sharing import shared
from tests.world import engaged

#: Put to every list that knows them. Words of what is hidden, and values that count or filter.
QUESTIONS = (f"?q={MARK}", "?q=sajama", "?state=ALL", "?state=ACTIVE", "?agency=AN", "?kind=ORGANISATION", "?page_size=1",
             "?risk_area=SMUGGLING", "?country=BO")


def everything(browser: Client, program: APIClient, questions: tuple[str, ...] = QUESTIONS) -> dict[str, Any]:
    """Every list, form and home page, page and API, with every question that it knows, as the viewer gets it."""
    seen = {}
    for address in of_lists():
        client = program if address.path.startswith("/api/") else browser
        with asked() as names:
            seen[address.path] = status, _body = answer(client, address.path)
        if status == 200:
            seen.update({address.path + question: answer(client, address.path + question)
                         for question in questions if question[1:].partition("=")[0] in names})
    return seen


def answer(client: Client, path: str) -> tuple[int, str]:
    """Status and body."""
    response = client.get(path)
    return response.status_code, steady(response.content.decode())


def steady(body: str) -> str:
    """Without the tokens against forgery and the minute of the day, which differ from one request to the next."""
    body = re.sub(r'(name="begins_at" value=")[-0-9T:]+|(As it was on )[-0-9: ]+', r"\1\2", body)
    body = re.sub(r"(hours? from now (?:is|are) over at )[-0-9: ]+", r"\1", body)
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', r'\1""', body)


def difference(one: str, other: str) -> str:
    """The lines that differ, for who has to mend it."""
    return "\n".join(line for line in unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm=""))[:600]


def share_with_tax(world) -> None:
    """So that Diego's lists are not empty, whose emptiness would prove nothing."""
    tax = world.agencies["SIN"]
    writing.disseminated(world, title="Sajama compartido", audience=("SIN",))
    hits.hit(world, party="TEXTILES SAJAMA SRL", subject="Textiles Sajama Limitada", alert_to=(tax,), feed_to=(tax,))
    work_done()  # he is told of it


@pytest.mark.parametrize("person", ["elena", "diego"])
def test_nothing_differs_with_and_without_what_is_hidden(world, person):
    looking = world.client(world.viewers[person]), world.api(world.viewers[person])
    share_with_tax(world)
    before = everything(*looking)
    hide_one_of_each(world)
    making.alert(world.ana, "Textiles Sajama Norte")  # hidden, and of the same words as what is shared
    after = everything(*looking)
    assert {path: difference(before[path][1], after[path][1]) for path in before if before[path] != after[path]} == {}
    named = [path for path, (_status, body) in before.items() if "sajama" in body.lower() and "q=sajama" not in path]
    assert bool(named) is (person == "diego")


@pytest.mark.parametrize("hidden", [1, 25])
def test_a_hidden_alert_that_fits_better_leaves_a_hit_as_it_is(world, hidden):
    """Police have an alert on what customs' trader is called, letter by letter, or many; tax knows of customs' alert."""
    share_with_tax(world)
    looking = world.client(world.diego), world.api(world.diego)
    before, hit = everything(*looking), pages_of_hits(*looking)
    for number in range(hidden):
        making.alert(world.carla, "TEXTILES SAJAMA SRL", names=(f"Sajama {number}",))
    screen_both_sides_anew(world)
    after = everything(*looking)
    assert {path: difference(before[path][1], after[path][1]) for path in before if before[path] != after[path]} == {}
    assert hit and pages_of_hits(*looking) == hit


def pages_of_hits(browser: Client, program: APIClient) -> dict[str, str]:
    """Page and API answer of each hit the viewer sees, in the order of the list."""
    found = program.get("/api/v1/hits/?state=ALL").json()["results"]
    return {path: steady(client.get(path).content.decode()) for hit in found
            for client, path in ((browser, f"/hits/{hit['id']}/"), (program, f"/api/v1/hits/{hit['id']}/"))}


def screen_both_sides_anew(world) -> None:
    """As when the feed sends its traders again after the alerts."""
    with looking_as(world.ana):
        traders_changed.send(sender=Trader, ids=list(Trader.objects.values_list("pk", flat=True)))
    hits.screened()


def test_what_waits_for_its_second_person_tells_nobody_of_itself(world):
    """Police know one subject, alert and report of customs'. A change of it, more who see it, another subject for them, new
    versions of the two others: all waits."""
    police, taxes = (reader_groups([world.agencies[code]], act="subjects.view_subject") for code in ("PB", "SIN"))
    given = {"kind": "ORGANISATION", "label": "Textiles Sajama"}
    known = shared(world, world.ana, to=("PB",), **given)
    auditor = engaged(world.agencies["PB"], "audits", "AUDITOR")
    looking = [(world.client(viewer), world.api(viewer)) for viewer in (world.carla, world.celia, auditor)]
    alert, report = alerts.issued(world, audience=("PB",)), writing.disseminated(world, audience=("PB",))
    pages = (f"/subjects/{known.pk}/", f"/alerts/{alert.pk}/", f"/reports/{report.pk}/")

    def seen():
        return [{**everything(*both), **{path: answer(client, path) for page in pages
                                         for client, path in zip(both, (page, f"/api/v1{page}"), strict=True)}}
                for both in looking]

    before = seen()
    with looking_as(world.ana):
        change_subject(by=world.ana, subject=known, revision=known.revision, label=f"{MARK} S.R.L.")
        share_subject(by=world.ana, subject=known, groups=taxes)
        register_subject(by=world.ana, kind="PERSON", label=f"Sajama {MARK}", groups=police)
    alerts.revised(world, alert, reason=MARK)
    writing.revised(world, report, title=MARK)
    before, after = [without_own_trail(one) for one in before], [without_own_trail(one) for one in seen()]
    assert [{path: difference(one[path][1], other[path][1]) for path in one if one[path] != other[path]}
            for one, other in zip(before, after, strict=True)] == [{}, {}, {}]
    assert "Textiles Sajama" in str(before[0])
    assert "Textiles Sajama" not in world.client(world.diego).get("/subjects/").content.decode()
    with looking_as(auditor):
        assert not Event.objects.exclude(agency_id=auditor.agency_id).exists()
    with looking_as(world.bruno):
        assert SubjectProposal.objects.filter(state="WAITING").count() == 3


def without_own_trail(seen: dict[str, Any]) -> dict[str, Any]:
    """Without what grows with each look of these people: the audit log, and when one of them opened a thing last."""
    return {path: (status, re.sub(r'("last_opened_at":)"[^"]*"', r"\1", body)) for path, (status, body) in seen.items()
            if not path.startswith(("/audit/", "/api/v1/audit/"))}


def test_its_owner_does_notice(world):
    looking = world.client(world.ana), world.api(world.ana)
    before = everything(*looking, questions=())
    hide_one_of_each(world)
    after = everything(*looking, questions=())
    assert len([path for path in before if before[path] != after[path]]) > 10
