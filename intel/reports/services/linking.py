"""Links between reports. A link is seen by who sees both ends."""

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from hub.kit.errors import Conflict, Invalid, NotFound, WrongState
from intel.reports.life import IS_OWN
from intel.reports.models import Report, ReportLink
from intel.reports.states import State


@atomic
def link_reports(*, by: Viewer, source: Report, target: Report, kind: str) -> ReportLink:
    """Say that a report of one's own agency points to another that one sees.

    Raises NotAllowed, WrongState, NotFound, Invalid (`kind`, `target`), Conflict when they are linked so already.
    """
    IS_OWN.require(by, source)
    if source.state == State.WITHDRAWN:
        raise WrongState(_("A withdrawn report is not linked any more."))
    if kind not in ReportLink.Kind.values:
        raise Invalid(_("“%(kind)s” is no kind of link.") % {"kind": kind}, field="kind")
    if source.pk == target.pk:
        raise Invalid(_("A report cannot be linked to itself."), field="target")
    if not Report.objects.filter(pk=target.pk).exists():
        raise NotFound
    try:
        with atomic():
            link = ReportLink.objects.create(source=source, target=target, kind=kind, created_by_id=by.user_id)  # type: ignore[misc]
    except IntegrityError as error:
        raise Conflict(_("They are linked so already."), field="target") from error
    audit.record("report.linked", by=by, on=source, target=str(target), kind=kind)
    return link


@atomic
def unlink_reports(*, by: Viewer, link: ReportLink) -> None:
    """Take a link away again. Raises NotAllowed."""
    IS_OWN.require(by, link.source)
    audit.record("report.unlinked", by=by, on=link.source, target=str(link.target), kind=link.kind)
    link.delete()


def can_link(by: Viewer, report: Report) -> bool:
    """Whether `link_reports` would let this person begin at this report."""
    return report.state != State.WITHDRAWN and IS_OWN.allows(by, report)
