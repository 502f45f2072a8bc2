"""What waits for somebody: corrections to make, deletions to decide on, what other agencies did with what they shared."""

from django.db.models import QuerySet
from django.urls import reverse

from agencies.access import Viewer
from hub.kit.waiting import Line, Waits
from intel.protection.models import Measure, OnwardNotice
from intel.protection.selectors import measures, onward
from intel.protection.states import Stage, State


def to_correct(viewer: Viewer) -> Waits | None:
    """Corrections that somebody who changes subjects is to make."""
    waiting = measures().filter(kind=Measure.Kind.CORRECTION, state=State.WAITING)
    return _waits(viewer, waiting, mine=viewer.may("subjects.change_subject"))


def to_delete(viewer: Viewer) -> Waits | None:
    """Deletions that a second person is to decide on."""
    waiting = measures().filter(kind=Measure.Kind.DELETION, state=State.WAITING)
    return _waits(viewer, waiting, mine=viewer.may("protection.decide_deletion"))


def to_follow(viewer: Viewer) -> Waits | None:
    """What others restricted, corrected or deleted that the viewer's agency had access to."""
    if not viewer.may("protection.write_onward"):
        return None
    return Waits(line=_told, since="sent_at", mine=onward().filter(
        told_agency=viewer.agency_id, state=Stage.SENT))


def _waits(viewer: Viewer, waiting: QuerySet[Measure], *, mine: bool) -> Waits | None:
    if not viewer.may("protection.view_measure"):
        return None
    return Waits(line=_measure, since="asked_at", others=waiting.filter(asked_by=viewer.user_id),
                 mine=waiting.exclude(asked_by=viewer.user_id) if mine else None)


def _measure(measure: Measure) -> Line:
    return Line(measure.get_kind_display(), measure.reference, reverse("protection:measure", args=[measure.pk]),
                str(measure.asked_by))


def _told(notice: OnwardNotice) -> Line:
    return Line(notice.get_kind_display(), notice.reference, reverse("protection:told", args=[notice.pk]),
                notice.owner_agency.code)
