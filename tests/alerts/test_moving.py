"""The life of an alert, by service and by constraint: who may, when, and who is told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from hub.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from intel.alerts import services
from intel.alerts.models import Alert, AlertStep
from intel.alerts.signals import alerts_changed
from intel.alerts.tasks import expire
from intel.subjects.services import change_subject, register_subject
from tests.alerts.writing import COMPANY, PERSON, draft, entry, issued, submitted
from tests.subjects.sharing import confirmed


@pytest.fixture
def told():
    """The ids that the rooms above were told of, in order."""
    ids: list[int] = []

    def remember(sender, ids, _kept=ids, **more):
        _kept.extend(ids)

    alerts_changed.connect(remember)
    yield ids
    alerts_changed.disconnect(remember)


@pytest.mark.parametrize(("made", "act", "person", "refusal"), [
    (draft, "submit", "ana", None), (draft, "submit", "bruno", NotAllowed), (draft, "submit", "carla", NotAllowed),
    (submitted, "submit", "ana", WrongState),
    (submitted, "issue", "bruno", None), (submitted, "issue", "ana", NotAllowed), (submitted, "issue", "hugo", NotAllowed),
    (submitted, "issue", "celia", NotAllowed), (draft, "issue", "bruno", WrongState), (issued, "issue", "bruno", WrongState),
    (submitted, "return_to_author", "bruno", None), (submitted, "return_to_author", "ana", NotAllowed),
    (issued, "return_to_author", "bruno", WrongState),
    (issued, "suspend", "bruno", None), (issued, "suspend", "ana", NotAllowed), (issued, "suspend", "celia", NotAllowed),
    (draft, "suspend", "bruno", WrongState), (issued, "resume", "bruno", WrongState), (submitted, "resume", "bruno", WrongState),
    (draft, "withdraw", "ana", None), (issued, "withdraw", "ana", NotAllowed), (issued, "withdraw", "bruno", None),
    (issued, "withdraw", "celia", NotAllowed)])
def test_who_may_do_what_and_when(world, made, act, person, refusal):
    alert, viewer = made(world, audience=("PB",)), world.viewers[person]
    given = {} if act in ("submit", "issue") else {"reason": "Así se decidió."}
    with looking_as(viewer):
        def run():
            return getattr(services, act)(by=viewer, alert=alert, revision=alert.revision, **given)
        if refusal is None:
            assert run().revision == alert.revision + 1
            assert AlertStep.objects.filter(alert=alert).last().by_id == viewer.user_id
        else:
            with pytest.raises((refusal, NotFound)), transaction.atomic():
                run()
            if viewer.agency_id == world.ana.agency_id:
                assert Alert.objects.get(pk=alert.pk).state == alert.state


@pytest.mark.parametrize("act", ["return_to_author", "suspend", "withdraw"])
def test_it_asks_why(world, act):
    alert = (submitted if act == "return_to_author" else issued)(world)
    with looking_as(world.bruno), pytest.raises(Invalid) as refused:
        getattr(services, act)(by=world.bruno, alert=alert, revision=alert.revision, reason="  ")
    assert refused.value.field == "reason"


def test_the_rule_is_looked_at_again_under_the_lock(world):
    """The author withdraws the draft they see while a supervisor issues it."""
    seen = submitted(world)
    with looking_as(world.bruno):
        now = services.issue(by=world.bruno, alert=seen, revision=seen.revision)
    with looking_as(world.ana), pytest.raises(NotAllowed):
        services.withdraw(by=world.ana, alert=seen, reason="Ya no.", revision=now.revision)


def test_a_move_is_dated(world):
    alert = submitted(world)
    with looking_as(world.bruno):
        Alert.objects.filter(pk=alert.pk).update(updated_at=timezone.now() - timedelta(days=3))
        services.issue(by=world.bruno, alert=alert, revision=alert.revision)
        assert timezone.now() - Alert.objects.get().updated_at < timedelta(minutes=1)


def test_the_log_names_the_act_and_keeps_the_reason_out(world):
    alert = issued(world)
    with looking_as(world.bruno):
        services.withdraw(by=world.bruno, alert=alert, reason="Lo dijo la fuente.", revision=alert.revision)
        assert AlertStep.objects.last().reason == "Lo dijo la fuente."
    with looking_as(world.fabio):
        assert "fuente" not in str(Event.objects.filter(action="alert.withdrawn").get().detail)


def test_the_table_refuses_an_author_as_issuer(world):
    alert = submitted(world)
    with looking_as(world.ana), pytest.raises(IntegrityError, match="alert_issuer_is_not_author"), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(state="ACTIVE", issued_by=world.ana.user_id, issued_at=timezone.now())


def test_a_supervisor_does_not_issue_what_they_wrote(world):
    alert = draft(world, world.bruno)
    with looking_as(world.bruno):
        alert = services.submit(by=world.bruno, alert=alert, revision=alert.revision)
        assert not services.can_issue(world.bruno, alert)
        with pytest.raises(NotAllowed):
            services.issue(by=world.bruno, alert=alert, revision=alert.revision)


@pytest.mark.parametrize(("given", "field"), [
    ({}, "legal_basis"), ({"legal_basis": "Ley 1990"}, "suspicion_basis"),
    ({"legal_basis": "Ley 1990", "suspicion_basis": "Tres viajes."}, None)])
def test_a_person_needs_a_basis(world, given, field):
    alert = draft(world, new_subject=PERSON, **given)
    with looking_as(world.ana):
        if field is None:
            assert services.submit(by=world.ana, alert=alert, revision=alert.revision).state == "PENDING_VALIDATION"
            return
        with pytest.raises(Invalid) as refused:
            services.submit(by=world.ana, alert=alert, revision=alert.revision)
        assert refused.value.field == field
        assert Alert.objects.get().state == "DRAFT"


@pytest.mark.parametrize("state", ["ACTIVE", "SUSPENDED"])
def test_one_is_in_force_per_agency_and_subject(world, state):
    first = issued(world)
    subject = first.subject
    if state == "SUSPENDED":
        with looking_as(world.bruno):
            first = services.suspend(by=world.bruno, alert=first, revision=first.revision, reason="En revisión.")
    second = submitted(world, subject=subject)
    with looking_as(world.bruno):
        with pytest.raises(Conflict, match=first.reference), transaction.atomic():
            services.issue(by=world.bruno, alert=second, revision=second.revision)
        services.withdraw(by=world.bruno, alert=first, revision=first.revision, reason="La reemplaza otra.")
        assert services.issue(by=world.bruno, alert=second, revision=second.revision).state == "ACTIVE"


def test_the_table_refuses_a_second_in_force(world):
    first = issued(world)
    second = submitted(world, subject=first.subject)
    with looking_as(world.bruno), pytest.raises(IntegrityError, match="alert_one_in_force"), transaction.atomic():
        Alert.objects.filter(pk=second.pk).update(state="ACTIVE", issued_by=world.bruno.user_id, issued_at=timezone.now())


def test_whoever_matches_is_told(world, told):
    alert = submitted(world)
    assert told == []
    with looking_as(world.bruno):
        for act, given in ((services.issue, {}), (services.suspend, {"reason": "x"}), (services.resume, {"reason": "x"}),
                           (services.withdraw, {"reason": "x"})):
            alert = act(by=world.bruno, alert=alert, revision=alert.revision, **given)
            assert told == [alert.pk], act
            told.clear()


def test_a_changed_subject_of_an_alert_in_force_is_told(world, told):
    alert, waiting = issued(world), submitted(world, new_subject=PERSON, legal_basis="Ley", suspicion_basis="Viajes")
    told.clear()
    with looking_as(world.ana):
        proposal = change_subject(by=world.ana, subject=alert.subject, revision=1, names=[("ALIAS", "Comercial Parinacota")])
    assert told == []
    confirmed(world.ana, proposal)
    with looking_as(world.ana):
        change_subject(by=world.ana, subject=waiting.subject, revision=1, label="Rosa Condori")
    assert told == [alert.pk]


def test_it_ends_after_its_last_day(world, told):
    today = timezone.localdate()
    over, going = issued(world), issued(world, new_subject=PERSON, legal_basis="Ley", suspicion_basis="Viajes")
    paused = issued(world, new_subject=entry_of("Otra S.A."))
    with looking_as(world.bruno):
        services.suspend(by=world.bruno, alert=paused, revision=paused.revision, reason="x")
        Alert.objects.filter(pk__in=[over.pk, paused.pk]).update(
            valid_from=today - timedelta(days=9), valid_until=today - timedelta(days=1))
        Alert.objects.filter(pk=going.pk).update(valid_until=today)
    told.clear()
    assert expire() == 2 and expire() == 0
    assert sorted(told) == sorted([over.pk, paused.pk])
    with looking_as(world.ana):
        assert dict(Alert.objects.values_list("pk", "state")) == {over.pk: "EXPIRED", paused.pk: "EXPIRED", going.pk: "ACTIVE"}
        assert AlertStep.objects.filter(alert=over).last().by is None
    with as_service("alerts"):
        assert Alert.objects.filter(state="EXPIRED").count() == 2


def entry_of(label):
    return type(COMPANY)(kind="ORGANISATION", label=label)


def test_what_is_over_is_not_issued(world):
    past = timezone.localdate() - timedelta(days=1)
    alert = submitted(world, valid_from=past, valid_until=past)
    with looking_as(world.bruno):
        with pytest.raises(Invalid) as refused:
            services.issue(by=world.bruno, alert=alert, revision=alert.revision)
    assert refused.value.field == "valid_until"


def test_an_old_revision_is_refused(world):
    alert = draft(world)
    with looking_as(world.ana):
        services.edit_alert(by=world.ana, alert=alert, revision=1, reason="Otra razón.")
        with pytest.raises(Conflict), transaction.atomic():
            services.edit_alert(by=world.ana, alert=alert, revision=1, reason="La de antes.")
        with pytest.raises(Conflict), transaction.atomic():
            services.submit(by=world.ana, alert=alert, revision=1)
        assert Alert.objects.get().reason == "Otra razón."


@pytest.mark.parametrize(("given", "field"), [
    ({"reason": " "}, "reason"), ({"risk_area": "WEATHER"}, "risk_area"), ({"action_requested": "ARREST"}, "action_requested"),
    ({"valid_until": timezone.localdate() - timedelta(days=1)}, "valid_until"),
    ({"valid_until": timezone.localdate() + timedelta(days=2000)}, "valid_until"),
    ({"handling_codes": ("H9",)}, "handling_codes"), ({"handling_codes": ("H3",)}, "handling_conditions"),
    ({"classification": "SECRET"}, "classification"),
    ({"new_subject": type(COMPANY)(kind="ORGANISATION", label=" ")}, "new_subject.label"),
    ({"new_subject": type(COMPANY)(kind="ORGANISATION", label="X", classification="CONFIDENTIAL")}, "classification")])
def test_what_needs_mending_is_named(world, given, field):
    with pytest.raises(Invalid) as refused, transaction.atomic():
        draft(world, **given)
    assert refused.value.field == field
    with looking_as(world.ana):
        assert not Alert.objects.exists()


def test_nobody_raises_an_alert_on_anothers_subject(world):
    foreign = issued(world, audience=("PB",)).subject
    with pytest.raises(Invalid) as refused:
        draft(world, world.carla, subject=foreign)
    assert refused.value.field == "subject"


def test_the_audience_has_to_be_chosen(world):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="ORGANISATION", label="X")
        with pytest.raises(Invalid) as refused:
            services.draft_alert(by=world.ana, subject=subject, entry=entry())
    assert refused.value.field == "audience"


def test_every_decision_is_recorded(world):
    alert = issued(world, audience=("PB",))
    with looking_as(world.fabio):
        actions = list(Event.objects.filter(object_type="alerts.alert", object_id=alert.pk).order_by("id")
                       .values_list("action", "actor_id"))
    assert actions == [("alert.drafted", world.ana.user_id), ("alert.submitted", world.ana.user_id),
                       ("alert.issued", world.bruno.user_id)]
