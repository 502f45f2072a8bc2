"""Restricting the use of a subject, asking that it is corrected or deleted, carrying that out; and telling who had access."""

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, now_looking
from agencies.access.grants import agencies_reached
from agencies.access.lifecycle import required_reason
from agencies.models import Agency
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.references import next_reference
from agencies.work import queue
from hub.kit.errors import Conflict, Invalid
from hub.kit.limits import LINE
from hub.kit.rows import lock
from hub.kit.text import line_of
from intel.alerts.models import Alert
from intel.alerts.states import IN_FORCE
from intel.alerts.states import State as AlertState
from intel.protection.kinds import FORGET
from intel.protection.life import DELETES, FOLLOWS, LIFE, LIFTS, ONWARD_LIFE, REFUSES, TAKES
from intel.protection.models import Measure, OnwardNotice, called
from intel.protection.states import STAGES, STATES, Stage, State
from intel.subjects.models import Subject, SubjectGrant
from intel.subjects.services import allow_use, erase, restrict_use

#: The series of measures in an agency's references: PB-D-2026-000017.
SERIES = "D"

#: Alerts that have to be ended before their subject is deleted.
_OPEN_ALERTS = (*IN_FORCE, AlertState.DRAFT, AlertState.PENDING_VALIDATION)


@atomic
def take(*, by: Viewer, subject: Subject, kind: str, reason: str, case_reference: str) -> Measure:
    """Restrict the use of a subject at once, or ask that it is corrected or deleted.

    Raises NotAllowed, Invalid (with the field), NotFound, Conflict when it was asked already.
    """
    TAKES.require(by, subject)
    if kind not in Measure.Kind.values:
        raise Invalid(_("“%(code)s” is none of the codes.") % {"code": kind}, field="kind")
    reason, case_reference = required_reason(reason), line_of(case_reference)
    if not case_reference or len(case_reference) > LINE:
        raise Invalid(_("Say in which case: its number in your files, in at most %(most)s characters.") % {"most": LINE},
                      field="case_reference")
    restricts = kind == Measure.Kind.RESTRICTION
    if restricts:
        subject = restrict_use(by=by, subject=subject)
    agency = Agency.objects.get(pk=by.agency_id)
    try:
        with atomic():
            measure = Measure.objects.create(
                reference=next_reference(agency, year=timezone.localdate().year, series=SERIES), owner_agency=agency,
                classification=subject.classification, kind=kind, subject=subject, written_on=subject.revision, reason=reason,
                case_reference=case_reference, state=State.IN_FORCE if restricts else State.WAITING, asked_by_id=by.user_id)
    except IntegrityError as error:
        if "measure_is_taken_once" not in str(error):
            raise
        raise Conflict(_("It was asked for already.")) from error
    audit.record("measure.taken", by=by, on=measure, kind=kind, subject=subject.pk, case=case_reference)
    if restricts:
        tell_onward(by=by, subject=subject, kind=OnwardNotice.Kind.RESTRICTED)
    else:
        asked = ("protection.correction_asked", "subjects.change_subject") if kind == Measure.Kind.CORRECTION else (
            "protection.deletion_asked", "protection.decide_deletion")
        notify(asked[0], on=measure, to=to_holders(asked[1], agency_id=agency.pk))
    return measure


@atomic
def lift(*, by: Viewer, measure: Measure, reason: str) -> Measure:
    """Let a subject be used again, in the place of who restricted it. Raises NotAllowed, Invalid, WrongState, Conflict."""
    LIFTS.require(by, measure)
    measure = _decide(by, measure, State.LIFTED, reason)
    allow_use(by=by, subject=measure.subject)
    tell_onward(by=by, subject=measure.subject, kind=OnwardNotice.Kind.ALLOWED)
    return measure


@atomic
def carry_out(*, by: Viewer, measure: Measure, reason: str) -> Measure:
    """Delete what a subject holds, as the second person; who had access is told. Its number stays, with whom it was asked by.

    Raises NotAllowed, Invalid, WrongState, Conflict while an alert of the agency on it has not ended.
    """
    DELETES.require(by, measure)
    measure = _decide(by, measure, State.DONE, reason)
    alerts = Alert.objects.filter(subject=measure.subject_id, state__in=_OPEN_ALERTS).order_by("id")
    if open_alerts := list(alerts.values_list("reference", flat=True)):
        raise Conflict(_("First end the alerts on it: %(alerts)s.") % {"alerts": ", ".join(open_alerts)})
    told = agencies_with_access(measure.subject)
    erase(by=by, subject=measure.subject, called=called(measure.subject_id))
    _tell(by, measure.subject, OnwardNotice.Kind.DELETED, told)
    for other in Measure.objects.filter(subject=measure.subject_id, kind=Measure.Kind.CORRECTION, state=State.WAITING):
        _decide(by, other, State.REFUSED, _("It was deleted."))
    queue.enqueue(FORGET, [measure.subject_id])
    return measure


