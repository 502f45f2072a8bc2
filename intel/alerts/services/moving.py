"""Moving an alert through its life: submit, return, issue, suspend, resume, withdraw, expire. Who may is in `life.py`."""

from django.db import IntegrityError
from django.db.models import Q
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, as_service
from agencies.access.approval import require_unchanged
from agencies.access.audience import require_given_into
from agencies.access.lifecycle import Move
from hub.kit.errors import Conflict, Invalid
from hub.kit.rows import lock
from intel.alerts import approval, parts
from intel.alerts.entries import require_as_high_as_reports, require_as_high_as_subject
from intel.alerts.life import DROP, ISSUE, LIFE, RESUME, RETURN, SUBMIT, SUSPEND, WITHDRAW
from intel.alerts.models import Alert, AlertGrant
from intel.alerts.resting import require_consent
from intel.alerts.selectors import reports_of
from intel.alerts.signals import alerts_changed
from intel.alerts.states import IN_FORCE, State
from intel.subjects.models import Subject
from intel.subjects.services import share_approved


def submit(*, by: Viewer, alert: Alert, revision: int | None) -> Alert:
    """Hand a draft in for validation by somebody else.

    On a natural person it needs legal basis and basis of suspicion (28 CFR 23.20; CIS Reg. 515/97 Art. 27(2)).
    `revision`, here and below, is the one the person had before their eyes. Raises NotAllowed, WrongState, Conflict, Invalid.
    """
    with LIFE.moving(alert, SUBMIT, by=by, revision=revision) as alert:
        if missing := missing_for_person(alert):
            raise Invalid(_("An alert on a person needs legal basis and basis of suspicion."), field=missing[0])
        require_consent(alert)
        alert.submitted_as = approval.fingerprints(alert)
    return alert


def return_to_author(*, by: Viewer, alert: Alert, reason: str, revision: int | None) -> Alert:
    """Give a submitted alert back to its author, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    with LIFE.moving(alert, RETURN, by=by, revision=revision, reason=reason) as alert:
        pass
    return alert


@atomic
def issue(*, by: Viewer, alert: Alert, revision: int | None) -> Alert:
    """Put a submitted alert in force: from now on it is matched, and its audience sees it and its subject.

    Only another person than the author, and only as it was submitted: when its subject, its audience or a report it
    rests on changed since, it has to be returned. One alert of an agency on a subject is in force at a time; a new version
    takes the place of the one it was written for.
    Raises NotAllowed, WrongState, Conflict, Invalid when its last day is over or what it rests on is marked higher.
    """
    lock(alert.subject)  # first: nobody changes it while it comes into force
    groups = sorted(AlertGrant.objects.filter(content_object=alert).values_list("group_id", flat=True))
    try:
        with LIFE.moving(alert, ISSUE, by=by, revision=revision, audience=groups) as alert:
            alert.approved_as = approval.fingerprints(alert)
            require_unchanged(alert.submitted_as, alert.approved_as, words=approval.words())
            require_given_into(groups)
            require_consent(alert)
            _require_issuable(alert)
            parts.issue(by, alert)
            alert.issued_by_id, alert.issued_at = by.user_id, timezone.now()
            replaced = _replaced(alert, by=by)
    except IntegrityError as error:
        if "alert_one_in_force" not in str(error):
            raise
        raise Conflict(_("Another alert of your agency on this subject was issued a moment ago.")) from error
    share_approved(by=by, subjects=[alert.subject], groups=groups, because_of=alert.reference)
    alerts_changed.send(Alert, ids=[alert.pk, *replaced])
    return alert


def suspend(*, by: Viewer, alert: Alert, reason: str, revision: int | None) -> Alert:
    """Stop matching an alert for a while, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    return _change_force(SUSPEND, by, alert, reason, revision)


def resume(*, by: Viewer, alert: Alert, reason: str, revision: int | None) -> Alert:
    """Put a suspended alert in force again, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    return _change_force(RESUME, by, alert, reason, revision)


def withdraw(*, by: Viewer, alert: Alert, reason: str, revision: int | None) -> Alert:
    """End an alert before its time, saying why. Its author may as long as it was never issued, afterwards who may issue.

    Raises NotAllowed, WrongState, Conflict, Invalid.
    """
    return _change_force(_withdrawing(alert), by, alert, reason, revision)


def expire() -> int:
    """End the alerts whose last day is over; how many. For the daily task; safe to repeat."""
    with as_service("alerts") as service:
        over = Alert.objects.filter(Q(state=State.ACTIVE) | Q(state=State.SUSPENDED),
                                    valid_until__lt=timezone.localdate())
        ended = LIFE.move_all(over, to=State.EXPIRED, by=service, action="alert.expired", skip_locked=True)
        if ended:
            alerts_changed.send(Alert, ids=ended)
        return len(ended)


def can_submit(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to submit."""
    return LIFE.allows(SUBMIT, by, alert)


def can_issue(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to issue."""
    return LIFE.allows(ISSUE, by, alert)


def can_return(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to return."""
    return LIFE.allows(RETURN, by, alert)


def can_suspend(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to suspend."""
    return LIFE.allows(SUSPEND, by, alert)


def can_resume(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to resume."""
    return LIFE.allows(RESUME, by, alert)


def can_withdraw(by: Viewer, alert: Alert) -> bool:
    """Whether the page offers to withdraw."""
    return LIFE.allows(_withdrawing(alert), by, alert)


def missing_for_person(alert: Alert) -> list[str]:
    """The fields still empty that an alert on a natural person needs; none on anything else."""
    if alert.subject.kind != Subject.Kind.PERSON:
        return []
    return [name for name in ("legal_basis", "suspicion_basis") if not getattr(alert, name).strip()]


def other_in_force(alert: Alert) -> Alert | None:
    """The alert of the same agency that is in force, or suspended, on the same subject, and is not the one it replaces."""
    others = Alert.objects.filter(subject=alert.subject_id, owner_agency=alert.owner_agency_id, state__in=IN_FORCE)
    return others.exclude(pk__in=[pk for pk in (alert.pk, alert.replaces_id) if pk]).order_by("pk").first()


def _require_issuable(alert: Alert) -> None:
    """Raise Invalid or Conflict for what must not come into force."""
    if alert.valid_until < timezone.localdate():
        raise Invalid(_("Its last day is over. Return it, so that its author gives it a new one."), field="valid_until")
    require_as_high_as_subject(alert.classification, alert.subject)
    require_as_high_as_reports(alert.classification, reports_of(alert))
    other = other_in_force(alert)
    if other is not None:
        raise Conflict(_("%(reference)s of your agency is in force on this subject. Withdraw it first.")
                       % {"reference": other.reference})


def _withdrawing(alert: Alert) -> Move:
    return DROP if alert.issued_at is None else WITHDRAW


def _replaced(alert: Alert, *, by: Viewer) -> list[int]:
    """End the alert in force whose new version this is; its id, if it was still in force."""
    old = Alert.objects.select_for_update(of=("self",)).filter(pk=alert.replaces_id, state__in=IN_FORCE).first()
    if old is None:
        return []
    LIFE.move(old, to=State.WITHDRAWN, by=by, reason=_("Replaced by %(alert)s.") % {"alert": alert.reference})
    audit.record("alert.replaced", by=by, on=old, new_version=alert.reference)
    return [old.pk]


@atomic
def _change_force(move: Move, by: Viewer, alert: Alert, reason: str, revision: int | None) -> Alert:
    with LIFE.moving(alert, move, by=by, revision=revision, reason=reason) as alert:
        pass
    alerts_changed.send(Alert, ids=[alert.pk])
    return alert
