"""The life of a report: who may move it where, and that nobody decides on their own."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.access import audience_of, looking_as
from hub.kit.errors import Conflict, Invalid, NotAllowed, WrongState
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Report, ReportGrant, ReportStep
from intel.reports.services import (
    can_disseminate,
    can_edit,
    can_return,
    can_submit,
    can_withdraw,
    disseminate,
    edit_report,
    return_to_author,
    submit,
    withdraw,
)
from intel.subjects.models import Subject
from intel.subjects.services import register_subject
from tests.reports.writing import disseminated, draft, submitted
from tests.subjects.sharing import shared

ACTS = {
    "submit": (submit, can_submit, {}),
    "return": (return_to_author, can_return, {"reason": "Falta la fuente."}),
    "disseminate": (disseminate, can_disseminate, {}),
    "withdraw": (withdraw, can_withdraw, {"reason": "Era otra empresa."}),
}
MADE = {"DRAFT": draft, "SUBMITTED": submitted, "DISSEMINATED": disseminated}


@pytest.mark.parametrize(("act", "state", "person", "refusal"), [
    ("submit", "DRAFT", "ana", None), ("submit", "DRAFT", "hugo", NotAllowed), ("submit", "DRAFT", "bruno", NotAllowed),
    ("submit", "DRAFT", "carla", NotAllowed), ("submit", "SUBMITTED", "ana", WrongState),
    ("submit", "DISSEMINATED", "ana", WrongState),
    ("return", "SUBMITTED", "bruno", None), ("return", "SUBMITTED", "ana", NotAllowed),
    ("return", "SUBMITTED", "hugo", NotAllowed), ("return", "SUBMITTED", "celia", NotAllowed),
    ("return", "DISSEMINATED", "bruno", WrongState),
    ("disseminate", "SUBMITTED", "bruno", None), ("disseminate", "SUBMITTED", "ana", NotAllowed),
    ("disseminate", "SUBMITTED", "hugo", NotAllowed), ("disseminate", "SUBMITTED", "celia", NotAllowed),
    ("disseminate", "DRAFT", "bruno", WrongState), ("disseminate", "DISSEMINATED", "bruno", WrongState),
    ("withdraw", "DRAFT", "ana", None), ("withdraw", "SUBMITTED", "ana", None),
    ("withdraw", "DISSEMINATED", "ana", NotAllowed), ("withdraw", "DISSEMINATED", "bruno", None),
    ("withdraw", "DISSEMINATED", "celia", NotAllowed), ("withdraw", "DISSEMINATED", "hugo", NotAllowed),
])
def test_who_may_move_it_where(world, act, state, person, refusal):
    serve, may, more = ACTS[act]
    report, viewer = MADE[state](world, audience=("PB",)), world.viewers[person]
    with looking_as(viewer):
        assert may(viewer, report) is (refusal is None)
        if refusal is None:
            assert serve(by=viewer, report=report, revision=report.revision, **more).revision == report.revision + 1
        else:
            with pytest.raises(refusal):
                serve(by=viewer, report=report, revision=report.revision, **more)


def test_a_supervisor_does_not_disseminate_what_they_wrote(world):
    report = draft(world, world.bruno)
    with looking_as(world.bruno):
        submit(by=world.bruno, report=report, revision=report.revision)
        report.refresh_from_db()
        assert not can_disseminate(world.bruno, report)
        for act, more in ((disseminate, {}), (return_to_author, {"reason": "x"})):
            with pytest.raises(NotAllowed):
                act(by=world.bruno, report=report, revision=report.revision, **more)


def test_the_table_refuses_it_too(world):
    report = submitted(world)
    for written in ({"disseminated_by_id": world.ana.user_id, "disseminated_at": timezone.now()},
                    {"disseminated_by_id": world.bruno.user_id}, {"state": "DISSEMINATED"}):
        with looking_as(world.ana), pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**written)


def test_the_rule_is_looked_at_again_under_the_lock(world):
    """The author withdraws the report they see while a supervisor disseminates it."""
    seen = submitted(world)
    with looking_as(world.bruno):
        now = disseminate(by=world.bruno, report=seen, revision=seen.revision)
    with looking_as(world.ana), pytest.raises(NotAllowed):
        withdraw(by=world.ana, report=seen, reason="Ya no.", revision=now.revision)


@pytest.mark.parametrize("act", ["return", "withdraw"])
def test_it_wants_a_reason(world, act):
    report = submitted(world)
    with looking_as(world.bruno), pytest.raises(Invalid) as refusal:
        ACTS[act][0](by=world.bruno, report=report, revision=report.revision, reason="  ")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize(("kind", "given", "missing"), [
    ("PERSON", {}, "purpose"),
    ("PERSON", {"purpose": "Control.", "legal_basis": "Ley 1990 art. 4"}, "suspicion_basis"),
    ("PERSON", {"purpose": "Control.", "legal_basis": "Ley 1990 art. 4", "suspicion_basis": "Tres avisos."}, None),
    ("ORGANISATION", {}, None),
])
def test_about_a_natural_person_it_needs_its_bases(world, kind, given, missing):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind=kind, label="Rosa Condori")
    report = draft(world, subjects=[(subject.pk, "SUSPECT")], **given)
    with looking_as(world.ana):
        if missing is None:
            assert submit(by=world.ana, report=report, revision=report.revision).state == "SUBMITTED"
        else:
            with pytest.raises(Invalid) as refusal:
                submit(by=world.ana, report=report, revision=report.revision)
            assert refusal.value.field == missing
            report.refresh_from_db()
            assert report.state == "DRAFT"


def test_each_step_is_kept_for_its_own_agency(world):
    report = submitted(world, audience=("PB",))
    with looking_as(world.bruno):
        report = return_to_author(by=world.bruno, report=report, revision=report.revision, reason="Falta la fuente.")
    with looking_as(world.ana):
        report = submit(by=world.ana, report=report, revision=report.revision)
    with looking_as(world.bruno):
        disseminate(by=world.bruno, report=report, revision=report.revision)
        steps = list(ReportStep.objects.values_list("state", "by__first_name", "reason"))
        assert steps == [("DRAFT", "Ana", ""), ("SUBMITTED", "Ana", ""), ("DRAFT", "Bruno", "Falta la fuente."),
                         ("SUBMITTED", "Ana", ""), ("DISSEMINATED", "Bruno", "")]
    for person in ("carla", "elena"):
        with looking_as(world.viewers[person]):
            assert not ReportStep.objects.exists()


def register_in(world, label):
    with looking_as(world.ana):
        return register_subject(by=world.ana, kind="ORGANISATION", label=label)


def test_what_names_a_subject_of_a_third_agency_does_not_go_without_it(world):
    lent = shared(world, world.diego, to=("AN",), kind="ORGANISATION", label="De Impuestos")
    report = draft(world, audience=("PB",), subjects=[(lent.pk, "SUSPECT")])
    with looking_as(world.ana), pytest.raises(Invalid, match="information of Servicio de Impuestos Nacionales"):
        submit(by=world.ana, report=report, revision=report.revision)


def test_dissemination_shows_the_audience_its_own_subjects_and_no_others(world):
    lent = shared(world, world.carla, to=("AN",), kind="PERSON", label="De la Policía")
    with looking_as(world.ana):
        own = register_subject(by=world.ana, kind="ORGANISATION", label="Textiles Sajama S.R.L.")
    bases = {"purpose": "Control.", "legal_basis": "Ley 1990 art. 4", "suspicion_basis": "Tres avisos."}
    report = submitted(world, audience=("PB",), subjects=[(own.pk, "TRADER"), (lent.pk, "SUSPECT")], **bases)
    other = register_in(world, "No está en el informe")
    with looking_as(world.carla):
        assert list(Subject.objects.all()) == [lent]
    with looking_as(world.bruno):
        disseminate(by=world.bruno, report=report, revision=report.revision)
    with looking_as(world.carla):
        assert set(Subject.objects.all()) == {own, lent} and other != own
        assert {link.subject_id for link in Report.objects.get().subject_links.all()} == {own.pk, lent.pk}
    with looking_as(world.elena):
        assert not Subject.objects.exists()


@pytest.mark.parametrize(("act", "made", "person"), [("submit", draft, "ana"), ("return", submitted, "bruno"),
                                                     ("disseminate", submitted, "bruno"), ("withdraw", draft, "ana")])
def test_nobody_decides_on_a_revision_they_have_not_read(world, act, made, person):
    serve, _may, more = ACTS[act]
    report, viewer = made(world), world.viewers[person]
    with looking_as(viewer), pytest.raises(Conflict):
        serve(by=viewer, report=report, revision=report.revision - 1, **more)


def test_a_draft_is_edited_by_its_author_only(world):
    report = draft(world, audience=("PB",))
    for person, refusal in {"ana": None, "hugo": NotAllowed, "bruno": NotAllowed, "carla": NotAllowed}.items():
        viewer = world.viewers[person]
        with looking_as(viewer):
            fresh = Report.objects.filter(pk=report.pk).first() or report
            assert can_edit(viewer, fresh) is (refusal is None)
            if refusal is None:
                assert edit_report(by=viewer, report=fresh, revision=1, title="Otro título").revision == 2
            else:
                with pytest.raises(refusal):
                    edit_report(by=viewer, report=fresh, revision=2, title="Ajeno")


def test_an_edit_replaces_what_is_given_and_leaves_the_rest(world):
    report = draft(world, audience=("PB",), tlp="RED")
    with looking_as(world.ana):
        edit_report(by=world.ana, report=report, revision=1, paragraphs=[ParagraphEntry("Uno.", "CONFIDENTIAL")],
                    classification="", own_agency_only=True)
        report.refresh_from_db()
        assert (report.classification, report.tlp, report.revision) == ("CONFIDENTIAL", "RED", 2)
        assert [p.text for p in report.paragraphs.all()] == ["Uno."]
        assert audience_of(report, grant=ReportGrant) == []


@pytest.mark.parametrize("made", [submitted, disseminated])
def test_what_was_submitted_is_not_edited(world, made):
    report = made(world)
    with looking_as(world.ana), pytest.raises(WrongState):
        edit_report(by=world.ana, report=report, revision=report.revision, title="Otro")


def test_an_edit_on_an_old_revision_is_refused(world):
    report = draft(world)
    with looking_as(world.ana):
        edit_report(by=world.ana, report=report, revision=1, title="Primero")
        with pytest.raises(Conflict):
            edit_report(by=world.ana, report=report, revision=1, title="Segundo")
        assert Report.objects.get().title == "Primero"
