"""Restricting the use of a subject, having it corrected or deleted; agencies that had access are told, without content."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.roles import Role
from agencies.work import kinds, running
from hub.kit.errors import Conflict, Invalid, NotAllowed, WrongState
from intel.alerts.services import withdraw
from intel.protection import services
from intel.protection.models import Measure, OnwardNotice
from intel.screening import services as screening
from intel.screening.models import Match
from intel.subjects.models import Subject, SubjectName, SubjectProposal
from intel.subjects.services import change_subject
from tests.notices.told import words, work_done
from tests.queries import asking
from tests.screening import making
from tests.subjects.sharing import confirmed, shared
from tests.world import engaged

WHY = {"reason": "Homónimo: no es la persona buscada", "case_reference": "PD-7/2026"}


@pytest.fixture
def elvira(world):
    """Who holds customs to data protection."""
    return engaged(world.agencies["AN"], "elvira", Role.DATA_PROTECTION)


@pytest.fixture
def subject(world):
    """Of customs, seen by the police, and by no tax body."""
    return shared(world, world.ana, to=("PB",), kind="PERSON", label=asking.NAME)


def taken(by, subject, kind, **changed) -> Measure:
    with looking_as(by):
        return services.take(by=by, subject=subject, kind=kind, **{**WHY, **changed})


def fresh(by, subject) -> Subject:
    with looking_as(by):
        return Subject.objects.get(pk=subject.pk)


def onward(by) -> list[str]:
    with looking_as(by):
        return list(OnwardNotice.objects.order_by("id").values_list("kind", flat=True))


def answer(by) -> str:
    return asking.answered(asking.asked(by)).answer


def test_a_restricted_subject_is_neither_compared_nor_answered_and_shown_as_such(world, elvira, subject):
    making.alert_on(world.ana, subject, to=(world.agencies["PB"],))
    making.trader(world.ana, making.feed(world.ana), asking.NAME.upper())
    screening.screen_pending()
    assert (holding(world), answer(world.carla)) == (1, "HIT_WITH_DATA")
    measure = taken(elvira, subject, "RESTRICTION")
    screening.screen_pending()
    assert (holding(world), answer(world.carla)) == (0, "NO_HIT")
    assert "Use restricted" in world.client(world.carla).get(f"/subjects/{subject.pk}/").content.decode()
    assert world.api(world.carla).get(f"/api/v1/subjects/{subject.pk}/").json()["use_restricted_at"]
    with looking_as(elvira), pytest.raises(NotAllowed, match="You asked for it"):
        services.lift(by=elvira, measure=measure, reason="Aclarado")
    with looking_as(world.bruno):
        services.lift(by=world.bruno, measure=measure, reason="Aclarado")
        with pytest.raises(WrongState):
            services.lift(by=world.bruno, measure=measure, reason="Aclarado")
    screening.screen_pending()
    assert (holding(world), answer(world.carla)) == (1, "HIT_WITH_DATA")
    assert onward(world.carla) == ["RESTRICTED", "ALLOWED"]
    assert onward(world.diego) == []


def holding(world) -> int:
    with looking_as(world.ana):
        return Match.objects.filter(holds=True).count()


def test_a_correction_leads_to_the_ordinary_edit_and_is_told_once_it_is_made(world, elvira, subject):
    measure = taken(elvira, subject, "CORRECTION")
    work_done()
    assert words(world.ana)[0] == f"A correction is asked for: {measure.reference}."
    with looking_as(world.ana):
        proposal = change_subject(by=world.ana, subject=subject, revision=subject.revision, birth_dates=["1971"])
    assert onward(world.carla) == []
    confirmed(world.ana, proposal)
    assert onward(world.carla) == ["CORRECTED"]
    with looking_as(elvira):
        assert Measure.objects.get(pk=measure.pk).state == "DONE"
    work_done()
    assert words(world.carla)[0] == f"AN corrected SUBJ-{subject.pk}."
    with looking_as(world.carla):
        told = OnwardNotice.objects.get()
        services.follow(by=world.carla, notice=told)
        with pytest.raises(WrongState):
            services.follow(by=world.carla, notice=told)
    with looking_as(world.ana):
        assert OnwardNotice.objects.get().state == "FOLLOWED"


def test_deletion_takes_two_and_leaves_a_number(world, elvira, subject):
    alert = making.alert_on(world.ana, subject)
    making.trader(world.ana, making.feed(world.ana), asking.NAME.upper())
    screening.screen_pending()
    with looking_as(world.ana):
        change_subject(by=world.ana, subject=subject, revision=subject.revision, remarks="Vive en El Alto")
    measure = taken(elvira, subject, "DELETION")
    with looking_as(elvira), pytest.raises(NotAllowed):
        services.carry_out(by=elvira, measure=measure, reason="Procede")
    with looking_as(world.bruno):
        with pytest.raises(Conflict, match=alert.reference):
            services.carry_out(by=world.bruno, measure=measure, reason="Procede")
        withdraw(by=world.bruno, alert=alert, reason="Homónimo", revision=alert.revision)
        services.carry_out(by=world.bruno, measure=measure, reason="Procede")
    running.run_due(kinds.INTERACTIVE)
    row = fresh(world.ana, subject)
    assert (row.label, row.remarks, row.revision) == (f"SUBJ-{subject.pk}", "", subject.revision + 1)
    with looking_as(world.ana):
        assert list(SubjectName.objects.filter(subject=row).values_list("name", flat=True)) == [row.label]
        assert SubjectProposal.objects.filter(subject=row).count() == 0
        assert not Subject.objects.filter(label__icontains="Quispe").exists()
    with as_service("tests"):
        assert [match.evidence for match in Match.objects.all()] == [{"parts": []}]
    with looking_as(world.carla):
        assert not Subject.objects.filter(pk=subject.pk).exists()
    assert onward(world.carla) == ["DELETED"]
    work_done()
    assert words(world.carla)[0] == f"AN deleted SUBJ-{subject.pk}."
    with looking_as(world.ana), pytest.raises(Conflict, match="deleted"):
        change_subject(by=world.ana, subject=row, revision=row.revision, label="Otra vez")
    assert answer(world.ana) == "NO_HIT"


def test_what_is_told_holds_nothing_of_the_subject(world, elvira, subject):
    taken(elvira, subject, "RESTRICTION")
    shown = world.client(world.carla).get("/data-protection/onward/").content.decode()
    assert f"SUBJ-{subject.pk}" in shown and "Quispe" not in shown and "Homónimo" not in shown
    [told] = world.api(world.carla).get("/api/v1/onward-notices/").json()["results"]
    assert set(told) == {"id", "reference", "subject_number", "kind", "owner_agency", "told_agency", "state", "sent_at",
                         "followed_at"}
    page = world.client(world.carla).get(f"/data-protection/onward/{told['id']}/").content.decode()
    assert "Do not use it" in page and "Quispe" not in page
    for outsider in (world.diego, world.elena):
        assert world.client(outsider).get(f"/data-protection/onward/{told['id']}/").status_code == 404
    with looking_as(world.celia):
        assert Measure.objects.count() == 0


@pytest.mark.parametrize(("given", "field"), [
    ({"kind": "X"}, "kind"), ({"reason": ""}, "reason"), ({"case_reference": ""}, "case_reference")])
def test_a_measure_says_why_and_in_which_case(world, elvira, subject, given, field):
    with pytest.raises(Invalid) as refused:
        taken(elvira, subject, **{"kind": "DELETION", **given})
    assert refused.value.field == field


def test_who_has_the_role_in_the_own_agency_takes_it_once(world, elvira, subject):
    for viewer in (world.ana, world.bruno, world.carla):
        with pytest.raises(NotAllowed):
            taken(viewer, subject, "RESTRICTION")
    theirs = engaged(world.agencies["PB"], "eva", Role.DATA_PROTECTION)
    with pytest.raises(NotAllowed):
        taken(theirs, subject, "RESTRICTION")
    taken(elvira, subject, "DELETION")
    with pytest.raises(Conflict):
        taken(elvira, subject, "DELETION")


def test_the_tables_hold_it_whatever_the_code_does(world, elvira, subject):
    measure = taken(elvira, subject, "DELETION")
    done = {"state": "DONE", "decided_at": timezone.now(), "decided_because": "x"}
    with looking_as(world.ana):
        for column in ("use_restricted_at", "erased_at"):
            with pytest.raises(IntegrityError, match="subject_use_is_restricted_by_who_may|erased_holds"), transaction.atomic():
                Subject.objects.filter(pk=subject.pk).update(**{column: timezone.now()})
        with pytest.raises(IntegrityError, match="deletion_takes_the_act"), transaction.atomic():
            Measure.objects.filter(pk=measure.pk).update(decided_by=world.ana.user_id, **done)
    with looking_as(elvira), pytest.raises(IntegrityError, match="decided_by_another|takes_the_act"), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(decided_by=elvira.user_id, **done)
    with looking_as(world.bruno):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Measure.objects.filter(pk=measure.pk).update(reason="Otra")
        services.refuse(by=world.bruno, measure=measure, reason="Sin base")
        with pytest.raises(IntegrityError, match="decided_once"), transaction.atomic():
            Measure.objects.filter(pk=measure.pk).update(decided_by=world.bruno.user_id, **done)


def test_pages_and_api_lead_through_it(world, elvira, subject):
    browser, bruno = world.client(elvira), world.api(world.bruno, signed_in=True)
    assert "take-measure" in browser.get(f"/subjects/{subject.pk}/").content.decode()
    assert "take-measure" not in world.client(world.ana).get(f"/subjects/{subject.pk}/").content.decode()
    sent = browser.post("/data-protection/measures/take/", {"subject": subject.pk, "kind": "DELETION", **WHY}, follow=True)
    assert sent.status_code == 200 and "Deletion" in sent.content.decode()
    [measure] = bruno.get("/api/v1/protection-measures/?state=WAITING").json()["results"]
    assert measure["asked_by"] == "elvira"
    assert measure["reference"] in world.client(world.bruno).get("/inbox/").content.decode()
    token = world.api(world.bruno)
    refused = token.post(f"/api/v1/protection-measures/{measure['id']}/carry-out/", {"reason": "x"}, format="json")
    assert refused.json()["type"].endswith("step_up_required")
    with looking_as(world.bruno):
        services.carry_out(by=world.bruno, measure=Measure.objects.get(), reason="Procede")
    for address in (f"/data-protection/measures/{measure['id']}/", "/data-protection/measures/", f"/subjects/{subject.pk}/"):
        assert world.client(world.bruno).get(address).status_code == 200
