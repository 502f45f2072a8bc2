"""What an agency lets others learn who ask: chosen by one person; to tell more takes a second one."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Viewer
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.models import Agency
from hub.kit.errors import Conflict, Invalid
from hub.kit.rows import lock
from intel.alerts.models import Alert
from intel.queries.levels import Level
from intel.queries.models import Disclosure
from intel.subjects.models import Subject


@dataclass(frozen=True, slots=True)
class On:
    """Of what it is said: an alert, a subject, or all else in a risk area ("ANY": in all other areas)."""

    alert: Alert | None = None
    subject: Subject | None = None
    risk_area: str = ""

    @property
    def owner_agency_id(self) -> int | None:
        """Whose thing it is; of a risk area nobody's in particular."""
        thing = self.alert or self.subject
        return None if thing is None else thing.owner_agency_id

    def columns(self) -> dict[str, Any]:
        """How it stands in the row."""
        return {"alert": self.alert, "subject": self.subject, "risk_area": self.risk_area}


IS_OWNER = Rule("queries.add_disclosure", when=lambda by, on: on.owner_agency_id in (None, by.agency_id),
                otherwise=gettext_lazy("Only the agency it belongs to says what others learn of it."))
CONFIRMS = Rule("queries.confirm_disclosure", when=lambda by, row: row.owner_agency_id == by.agency_id,
                otherwise=gettext_lazy("Only the agency it belongs to decides on it.")) & Rule(
    when=lambda by, row: row.proposed_by_id != by.user_id,
    otherwise=gettext_lazy("You proposed it. Somebody else has to confirm it.")) & SIGNED_IN_AFRESH

_DECIDED = gettext_lazy("It was decided already. Reload the page to see it as it is now.")


def disclosures(on: On | None = None) -> QuerySet[Disclosure]:
    """What the viewer's agency says, in force and proposed; of one thing, or of everything."""
    rows = Disclosure.objects.select_related("agency", "alert", "subject", "proposed_by", "decided_by").order_by("-id")
    return rows if on is None else rows.filter(**on.columns())


@atomic
def disclose(*, by: Viewer, on: On, level: str, agency: Agency | None = None) -> Disclosure:
    """Say how much others learn who ask, or one of them (`agency`). SILENT holds at once; to tell more waits for a second person.

    Raises NotAllowed, Invalid (`level`, `agency`), Conflict when something is proposed for it already.
    """
    IS_OWNER.require(by, on)
    if level not in dict(Level.given()):
        raise Invalid(_("“%(code)s” is none of the codes.") % {"code": level}, field="level")
    if agency is not None and agency.pk == by.agency_id:
        raise Invalid(_("Your own agency is asked nothing: it reads its own."), field="agency")
    waiting = disclosures(on).filter(agency=agency, decided_at__isnull=True)
    silent = {"decided_by_id": by.user_id, "decided_at": timezone.now()} if level == Level.SILENT else {}
    if silent:
        if _in_force(on, agency).filter(level=Level.SILENT).exists():
            raise Conflict(_("They learn nothing of it already."))
        waiting.delete()
        _in_force(on, agency).delete()
    try:
        with atomic():
            row = Disclosure.objects.create(owner_agency_id=by.agency_id, agency=agency, level=level,
                                            proposed_by_id=by.user_id, **on.columns(), **silent)
    except IntegrityError as error:
        if "disclosure_is_proposed_once" not in str(error) and "disclosure_is_in_force_once" not in str(error):
            raise
        raise Conflict(_("A colleague proposed something for it already. Decide on that first.")) from error
    audit.record("disclosure.lowered" if silent else "disclosure.proposed", by=by, on=row, level=level,
                 to=agency.code if agency else None)
    return row


@atomic
def confirm(*, by: Viewer, disclosure: Disclosure) -> Disclosure:
    """Let others learn what somebody else proposed, in the place of what was in force. Raises NotAllowed, NotFound, Conflict."""
    disclosure = _still_proposed(by, disclosure)
    _in_force(On(disclosure.alert, disclosure.subject, disclosure.risk_area), disclosure.agency).delete()
    disclosure.decided_by_id, disclosure.decided_at = by.user_id, timezone.now()
    disclosure.save(update_fields=["decided_by", "decided_at"])
    audit.record("disclosure.raised", by=by, on=disclosure, level=disclosure.level,
                 to=disclosure.agency.code if disclosure.agency else None)
    return disclosure


@atomic
def drop(*, by: Viewer, disclosure: Disclosure) -> None:
    """Drop a proposal: one's own, or that of somebody else. What was in force stays. Raises NotAllowed, NotFound, Conflict."""
    if disclosure.proposed_by_id != by.user_id:
        CONFIRMS.require(by, disclosure)
    dropped, _rows = Disclosure.objects.filter(pk=disclosure.pk, decided_at__isnull=True).delete()
    if not dropped:
        raise Conflict(_DECIDED)
    audit.record("disclosure.dropped", by=by, on=disclosure)


def can_disclose(by: Viewer, on: On) -> bool:
    """Whether the page offers to say something."""
    return IS_OWNER.allows(by, on)


def can_confirm(by: Viewer, disclosure: Disclosure) -> bool:
    """Whether the page offers to confirm a proposal."""
    return disclosure.decided_at is None and CONFIRMS.allows(by, disclosure)


def can_drop(by: Viewer, disclosure: Disclosure) -> bool:
    """Whether the page offers to drop one."""
    return disclosure.decided_at is None and (disclosure.proposed_by_id == by.user_id or CONFIRMS.allows(by, disclosure))


def _still_proposed(by: Viewer, disclosure: Disclosure) -> Disclosure:
    CONFIRMS.require(by, disclosure)
    disclosure = lock(disclosure)
    if disclosure.decided_at is not None:
        raise Conflict(_DECIDED)
    return disclosure


def _in_force(on: On, agency: Agency | None) -> QuerySet[Disclosure]:
    return Disclosure.objects.filter(agency=agency, decided_at__isnull=False, **on.columns())
