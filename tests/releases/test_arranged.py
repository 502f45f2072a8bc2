"""Released as arranged: inside the terms of a standing arrangement, by who sends it, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.deputies import services as deputies
from agencies.roles import Role
from hub.kit.errors import StepUpRequired
from intel.arrangements import services as arrangements
from intel.arrangements.entries import ReleaseTermEntry, TermEntry
from intel.arrangements.models import Arrangement
from intel.releases import services
from intel.releases.entries import ItemEntry
from intel.releases.life import DECIDE
from intel.releases.models import Portion, Release, ReleaseRequest
from intel.reports.entries import ParagraphEntry
from tests.arrangements import making as agreeing
from tests.notices.told import words, work_done
from tests.releases import making
from tests.reports import writing
from tests.reports.test_citing import citation
from tests.sharing.test_groups import again
from tests.world import engaged

OWN = "La empresa cambió de domicilio."


def agreed(world: Any, *, of: str = "AN", up_to: str = "RESTRICTED", purposes: tuple[str, ...] = (), **given: Any) -> Arrangement:
    """Customs and the police: what customs holds of its own goes to the police as arranged."""
    return agreeing.in_force(world, releases=(ReleaseTermEntry(world.agencies[of].pk, up_to, purposes),), **given)


def own(world: Any, **given: Any) -> str:
    return making.out(world.ana, writing.draft(world, paragraphs=(ParagraphEntry(OWN),), title="Domicilio", **given)).reference


def sent(world: Any, reference: str, **given: Any) -> ReleaseRequest:
    return making.sent(world, making.drafted(world, reference, **{"recipient": "PB", "rests_on_others": False} | given))


def test_inside_its_terms_it_is_released_as_soon_as_it_is_sent(world: Any) -> None:
    arrangement = agreed(world)
    request = sent(world, own(world))
    assert (request.state, request.outcome) == ("RELEASED", "ARRANGEMENT")
    work_done()
    with looking_as(world.celia):
        release = Release.objects.get(request=request.pk)
        assert [portion.text for portion in release.portions.all()] == [OWN]
    assert (release.way, release.arrangement_id, release.released_by_id) == ("ARRANGEMENT", arrangement.pk, world.bruno.user_id)
    page = world.client(world.carla).get(f"/releases/{release.pk}/").content.decode()
    for said in ("As a standing arrangement says", f"/arrangements/{arrangement.pk}/", arrangement.reference):
        assert said in page
    shown = world.api(world.carla).get(f"/api/v1/releases/{release.pk}/").json()
    assert (shown["way"], shown["arrangement"]) == ("ARRANGEMENT", arrangement.reference)
    assert any("released something to you" in said for said in words(world.carla))
    with looking_as(engaged(world.agencies["AN"], "audits", Role.AUDITOR)):
        assert Event.objects.filter(action="release.released_as_arranged").count() == 1


def test_who_sends_and_does_not_decide_reads_beforehand_that_it_is_released(world: Any) -> None:
    engaged(world.agencies["AN"], "rosa", Role.RELEASE_AUTHORITY)
    arrangement, bruno = agreed(world), again(world.bruno)
    assert not bruno.may("releases.decide_release")
    request = making.submitted(world, making.drafted(world, own(world), recipient="PB", rests_on_others=False))
    page = world.client(bruno).get(f"/releases/requests/{request.pk}/").content.decode()
    assert f"It is inside the terms of {arrangement}" in page
    with looking_as(bruno):
        assert services.send(by=bruno, request=request, revision=request.revision).state == "RELEASED"


def next_week(world: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {"starts_on": today + timedelta(days=3), "ends_on": today + timedelta(days=9)}


@pytest.mark.parametrize(("terms", "report", "recipient"), [
    ({"purposes": ("CRIMINAL_INVESTIGATION",)}, {}, "PB"), ({"up_to": "UNCLASSIFIED"}, {}, "PB"),
    ({"of": "PB"}, {}, "PB"), (next_week, {}, "PB"), ({}, {}, "SIN"), ({}, {"handling_codes": ("H2",)}, "PB")])
def test_outside_its_terms_the_authority_decides(world: Any, terms: Any, report: dict[str, Any], recipient: str) -> None:
    agreed(world, **(terms(world) if callable(terms) else terms))
    assert sent(world, own(world, **report), recipient=recipient).state == "UNDER_REVIEW"


def test_what_rests_on_others_is_decided_on(world: Any) -> None:
    agreed(world)
    told = making.out(world.ana, writing.draft(world, paragraphs=(ParagraphEntry(OWN, originator="SIN"),), title="De otros"))
    assert sent(world, told.reference, rests_on_others=True).state == "UNDER_REVIEW"


def test_what_protects_a_source_is_decided_on_though_only_what_it_rests_on_says_so(world: Any) -> None:
    agreed(world)
    told = own(world, handling_codes=("SRC",))
    above = making.out(world.ana, writing.draft(world, paragraphs=(
        ParagraphEntry(OWN, cites=(citation(world.ana, f"{told}/1"),)),), title="Se apoya"))
    assert sent(world, above.reference).state == "UNDER_REVIEW"


def test_marks_that_its_author_made_lower_by_sql_let_nothing_pass(world: Any) -> None:
    agreed(world, up_to="UNCLASSIFIED")
    request = making.drafted(world, own(world), recipient="PB", rests_on_others=False)
    with looking_as(world.ana):
        [portion] = request.portions.all()
        request.portions.all().delete()
        Portion.objects.create(id=7, request=request, classification="UNCLASSIFIED", kind=portion.kind, number=1,
                               source_id=portion.source_id, reference=portion.reference, source_digest=portion.source_digest,
                               title=portion.title, text=portion.text, tlp=portion.tlp, handling_codes=[])
    assert making.sent(world, request).state == "UNDER_REVIEW"


def test_who_sends_for_the_one_that_wrote_it_and_who_may_not_read_the_arrangement_send_it_all_the_same(world: Any) -> None:
    rosa, low = (engaged(world.agencies["AN"], *who) for who in (("rosa", Role.RELEASE_AUTHORITY), ("low", Role.SUPERVISOR)))
    agreed(world, up_to="RESTRICTED")
    with looking_as(rosa):
        deputies.delegate(by=rosa, act=DECIDE, deputy=world.users["bruno"], begins_at=timezone.now(),
                          ends_at=timezone.now() + timedelta(days=1), reason="Viaje.")
    reference = making.out(world.ana, writing.draft(world, paragraphs=(ParagraphEntry(OWN, "UNCLASSIFIED"),))).reference
    for by in (again(world.bruno), replace(low, cleared=("UNCLASSIFIED",))):
        with looking_as(rosa):
            request = services.draft_release(by=rosa, recipient=world.agencies["PB"], entry=making.entry(
                ItemEntry(reference), rests_on_others=False))
            request = services.submit(by=rosa, request=request, revision=request.revision)
        assert world.client(by).get(f"/releases/requests/{request.pk}/").status_code == 200
        with looking_as(by):
            assert services.send(by=by, request=request, revision=request.revision).state == "RELEASED"
            [step] = Release.objects.get(request=request.pk).steps.all()
            assert step.on_behalf_of is None


def test_none_is_kept_in_store_until_the_arrangement_has_ended(world: Any) -> None:
    arrangement = agreed(world)
    request = sent(world, own(world))
    with looking_as(world.bruno):
        release = Release.objects.get(request=request.pk)
        [portion] = release.portions.all()
    with looking_as(world.celia):
        arrangements.end(by=world.celia, arrangement=arrangement, reason="x", revision=arrangement.revision)
    portion.pk = None
    with looking_as(world.bruno), pytest.raises(Error, match="released_portion_is_(arranged|as_decided)"), transaction.atomic():
        portion.number = 2
        portion.save(force_insert=True)


def test_after_its_end_or_by_the_terms_that_follow_nothing_is_released_by_it(world: Any) -> None:
    first = agreed(world)
    second = agreeing.proposed(world, replaces=first, releases=(), terms=(TermEntry(world.agencies["AN"].pk, "SILENT"),))
    assert sent(world, own(world)).state == "RELEASED", "what is proposed only counts not yet"
    second = agreeing.signed(world.celia, second)
    assert sent(world, own(world)).state == "UNDER_REVIEW"
    with looking_as(world.celia):
        arrangements.end(by=world.celia, arrangement=second, reason="x", revision=second.revision)
    assert sent(world, own(world)).state == "UNDER_REVIEW"


def test_an_old_session_does_not_send_it(world: Any) -> None:
    agreed(world)
    request = making.submitted(world, making.drafted(world, own(world), recipient="PB", rests_on_others=False))
    stale = replace(world.bruno, fresh=False)
    with looking_as(stale), pytest.raises(StepUpRequired):
        services.send(by=stale, request=request, revision=request.revision)


@pytest.mark.parametrize("inside", [True, False])
def test_in_sql_nobody_says_that_it_was_arranged_where_it_was_not(world: Any, inside: bool) -> None:
    """Bruno sends and does not decide: neither does he by SQL, nor names he an arrangement that it does not fit."""
    arrangement = agreed(world, up_to="RESTRICTED" if inside else "UNCLASSIFIED")
    request = making.submitted(world, making.drafted(world, own(world), recipient="PB", rests_on_others=False))
    values = {"request": request, "reference": "AN-R-2030-000001", "holder_agency_id": world.ana.agency_id,
              "recipient_agency_id": world.carla.agency_id, "purpose": request.purpose, "legal_basis": request.legal_basis,
              "conditions": "", "classification": "RESTRICTED", "digest": "2:x", "released_by_id": world.bruno.user_id,
              "released_at": timezone.now()}
    for wrong in ({"way": "ARRANGEMENT"}, {"way": "DECISION", "arrangement": arrangement},
                  {"way": "ARRANGEMENT", "arrangement": arrangement}):
        with looking_as(world.bruno), pytest.raises(Error), transaction.atomic():
            Release.objects.create(**values | wrong)
    with looking_as(world.bruno), pytest.raises(Error), transaction.atomic():
        ReleaseRequest.objects.filter(pk=request.pk).update(
            state="RELEASED", outcome="ARRANGEMENT", decided_by=world.bruno.user_id, decided_at=timezone.now(),
            sent_by=world.bruno.user_id, sent_at=timezone.now())


def test_it_is_written_in_a_browser_and_in_the_api(world: Any) -> None:
    today = timezone.localdate()
    form = {"other": "PB", "legal_basis": "Convenio", "starts_on": today.isoformat(),
            "ends_on": (today + timedelta(days=30)).isoformat(), "terms-TOTAL_FORMS": "0", "terms-INITIAL_FORMS": "0",
            "releases-TOTAL_FORMS": "1", "releases-INITIAL_FORMS": "0", "releases-0-of": "OURS", "releases-0-up_to": "RESTRICTED",
            "releases-0-purposes": ["TAX_CONTROL"]}
    answer = world.client(world.ana).post("/arrangements/new/", form)
    assert answer.status_code == 302, answer.content.decode()
    page = world.client(world.ana).get(answer["Location"]).content.decode()
    assert "Released as arranged" in page and "Things of" in page
    body = {"other": "PB", "legal_basis": "Convenio", "starts_on": form["starts_on"], "ends_on": form["ends_on"],
            "releases": [{"of": "AN", "up_to": "RESTRICTED"}]}
    made = world.api(world.ana).post("/api/v1/arrangements/", body, format="json")
    assert made.status_code == 201 and made.json()["releases"] == [{"of": "AN", "purposes": [], "up_to": "RESTRICTED"}]
    for wrong, field in (({"up_to": "SECRET"}, "up_to"), ({"up_to": "RESTRICTED", "purposes": ["X"]}, "purposes"),
                         ({"up_to": "RESTRICTED", "of": "SIN"}, "of")):
        refused = world.api(world.ana).post("/api/v1/arrangements/", body | {"releases": [{"of": "AN"} | wrong]}, format="json")
        assert refused.status_code == 400 and refused.json()["errors"][0]["field"] == f"releases.0.{field}", refused.content
    twice = world.api(world.ana).post("/api/v1/arrangements/", body | {"releases": body["releases"] * 2}, format="json")
    assert twice.status_code == 400
