"""Moving a report through its life: submit, return, disseminate, withdraw. Who may is in `life.py`."""

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from agencies.access.approval import require_unchanged
from agencies.access.lifecycle import Move
from hub.kit.errors import Invalid
from hub.kit.rows import lock
from intel.reports import approval
from intel.reports.life import DISSEMINATE, DROP, LIFE, RETURN, SUBMIT, WITHDRAW
from intel.reports.models import Report, ReportGrant
from intel.reports.resting import require_consent, rests_on
from intel.reports.states import State
from intel.subjects.models import Subject
from intel.subjects.services import share_approved

#: What must be said when a natural person is a subject: 28 CFR 23.20; CIS Reg. 515/97 Art. 27(2).
PERSON_NEEDS = ("purpose", "legal_basis", "suspicion_basis")


def submit(*, by: Viewer, report: Report, revision: int | None) -> Report:
    """Hand a draft in for dissemination by somebody else.

    When a natural person is a subject it needs purpose, legal basis and basis of suspicion; of what other agencies told,
    their word that it may go to its audience. `revision`, here and below, is the one the person had before their eyes.
    Raises NotAllowed, WrongState, Conflict, Invalid.
    """
    with LIFE.moving(report, SUBMIT, by=by, revision=revision) as report:
        _check_persons(report)
        require_consent(report)
        report.submitted_as = approval.fingerprints(report)
    return report


def return_to_author(*, by: Viewer, report: Report, reason: str, revision: int | None) -> Report:
    """Give a submitted report back to its author, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    with LIFE.moving(report, RETURN, by=by, revision=revision, reason=reason) as report:
        pass
    return report


@atomic
def disseminate(*, by: Viewer, report: Report, revision: int | None) -> Report:
    """Let the audience see a submitted report, and with it the subjects of its agency that it is about.

    Only another person than the author, with this right, and only as it was submitted: when its audience or a subject
    changed since, it has to be returned. Whoever else's information it holds must have let it go, now as when it was
    submitted. A new version takes the place of the one it was written for. Raises NotAllowed, WrongState, Conflict, Invalid.
    """
    for subject in own_subjects(report):
        lock(subject)  # first: nobody changes them while the report goes out
    groups = sorted(ReportGrant.objects.filter(content_object=report).values_list("group_id", flat=True))
    with LIFE.moving(report, DISSEMINATE, by=by, revision=revision, audience=groups, **rests_on(report)) as report:
        report.approved_as = approval.fingerprints(report)
        require_unchanged(report.submitted_as, report.approved_as, words=approval.WORDS)
        require_consent(report)
        report.disseminated_by_id, report.disseminated_at = by.user_id, timezone.now()
        _take_place(report, by=by)
    share_approved(by=by, subjects=own_subjects(report), groups=groups, because_of=report.reference)
    return report


def withdraw(*, by: Viewer, report: Report, reason: str, revision: int | None) -> Report:
    """Take a report out of use, saying why. Who saw it keeps the row, marked as withdrawn.

    Its author may while it is not disseminated, afterwards only who may disseminate.
    Raises NotAllowed, WrongState, Conflict, Invalid.
    """
    with LIFE.moving(report, _withdrawing(report), by=by, revision=revision, reason=reason) as report:
        pass
    return report


def can_submit(by: Viewer, report: Report) -> bool:
    """Whether the page offers to submit."""
    return LIFE.allows(SUBMIT, by, report)


def can_return(by: Viewer, report: Report) -> bool:
    """Whether the page offers to return."""
    return LIFE.allows(RETURN, by, report)


def can_disseminate(by: Viewer, report: Report) -> bool:
    """Whether the page offers to disseminate."""
    return LIFE.allows(DISSEMINATE, by, report)


def can_withdraw(by: Viewer, report: Report) -> bool:
    """Whether the page offers to withdraw."""
    return LIFE.allows(_withdrawing(report), by, report)


def own_subjects(report: Report) -> list[Subject]:
    """The subjects of the report that belong to its agency, which its dissemination shows to the audience."""
    links = report.subject_links.select_related("subject").filter(subject__owner_agency=report.owner_agency_id)
    return [link.subject for link in links.order_by("subject")]


def missing_for_persons(report: Report) -> list[str]:
    """The fields still empty that a report about a natural person needs; none when no person is a subject."""
    if not report.subject_links.filter(subject__kind=Subject.Kind.PERSON).exists():
        return []
    return [name for name in PERSON_NEEDS if not getattr(report, name)]


def _check_persons(report: Report) -> None:
    missing = missing_for_persons(report)
    if missing:
        words = ", ".join(str(Report._meta.get_field(name).verbose_name) for name in missing)  # type: ignore[union-attr]
        raise Invalid(_("A natural person is a subject: give %(missing)s.") % {"missing": words}, field=missing[0])


def _take_place(report: Report, *, by: Viewer) -> None:
    """End the disseminated report whose new version this is, if it is still out."""
    old = Report.objects.select_for_update(of=("self",)).filter(pk=report.replaces_id, state=State.DISSEMINATED).first()
    if old is not None:
        LIFE.move(old, to=State.WITHDRAWN, by=by, reason=_("Replaced by %(report)s.") % {"report": report.reference})
        audit.record("report.replaced", by=by, on=old, new_version=report.reference)


def _withdrawing(report: Report) -> Move:
    return DROP if report.disseminated_at is None else WITHDRAW
