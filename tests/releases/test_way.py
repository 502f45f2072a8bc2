"""The way of a release: written, sent by a second person, consented to by originators, decided on last, read by its recipient."""

from typing import Any

import pytest

from agencies.access import looking_as
from hub.kit.errors import Conflict, Invalid, NotAllowed, NotFound, StepUpRequired, WrongState
from intel.releases import services
from intel.releases.bill import bill_of
from intel.releases.entries import ItemEntry
from intel.releases.models import Consent, Portion, Release, ReleasedPortion, ReleaseRequest
from intel.releases.states import Outcome, ReleaseState
from tests.releases import making
from tests.releases.making import OWN, RESTING


def read_by(viewer: Any, release: Release) -> list[tuple[int, str]]:
    with looking_as(viewer):
        return list(ReleasedPortion.objects.filter(release=release.pk).order_by("number").values_list("number", "text"))


def test_what_its_originator_declines_stays_and_leaves_no_gap(world: Any) -> None:
    request = making.sent(world)
    making.declined(world, request)
    with looking_as(world.bruno), pytest.raises(Invalid) as refusal:
        row = ReleaseRequest.objects.get(pk=request.pk)
        services.release(by=world.bruno, request=row, included=[1, 2], revision=row.revision)
    assert refusal.value.field == "included" and "PB" in str(refusal.value)
    release = making.released(world, request, 1)
    assert read_by(world.diego, release) == [(1, OWN)]
    with looking_as(world.ana):
        assert ReleaseRequest.objects.get(pk=request.pk).outcome == Outcome.PARTLY_APPROVED
    with looking_as(world.diego):
        row = Release.objects.get(pk=release.pk)
        assert not Consent.objects.exists() and not ReleaseRequest.objects.exists() and not Portion.objects.exists()
        assert OWN not in row.conditions and row.standing is ReleaseState.RELEASED


def test_with_consent_all_of_it_goes_under_the_originators_conditions(world: Any) -> None:
    request = making.sent(world, conditions="Solo para la fiscalización.")
    making.consented(world, request, conditions="No se cita en actas.")
    release = making.released(world, request, 1, 2, conditions="Devolver en 30 días.")
    assert read_by(world.diego, release) == [(1, OWN), (2, RESTING)]
    with looking_as(world.diego):
        assert Release.objects.get(pk=release.pk).conditions.splitlines() == [
            "Solo para la fiscalización.", "No se cita en actas.", "Devolver en 30 días."]


def test_nobody_else_learns_of_it(world: Any) -> None:
    request = making.sent(world)
    making.consented(world, request)
    release = making.released(world, request, 1, 2)
    for other in (world.elena, world.celia):
        assert read_by(other, release) == []
        with looking_as(other):
            assert not Release.objects.exists() and not ReleaseRequest.objects.exists()
    with looking_as(world.elena):
        assert not Consent.objects.exists()


def test_the_originator_is_asked_about_its_portion_alone_and_told_on_what_of_its_own_it_rests(world: Any) -> None:
    request = making.sent(world)
    consent = making.consent_of(world, request)
    with looking_as(world.celia):
        [asked] = consent.portions.all()
        assert (asked.text, consent.recipient_agency_id, asked.rests_on[0].partition(":")[0]) == (
            RESTING, world.agencies["SIN"].pk, "reports.paragraph")


@pytest.mark.parametrize(("recipient", "tlp", "owed"), [("SIN", "AMBER", ["PB"]), ("SIN", "GREEN", []), ("PB", "AMBER", [])])
def test_marks_and_the_way_back_to_the_originator_need_no_consent(world: Any, recipient: str, tlp: str, owed: list[str]) -> None:
    cited = making.citation(world.ana, making.of_police(world, tlp=tlp))
    request = making.drafted(world, making.report(world, cited).reference, recipient=recipient)
    with looking_as(world.ana):
        assert [agency.code for agency in bill_of(request).originators] == owed


def test_for_court_what_is_marked_h1_takes_its_providers_permission(world: Any) -> None:
    cited = making.citation(world.ana, making.of_police(world, tlp="GREEN", handling_codes=("H1",)))
    reference = making.report(world, cited).reference
    owed = {}
    for purpose in ("TAX_CONTROL", "JUDICIAL_PROCEEDINGS"):
        request = making.drafted(world, reference, purpose=purpose)
        with looking_as(world.ana):
            owed[purpose] = [agency.code for agency in bill_of(request).originators]
    assert owed == {"TAX_CONTROL": [], "JUDICIAL_PROCEEDINGS": ["PB"]}


def test_who_says_that_it_rests_on_nothing_of_others_is_refused_when_it_does(world: Any) -> None:
    request = making.drafted(world, rests_on_others=False)
    with looking_as(world.ana), pytest.raises(Invalid) as refusal:
        services.submit(by=world.ana, request=request, revision=request.revision)
    assert refusal.value.field == "rests_on_others" and "PB" in str(refusal.value)


def test_its_author_neither_sends_nor_decides(world: Any) -> None:
    from dataclasses import replace

    request = making.submitted(world)
    with looking_as(world.ana), pytest.raises(NotAllowed):
        services.send(by=world.ana, request=request, revision=request.revision)
    request = making.drafted(world, by=world.bruno)
    with looking_as(world.bruno):
        request = services.submit(by=world.bruno, request=request, revision=request.revision)
        with pytest.raises(NotAllowed):
            services.send(by=world.bruno, request=request, revision=request.revision)
    assert replace(world.bruno)