@atomic
def refuse(*, by: Viewer, measure: Measure, reason: str) -> Measure:
    """Leave a subject as it is, or take back what one asked for oneself. Raises NotAllowed, Invalid, WrongState."""
    REFUSES.require(by, measure)
    return _decide(by, measure, State.REFUSED, reason)


def follow_changes(ids: list[int]) -> None:
    """Subjects changed: where that was asked for as a correction it is done, and who had access is told."""
    by = now_looking()
    if by.is_nobody:
        return
    asked = Measure.objects.filter(subject__in=ids, kind=Measure.Kind.CORRECTION, state=State.WAITING).select_related("subject")
    for measure in asked:
        if measure.subject.revision > measure.written_on and measure.subject.erased_at is None:
            _decide(by, measure, State.DONE, "")
            tell_onward(by=by, subject=measure.subject, kind=OnwardNotice.Kind.CORRECTED)


@atomic
def follow(*, by: Viewer, notice: OnwardNotice) -> OnwardNotice:
    """Say that one's agency has followed what it was told. Raises NotAllowed, NotFound, WrongState."""
    FOLLOWS.require(by, notice)
    notice = lock(notice)
    ONWARD_LIFE.move(notice, to=Stage.FOLLOWED, by=by, followed_by_id=by.user_id, followed_at=timezone.now())
    audit.record("onward.followed", by=by, on=notice)
    return notice


def tell_onward(*, by: Viewer, subject: Subject, kind: OnwardNotice.Kind) -> list[OnwardNotice]:
    """Tell every agency that has access to a subject what was done with it, and nothing of what it holds."""
    return _tell(by, subject, kind, agencies_with_access(subject))


def agencies_with_access(subject: Subject) -> list[int]:
    """The other agencies that a subject of the viewer's agency is shared with, by sharing groups, too."""
    groups = SubjectGrant.objects.filter(content_object=subject).values_list("group_id", flat=True)
    return [agency.pk for agency in agencies_reached(groups) if agency.pk != subject.owner_agency_id]


def can_take(by: Viewer, subject: Subject) -> bool:
    """Whether the page of a subject offers measures."""
    return TAKES.allows(by, subject)


def can_lift(by: Viewer, measure: Measure) -> bool:
    """Whether the page offers to lift a restriction."""
    return STATES.may(measure, State.LIFTED) and LIFTS.allows(by, measure)


def can_carry_out(by: Viewer, measure: Measure) -> bool:
    """Whether the page offers to delete."""
    return STATES.may(measure, State.DONE) and DELETES.allows(by, measure)


def can_refuse(by: Viewer, measure: Measure) -> bool:
    """Whether the page offers to refuse it, or to take it back."""
    return STATES.may(measure, State.REFUSED) and REFUSES.allows(by, measure)


def can_follow(by: Viewer, notice: OnwardNotice) -> bool:
    """Whether the page offers to say that it was followed."""
    return STAGES.may(notice, Stage.FOLLOWED) and FOLLOWS.allows(by, notice)


def _decide(by: Viewer, measure: Measure, to: State, reason: str) -> Measure:
    """Only what the law of data protection asks for needs no words: a correction that was made says why by itself."""
    because = required_reason(reason) if to != State.DONE or measure.kind != Measure.Kind.CORRECTION else ""
    measure = lock(measure)
    LIFE.move(measure, to=to, by=by, decided_by_id=by.user_id, decided_at=timezone.now(), decided_because=because)
    audit.record(f"measure.{to.value.lower()}", by=by, on=measure, kind=measure.kind, subject=measure.subject_id)
    return measure


def _tell(by: Viewer, subject: Subject, kind: OnwardNotice.Kind, agencies: list[int]) -> list[OnwardNotice]:
    """Marked as the subject is: who is not cleared for it does not learn that there is one."""
    told = [OnwardNotice.objects.create(owner_agency_id=by.agency_id, told_agency_id=agency, kind=kind,
                                        subject_number=subject.pk, classification=subject.classification) for agency in agencies]
    for notice in told:
        notify(f"protection.{kind.value.lower()}", on=notice,
               to=to_holders("protection.view_onward", agency_id=notice.told_agency_id), by=by)
        audit.record("onward.told", by=by, on=notice, kind=kind, to=notice.told_agency_id)
    return told
