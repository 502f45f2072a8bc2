"""The life of an alert: submit, return, issue, suspend, resume, withdraw, expire. Nobody issues what they wrote themselves."""

from django.db import IntegrityError
from django.db.models import Q
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, as_service, may, require
from hub.kit.errors import Conflict, Invalid, NotAllowed, WrongState
from hub.kit.rows import lock
from intel.alerts.entries import require_as_high_as_subject
from intel.alerts.models import Alert, AlertGrant, AlertStep
from intel.alerts.signals import alerts_changed
from intel.alerts.states import STATES, State
from intel.subjects.models import Subject
from intel.subjects.services import share_subject


@atomic
def submit(*, by: Viewer, alert: Alert, revision: int | None = None) -> Alert:
    """Hand a draft in for validation by somebody else.

    On a natural person it needs legal basis and basis of suspicion (28 CFR 23.20; CIS Reg. 515/97 Art. 27(2)).
    `revision`, where given, is the one the person had before their eyes. Raises NotAllowed, WrongState, Conflict, Invalid.
    """
    require(by, "alerts.change_alert", when=alert.created_by_id == by.user_id,
            otherwise=_("Only its author may submit it."))
    alert = _locked(alert, revision)
    _move(alert, to=State.PENDING_VALIDATION, by=by)
    if missing := missing_for_person(alert):
        raise Invalid(_("An alert on a person needs legal basis and basis of suspicion."), field=missing[0])
    audit.record("alert.submitted", by=by, on=alert)
    return alert


@atomic
def return_to_author(*, by: Viewer, alert: Alert, reason: str, revision: int | None = None) -> Alert:
    """Give a submitted alert back to its author, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    _require_second_person(by, alert)
    reason = _given(reason)
    alert = _locked(alert, revision)
    _move(alert, to=State.DRAFT, by=by, reason=reason)
    audit.record("alert.returned", by=by, on=alert, reason=reason)
    return alert


@atomic
def issue(*, by: Viewer, alert: Alert, revision: int | None = None) -> Alert:
    """Put a submitted alert in force: from now on it is matched, and its audience sees it and its subject.

    Only another person than the author. One alert of an agency on a subject is in force at a time.
    Raises NotAllowed, WrongState, Conflict, Invalid when its last day is over or its subject is marked higher.
    """
    _require_second_person(by, alert)
    alert = _locked(alert, revision)
    if alert.valid_until < timezone.localdate():
        raise Invalid(_("Its last day is over. Return it, so that its author gives it a new one."), field="valid_until")
    require_as_high_as_subject(alert.classification, alert.subject)
    other = other_in_force(alert)
    if other is not None:
        raise Conflict(_("%(reference)s of your agency is in force on this subject. Withdraw it first.")
                       % {"reference": other.reference})
    try:
        with atomic():
            _move(alert, to=State.ACTIVE, by=by, issued_by_id=by.user_id, issued_at=timezone.now())
    except IntegrityError as error:
        if "alert_one_in_force" not in str(error):
            raise
        raise Conflict(_("Another alert of your agency on this subject was issued a moment ago.")) from error
    groups = sorted(AlertGrant.objects.filter(content_object=alert).values_list("group_id", flat=True))
    share_subject(by=by, subject=alert.subject, groups=groups)
    audit.record("alert.issued", by=by, on=alert, audience=groups)
    alerts_changed.send(Alert, ids=[alert.pk])
    return alert


@atomic
def suspend(*, by: Viewer, alert: Alert, reason: str, revision: int | None = None) -> Alert:
    """Stop matching an alert for a while, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    return _change_force(by, alert, State.SUSPENDED, "alert.suspended", reason, revision)