def test_sending_consenting_and_deciding_need_a_fresh_sign_in(world: Any) -> None:
    from dataclasses import replace

    def stale(viewer: Any) -> Any:
        return replace(viewer, fresh=False)

    request = making.submitted(world)
    with looking_as(stale(world.bruno)), pytest.raises(StepUpRequired):
        services.send(by=stale(world.bruno), request=request, revision=request.revision)
    request = making.sent(world)
    row = making.consent_of(world, request)
    with looking_as(stale(world.celia)), pytest.raises(StepUpRequired):
        services.consent(by=stale(world.celia), consent=row, agreed=[1], revision=row.revision)
    with looking_as(stale(world.bruno)), pytest.raises(StepUpRequired):
        services.release(by=stale(world.bruno), request=request, included=[1], revision=request.revision)


def test_what_was_withdrawn_since_is_not_released(world: Any) -> None:
    from intel.reports.models import Report
    from intel.reports.services import withdraw

    request = making.sent(world)
    making.consented(world, request)
    with looking_as(world.bruno):
        report = Report.objects.get(title="Depósito en Villa Fátima")
        withdraw(by=world.bruno, report=report, reason="Error.", revision=report.revision)
    with pytest.raises(Conflict, match="changed since"):
        making.released(world, request, 1)


def test_two_decisions_are_one(world: Any) -> None:
    request = making.sent(world)
    with looking_as(world.bruno):
        before = ReleaseRequest.objects.get(pk=request.pk)
    making.released(world, request, 1)
    with looking_as(world.bruno), pytest.raises(Conflict):
        services.refuse(by=world.bruno, request=before, refusal="OTHER", reason="No.", revision=before.revision)


def test_withdrawn_nobody_is_asked_any_more(world: Any) -> None:
    request = making.sent(world)
    row = making.consent_of(world, request)
    with looking_as(world.ana):
        services.withdraw(by=world.ana, request=request, reason="Ya no hace falta.", revision=request.revision)
    with looking_as(world.celia), pytest.raises((Conflict, WrongState, NotAllowed)):
        services.consent(by=world.celia, consent=row, agreed=[1], revision=row.revision)


def test_a_recalled_release_is_read_no_more_and_says_why(world: Any) -> None:
    request = making.sent(world)
    release = making.released(world, request, 1)
    with looking_as(world.bruno):
        services.recall(by=world.bruno, release=release, reason="Dato erróneo.", revision=release.revision)
    assert read_by(world.diego, release) == []
    with looking_as(world.diego):
        row = Release.objects.get(pk=release.pk)
        assert row.state == ReleaseState.RECALLED and row.steps.get(state="RECALLED").reason == "Dato erróneo."


def test_what_has_conditions_is_read_when_they_are_acknowledged(world: Any) -> None:
    reference = making.out(world.ana, making.writing.draft(
        world, handling_codes=("H3",), handling_conditions="No copiar.")).reference
    release = making.released(world, making.sent(world, making.drafted(world, reference, rests_on_others=False)), 1)
    assert read_by(world.diego, release) == []
    with looking_as(world.diego):
        row = Release.objects.get(pk=release.pk)
        assert row.conditions == "No copiar.", "what is to be acknowledged is read before"
        services.acknowledge(by=world.diego, release=row, revision=row.revision)
    assert len(read_by(world.diego, release)) == 1


@pytest.mark.parametrize("reference", ["AN-2026-000000", "S-1", "²", "H-1", "AN-2026-1/²"])
def test_what_is_not_there_cannot_be_released(world: Any, reference: str) -> None:
    with pytest.raises(Invalid) as refusal:
        making.drafted(world, reference)
    assert refusal.value.field == "items.0.reference"


def test_another_agency_neither_reads_nor_moves_it(world: Any) -> None:
    request = making.submitted(world)
    with looking_as(world.celia), pytest.raises((NotFound, NotAllowed)):
        services.send(by=world.celia, request=request, revision=request.revision)


def test_a_consent_is_taken_back_until_something_was_released_on_it(world: Any) -> None:
    request = making.sent(world)
    row = making.consented(world, request)
    with looking_as(world.celia):
        services.take_back(by=world.celia, consent=row, reason="Cambió la operación.", revision=row.revision)
    with pytest.raises(Invalid, match="without the consent of PB"):
        making.released(world, request, 2)
    request = making.sent(world, making.drafted(world, making.report(world).reference))
    row = making.consented(world, request)
    making.released(world, request, 1)
    with looking_as(world.celia):
        services.take_back(by=world.celia, consent=row, reason="Nada de ella salió.", revision=row.revision)
    request = making.sent(world, making.drafted(world, making.report(world).reference))
    row = making.consented(world, request)
    making.released(world, request, 1, 2)
    with looking_as(world.celia), pytest.raises(Conflict, match="released on your consent"):
        services.take_back(by=world.celia, consent=row, reason="Cambió la operación.", revision=row.revision)


def test_what_is_given_in_other_words_has_no_title_that_tells_the_rest(world: Any) -> None:
    reference = making.report(world).reference
    with looking_as(world.ana):
        request = services.draft_release(by=world.ana, recipient=world.agencies["SIN"], entry=making.entry(
            ItemEntry(f"{reference}/1", "Importa repuestos."), rests_on_others=False))
    release = making.released(world, making.sent(world, request), 1)
    with looking_as(world.diego):
        [portion] = Release.objects.get(pk=release.pk).portions.all()
        assert (portion.title, portion.text) == ("Paragraph of a report", "Importa repuestos.")


def test_who_says_that_it_rests_on_others_has_to_say_in_the_report_on_whom(world: Any) -> None:
    reference = making.out(world.ana, making.writing.draft(world)).reference
    request = making.drafted(world, reference, rests_on_others=True)
    with looking_as(world.ana), pytest.raises(Invalid, match="says whose") as refusal:
        services.submit(by=world.ana, request=request, revision=request.revision)
    assert refusal.value.field == "rests_on_others"
