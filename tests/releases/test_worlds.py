"""In random worlds nothing leaves of an originator who did not consent, however far down it is cited.

A world is a paragraph of customs on top of a graph of citations over all agencies. What it owes is computed here by a walk of
its own, and compared with the bill, with what the database refuses, and with what the recipient finds.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import Error, connection, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.audit.models import Event
from intel.releases import services
from intel.releases.bill import bill_of
from intel.releases.entries import ItemEntry
from intel.releases.models import Consent, Portion, Release, ReleasedPortion, ReleaseRequest
from intel.reports.models import Citation, Paragraph, Report, ReportGrant
from tests.releases import making
from tests.world import as_operator, second_person

#: Worlds of one request, and requests: more than five hundred worlds.
WORLDS, REQUESTS = 170, 3
CODES = ("AN", "PB", "SIN")


@dataclass
class Node:
    """A paragraph: whose report it stands in, whose information it is, whether its marks let it pass; what it cites."""

    token: str
    owner: str
    originator: str
    passes: bool
    depth: int
    cites: list["Node"] = field(default_factory=list)
    paragraph: Any = None

    def reached(self) -> Iterator["Node"]:
        """Itself and all below it."""
        yield self
        for one in self.cites:
            yield from one.reached()

    def owes(self, recipient: str) -> set[str]:
        """The codes of the agencies that have to consent."""
        said: dict[str, list[bool]] = {}
        for node in self.reached():
            said.setdefault(node.owner, []).append(node.passes)
            if node.originator != node.owner:  # the marks of a report say nothing for what is another's
                said.setdefault(node.originator, []).extend([] if node is self else [False])
        return {code for code, passes in said.items() if not passes or not all(passes)} - {"AN", recipient}


def graph(draw: random.Random, name: str) -> Node:
    """A paragraph of customs, and up to three levels below."""

    def node(depth: int, number: str) -> Node:
        owner = "AN" if depth == 0 else draw.choice(CODES)
        below = draw.choice((0, 1, 1, 2)) if depth < 3 else 0
        return Node(f"T{name}N{number}", owner, owner if draw.random() < .85 else draw.choice(CODES), draw.random() < .3,
                    depth, [node(depth + 1, f"{number}{one}") for one in range(below)])

    return node(0, "0")


def kept(world: Any, roots: list[Node]) -> None:
    """All of them as disseminated reports, the deepest first; then those who do not see all that they rest on are many."""
    nodes = [node for root in roots for node in root.reached()]
    for depth in sorted({node.depth for node in nodes}, reverse=True):
        for code, by in (("AN", world.ana), ("PB", world.carla), ("SIN", world.diego)):
            _write(world, code, by, [node for node in nodes if node.owner == code and node.depth == depth])
    for code, by in (("PB", world.carla), ("SIN", world.diego)):
        hidden = [node.paragraph.report_id for node in nodes if node.owner == code and node.token.endswith("1")]
        with looking_as(by):
            ReportGrant.objects.filter(content_object_id__in=hidden).delete()


def _write(world: Any, code: str, by: Any, own: list[Node]) -> None:
    with looking_as(by):
        groups = [group for other in CODES if other != code
                  for group in reader_groups([world.agencies[other]], act="reports.view_report")]
        rows = Report.objects.bulk_create([Report(
            reference=f"{code}-{node.token}", owner_agency=world.agencies[code], author_id=by.user_id, title=node.token,
            risk_area="OTHER", source_grade="B", information_grade="2", tlp="GREEN" if node.passes else "AMBER") for node in own])
        paragraphs = Paragraph.objects.bulk_create([
            Paragraph(report=row, number=1, text=node.token, originator=world.agencies[node.originator])
            for row, node in zip(rows, own, strict=True)])
        for node, paragraph in zip(own, paragraphs, strict=True):
            node.paragraph = paragraph
        Citation.objects.bulk_create([
            Citation(paragraph=node.paragraph, kind="reports.paragraph", cited_id=one.paragraph.pk, version=1)
            for node in own for one in node.cites])
        view = Permission.objects.get(content_type__app_label="reports", codename="view_report")
        ReportGrant.objects.bulk_create([ReportGrant(content_object=row, permission=view, group_id=group)
                                         for row in rows for group in groups])
    second = second_person(by)
    with looking_as(second):
        for state in ("SUBMITTED", "DISSEMINATED"):
            done = {"disseminated_by": second.user_id, "disseminated_at": timezone.now()} if state == "DISSEMINATED" else {}
            Report.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, **done)


def asked(world: Any, roots: list[Node], recipient: str) -> ReleaseRequest:
    """A request for all of the worlds, sent."""
    with looking_as(world.ana):
        request = services.draft_release(by=world.ana, recipient=world.agencies[recipient], entry=making.entry(
            *(ItemEntry(f"AN-{root.token}/1") for root in roots)))
    return making.sent(world, request)


def consented(world: Any, draw: random.Random, request: ReleaseRequest) -> dict[str, set[int]]:
    """Each originator consents to some portions; by its code the ids of those."""
    given: dict[str, set[int]] = {}
    for code, name in (("PB", "celia"), ("SIN", "paola")):
        by = world.viewers[name] if name in world.viewers else second_person(world.diego)
        with looking_as(by):
            for row in Consent.objects.filter(request=request.pk, originator_agency=world.agencies[code]):
                portions = list(row.portions.all())
                agreed = [one for one in portions if draw.random() < .6] or portions[:1]
                services.consent(by=by, consent=row, agreed=[one.number for one in agreed], revision=row.revision)
                given[code] = {one.portion_id for one in agreed}
    return given


def refused_by_hand(world: Any, request: ReleaseRequest, portions: list[Portion]) -> list[int]:
    """The numbers of those portions that the database refuses one by one to somebody who calls no service."""
    refused = []
    with looking_as(world.bruno), transaction.atomic():
        row = ReleaseRequest.objects.get(pk=request.pk)
        release = Release.objects.create(
            request=row, reference="AN-R-2026-1", holder_agency_id=row.owner_agency_id,
            recipient_agency_id=row.recipient_agency_id, purpose=row.purpose, legal_basis=row.legal_basis,
            conditions=row.conditions, classification="RESTRICTED",
            released_by_id=world.bruno.user_id, released_at=timezone.now())
        for portion in portions:
            try:
                with transaction.atomic():
                    ReleasedPortion.objects.create(
                        release=release, portion=portion, number=portion.number, agency_id=row.owner_agency_id,
                        written_by_id=world.bruno.user_id, **portion.marks())
            except Error:
                refused.append(portion.number)
        transaction.set_rollback(True)
    return refused


def walked(world: Any, number: int) -> tuple[list[int], list[int], set[str], set[str]]:
    """One request over many worlds: the portions that lack a consent, those that the database refuses, the words of those that
    may leave, and those that the recipient finds anywhere."""
    draw = random.Random(number)
    recipient, reader = draw.choice((("SIN", world.diego), ("PB", world.carla)))
    roots = [graph(draw, f"{number}X{one}") for one in range(WORLDS)]
    kept(world, roots)
    request = asked(world, roots, recipient)
    with looking_as(world.ana):
        portions = list(request.portions.order_by("number"))
        bill = bill_of(request)
        assert {(one.portion, one.originator.code) for one in bill.owed} == {
            (n, code) for n, root in enumerate(roots, 1) for code in root.owes(recipient)}
    given = consented(world, draw, request)
    lacking = [portion.number for portion, root in zip(portions, roots, strict=True)
               if any(portion.pk not in given.get(code, set()) for code in root.owes(recipient))]
    refused = refused_by_hand(world, request, portions)
    free = [portion for portion in portions if portion.number not in lacking]
    release = making.released(world, request, *(portion.number for portion in free))
    found = str(world.api(reader).get(f"/api/v1/releases/{release.pk}/").json())
    found += world.client(reader).get(f"/releases/{release.pk}/").content.decode()
    with looking_as(reader):
        found += str(list(Event.objects.values())) + str(list(ReleasedPortion.objects.values_list("text")))
    tokens = {node.token for root in roots for node in root.reached()}
    seen = {token for token in tokens if f"{token}<" in found or f"{token}'" in found}
    return lacking, refused, {portion.text for portion in free}, seen


@pytest.mark.slow
def test_nothing_of_who_did_not_consent_leaves(world: Any) -> None:
    for number in range(REQUESTS):
        lacking, refused, free, found = walked(world, number)
        assert len(lacking) > WORLDS / 10
        assert refused == lacking
        assert found == free


@pytest.mark.slow
def test_it_would_be_seen_if_the_walk_ended_after_one_step(world: Any) -> None:
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("select pg_get_functiondef('releases_rests_on'::regproc)")
        whole = cursor.fetchone()[0]
        assert "with recursive" in whole
        cut = whole.replace("from reached r cross join lateral",
                            "from (select * from reached where thing = first_thing) r cross join lateral")
        cursor.execute("set local role hub_labels")
        cursor.execute(cut)
        cursor.execute("set local role hub_owner")
    with pytest.raises(AssertionError):
        walked(world, 0)