@atomic
def resume(*, by: Viewer, alert: Alert, reason: str, revision: int | None = None) -> Alert:
    """Put a suspended alert in force again, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    return _change_force(by, alert, State.ACTIVE, "alert.resumed", reason, revision)


@atomic
def withdraw(*, by: Viewer, alert: Alert, reason: str, revision: int | None = None) -> Alert:
    """End an alert before its time, saying why. Its author may withdraw a draft, afterwards only who may issue.

    Raises NotAllowed, WrongState, Invalid.
    """
    if not _may_withdraw(by, alert):
        _require_issuer(by, alert)
    reason = _given(reason)
    alert = _locked(alert, revision)
    if not _may_withdraw(by, alert):  # it may have been issued while we waited for the lock
        _require_issuer(by, alert)
    _move(alert, to=State.WITHDRAWN, by=by, reason=reason)
    audit.record("alert.withdrawn", by=by, on=alert, reason=reason)
    alerts_changed.send(Alert, ids=[alert.pk])
    return alert


def expire() -> int:
    """End the alerts whose last day is over; how many. For the daily task; safe to repeat."""
    with as_service("alerts") as service:
        over = Alert.objects.filter(Q(state=State.ACTIVE) | Q(state=State.SUSPENDED),
                                    valid_until__lt=timezone.localdate())
        rows = list(over.select_for_update(skip_locked=True, of=("self",)).order_by("id"))
        for alert in rows:
            _move(alert, to=State.EXPIRED, by=service)
            audit.record("alert.expired", by=service, on=alert)
        if rows:
            alerts_changed.send(Alert, ids=[alert.pk for alert in rows])
        return len(rows)


def can_submit(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to submit."""
    return may(by, "alerts.change_alert",
               when=alert.created_by_id == by.user_id and STATES.may(alert, State.PENDING_VALIDATION))


def can_issue(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to issue."""
    return _is_second_person(by, alert) and alert.state == State.PENDING_VALIDATION


def can_return(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to return."""
    return _is_second_person(by, alert) and STATES.may(alert, State.DRAFT)


def can_suspend(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to suspend."""
    return _is_issuer(by, alert) and STATES.may(alert, State.SUSPENDED)


def can_resume(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to resume."""
    return _is_issuer(by, alert) and alert.state == State.SUSPENDED


def can_withdraw(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to withdraw."""
    return STATES.may(alert, State.WITHDRAWN) and (_may_withdraw(by, alert) or _is_issuer(by, alert))


def missing_for_person(alert: Alert) -> list[str]:
    """The fields still empty that an alert on a natural person needs; none on anything else."""
    if alert.subject.kind != Subject.Kind.PERSON:
        return []
    return [name for name in ("legal_basis", "suspicion_basis") if not getattr(alert, name).strip()]


def other_in_force(alert: Alert) -> Alert | None:
    """The alert of the same agency that is in force, or suspended, on the same subject."""
    return Alert.objects.filter(subject=alert.subject_id, owner_agency=alert.owner_agency_id,
                                state__in=(State.ACTIVE, State.SUSPENDED)).exclude(pk=alert.pk).order_by("pk").first()


def _locked(alert: Alert, revision: int | None) -> Alert:
    alert = lock(alert)
    if revision is not None and alert.revision != revision:
        raise Conflict(_("This alert was changed since you opened it. Reload it and read it again."))
    return alert


def _move(alert: Alert, *, to: State, by: Viewer, reason: str = "", **also: object) -> None:
    """Move it, raise its revision so that nobody decides on an old one, and note the step."""
    STATES.move(alert, to=to, revision=alert.revision + 1, **also)
    AlertStep.objects.create(alert=alert, by_id=by.user_id, state=to, reason=reason)


def _change_force(by: Viewer, alert: Alert, to: State, action: str, reason: str, revision: int | None) -> Alert:
    _require_issuer(by, alert)
    reason = _given(reason)
    alert = _locked(alert, revision)
    if to == State.ACTIVE and alert.state != State.SUSPENDED:
        raise WrongState(_("Only a suspended alert can be resumed."))
    _move(alert, to=to, by=by, reason=reason)
    audit.record(action, by=by, on=alert, reason=reason)
    alerts_changed.send(Alert, ids=[alert.pk])
    return alert


def _is_issuer(by: Viewer, alert: Alert) -> bool:
    return may(by, "alerts.issue_alert", when=alert.owner_agency_id == by.agency_id)


def _is_second_person(by: Viewer, alert: Alert) -> bool:
    return _is_issuer(by, alert) and alert.created_by_id != by.user_id


def _may_withdraw(by: Viewer, alert: Alert) -> bool:
    """Its author, as long as it was never issued."""
    return may(by, "alerts.change_alert", when=alert.created_by_id == by.user_id and alert.issued_at is None)


def _require_issuer(by: Viewer, alert: Alert) -> None:
    require(by, "alerts.issue_alert", when=alert.owner_agency_id == by.agency_id,
            otherwise=_("Only the agency it belongs to decides on it."))


def _require_second_person(by: Viewer, alert: Alert) -> None:
    _require_issuer(by, alert)
    if alert.created_by_id == by.user_id:
        raise NotAllowed(_("You wrote it: somebody else has to decide on it."))


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Say why."), field="reason")
    return reason[:2000]
