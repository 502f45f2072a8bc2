"""The life of a report: submit, return, disseminate, withdraw. Nobody disseminates what they wrote themselves."""

from collections.abc import Callable

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from hub.kit.errors import Conflict, Invalid, NotAllowed
from hub.kit.rows import lock
from intel.reports.models import Report, ReportGrant, ReportStep
from intel.reports.states import STATES, State
from intel.subjects.models import Subject
from intel.subjects.services import share_subject

#: What must be said when a natural person is a subject: 28 CFR 23.20; CIS Reg. 515/97 Art. 27(2).
PERSON_NEEDS = ("purpose", "legal_basis", "suspicion_basis")


@atomic
def submit(*, by: Viewer, report: Report, revision: int | None = None) -> Report:
    """Hand a draft in for dissemination by somebody else.

    When a natural person is a subject it needs purpose, legal basis and basis of suspicion. `revision`, where given,
    is the one the person had before their eyes. Raises NotAllowed, WrongState, Conflict, Invalid.
    """
    _require_author(by, report)
    report = _locked(report, revision)
    _move(report, to=State.SUBMITTED, by=by)
    _check_persons(report)
    audit.record("report.submitted", by=by, on=report)
    return report


@atomic
def return_to_author(*, by: Viewer, report: Report, reason: str, revision: int | None = None) -> Report:
    """Give a submitted report back to its author, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    _require_second_person(by, report)
    reason = _given(reason)
    report = _locked(report, revision)
    _move(report, to=State.DRAFT, by=by, reason=reason)
    audit.record("report.returned", by=by, on=report, reason=reason)
    return report


@atomic
def disseminate(*, by: Viewer, report: Report, revision: int | None = None) -> Report:
    """Let the audience see a submitted report, and with it the subjects of its agency that it is about.

    Only another person than the author, with this right. Raises NotAllowed, WrongState, Conflict.
    """
    _require_second_person(by, report)
    report = _locked(report, revision)
    _move(report, to=State.DISSEMINATED, by=by, disseminated_by_id=by.user_id, disseminated_at=timezone.now())
    groups = sorted(ReportGrant.objects.filter(content_object=report).values_list("group_id", flat=True))
    for subject in own_subjects(report):
        share_subject(by=by, subject=subject, groups=groups)
    audit.record("report.disseminated", by=by, on=report, audience=groups)
    return report


@atomic
def withdraw(*, by: Viewer, report: Report, reason: str, revision: int | None = None) -> Report:
    """Take a report out of use, saying why. Who saw it keeps the row, marked as withdrawn.

    Its author may while it is not disseminated, afterwards only who may disseminate.
    Raises NotAllowed, WrongState, Conflict, Invalid.
    """
    _require_may_withdraw(by, report)
    reason = _given(reason)
    report = _locked(report, revision)
    _require_may_withdraw(by, report)  # it may have been disseminated while we waited for the lock
    _move(report, to=State.WITHDRAWN, by=by, reason=reason)
    audit.record("report.withdrawn", by=by, on=report, reason=reason)
    return report


def can_submit(by: Viewer, report: Report) -> bool:
    """Whether the page offers to submit."""
    return STATES.may(report, State.SUBMITTED) and _allows(_require_author, by, report)


def can_return(by: Viewer, report: Report) -> bool:
    """Whether the page offers to return."""
    return STATES.may(report, State.DRAFT) and _allows(_require_second_person, by, report)


def can_disseminate(by: Viewer, report: Report) -> bool:
    """Whether the page offers to disseminate."""
    return STATES.may(report, State.DISSEMINATED) and _allows(_require_second_person, by, report)


def can_withdraw(by: Viewer, report: Report) -> bool:
    """Whether the page offers to withdraw."""
    return STATES.may(report, State.WITHDRAWN) and _allows(_require_may_withdraw, by, report)


def own_subjects(report: Report) -> list[Subject]:
    """The subjects of the report that belong to its agency, which its dissemination shows to the audience."""
    links = report.subject_links.select_related("subject").filter(subject__owner_agency=report.owner_agency_id)
    return [link.subject for link in links]


def missing_for_persons(report: Report) -> list[str]:
    """The fields still empty that a report about a natural person needs; none when no person is a subject."""
    if not report.subject_links.filter(subject__kind=Subject.Kind.PERSON).exists():
        return []
    return [name for name in PERSON_NEEDS if not getattr(report, name)]


def _require_author(by: Viewer, report: Report) -> None:
    require(by, "reports.change_report", when=report.author_id == by.user_id,
            otherwise=_("Only its author may submit it."))


def _require_second_person(by: Viewer, report: Report) -> None:
    require(by, "reports.disseminate_report", when=report.owner_agency_id == by.agency_id,
            otherwise=_("Only the agency it belongs to decides on it."))
    if report.author_id == by.user_id:
        raise NotAllowed(_("You wrote it: somebody else has to decide on it."))


def _require_may_withdraw(by: Viewer, report: Report) -> None:
    if report.author_id == by.user_id and report.disseminated_at is None:
        require(by, "reports.change_report")
    else:
        require(by, "reports.disseminate_report", when=report.owner_agency_id == by.agency_id,
                otherwise=_("Only the agency it belongs to may withdraw it."))


def _locked(report: Report, revision: int | None) -> Report:
    report = lock(report)
    if revision is not None and report.revision != revision:
        raise Conflict(_("This report was changed since you opened it. Reload it and read it again."))
    return report


def _move(report: Report, *, to: State, by: Viewer, reason: str = "", **also: object) -> None:
    """Move it, raise its revision so that nobody decides on an old one, and note the step."""
    STATES.move(report, to=to, revision=report.revision + 1, **also)
    ReportStep.objects.create(report=report, by_id=by.user_id, state=to, reason=reason)  # type: ignore[misc]


def _check_persons(report: Report) -> None:
    missing = missing_for_persons(report)
    if missing:
        words = ", ".join(str(Report._meta.get_field(name).verbose_name) for name in missing)  # type: ignore[union-attr]
        raise Invalid(_("A natural person is a subject: give %(missing)s.") % {"missing": words}, field=missing[0])


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Say why."), field="reason")
    return reason


def _allows(rule: Callable[[Viewer, Report], None], by: Viewer, report: Report) -> bool:
    try:
        rule(by, report)
    except NotAllowed:
        return False
    return True
