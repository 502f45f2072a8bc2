"""What an agency lets others learn who ask: chosen by one person; to tell more takes a second one."""

from collections.abc import Iterable
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
from agencies.access.audience import Seers, given_into, who_will_see
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.markings.classification import Classification
from agencies.models import Agency
from agencies.sharing.models import Epoch
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


@dataclass(frozen=True, slots=True)
class To:
    """For whom it is said: one other agency, a sharing group as it was at an epoch (both by id), or all others."""

    agency: Agency | None = None
    sharing_group: int | None = None
    epoch: int | None = None

    @classmethod
    def of(cls, row: Disclosure) -> "To":
        """Those of a row; the viewer need not know of the group."""
        return cls(row.agency, row.sharing_group_id, row.epoch_id)

    def whom(self) -> dict[str, Any]:
        """How it stands in the row, but for the epoch: a group is told one thing at a time."""
        return {"agency": self.agency, "sharing_group_id": self.sharing_group}

    def columns(self) -> dict[str, Any]:
        """How it stands in the row."""
        return {**self.whom(), "epoch_id": self.epoch}

    def named(self) -> dict[str, Any]:
        """How the log names them."""
        return {"to": self.agency.code if self.agency else None, "group": self.sharing_group}


IS_OWNER = Rule("queries.add_disclosure", when=lambda by, on: on.owner_agency_id in (None, by.agency_id),
                otherwise=gettext_lazy("Only the agency it belongs to says what others learn of it."))
CONFIRMS = Rule("queries.confirm_disclosure", when=lambda by, row: row.owner_agency_id == by.agency_id,
                otherwise=gettext_lazy("Only the agency it belongs to decides on it.")) & Rule(
    when=lambda by, row: row.proposed_by_id != by.user_id,
    otherwise=gettext_lazy("You proposed it. Somebody else has to confirm it.")) & SIGNED_IN_AFRESH

_DECIDED = gettext_lazy("It was decided already. Reload the page to see it as it is now.")


def disclosures(on: On | None = None) -> QuerySet[Disclosure]:
    """What the viewer's agency says, in force and proposed; of one thing, or of everything."""
    rows = Disclosure.objects.select_related(
        "agency", "sharing_group", "epoch", "alert", "subject", "proposed_by", "decided_by").order_by("-id")
    return rows if on is None else rows.filter(**on.columns())


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said as a page shows it: with who would learn it, where the viewer decides on it, and what the viewer may do."""

    row: Disclosure
    learners: list[Seers]
    can_confirm: bool
    can_drop: bool


def shown(by: Viewer, rows: Iterable[Disclosure]) -> list[Shown]:
    """For a page. Who would learn is asked for proposals to sharing groups alone."""
    return [Shown(row, learners(by, row.epoch) if row.epoch and can_confirm(by, row) else [],
                  can_confirm(by, row), can_drop(by, row)) for row in rows]


def learners(by: Viewer, epoch: Epoch) -> list[Seers]:
    """Who in other agencies learns it that is said to a sharing group as it was then, as far as the viewer may know."""
    seers = who_will_see([epoch.group_id], classification=Classification.UNCLASSIFIED, by=by, act="queries.add_query")
    return [one for one in seers if not one.own]


@atomic
def disclose(*, by: Viewer, on: On, level: str, agency: Agency | None = None, sharing_group: int | None = None) -> Disclosure:
    """Say how much others learn who ask; or one of them (`agency`), or those in a sharing group as it is now.

    SILENT holds at once; to tell more waits for a second person.
    Raises NotAllowed, Invalid (`level`, `agency`, `sharing_group`), Conflict when something is proposed for it already.
    """
    IS_OWNER.require(by, on)
    if level not in dict(Level.given()):
        raise Invalid(_("“%(code)s” is none of the codes.") % {"code": level}, field="level")
    to = _to(by, level, agency, sharing_group)
    silent = {"decided_by_id": by.user_id, "decided_at": timezone.now()} if level == Level.SILENT else {}
    if silent:
        if _in_force(on, to).filter(level=Level.SILENT).exists():
            raise Conflict(_("They learn nothing of it already."))
        disclosures(on).filter(decided_at__isnull=True, **to.whom()).delete()
        _in_force(on, to).delete()
    try:
        with atomic():
            row = Disclosure.objects.create(owner_agency_id=by.agency_id, level=level, proposed_by_id=by.user_id,
                                            **on.columns(), **to.columns(), **silent)
    except IntegrityError as error:
        if "disclosure_is_proposed_once" not in str(error) and "disclosure_is_in_force_once" not in str(error):
            raise
        raise Conflict(_("A colleague proposed something for it already. Decide on that first.")) from error
    audit.record("disclosure.lowered" if silent else "disclosure.proposed", by=by, on=row, level=level, **to.named())
    return row


@atomic
def confirm(*, by: Viewer, disclosure: Disclosure) -> Disclosure:
    """Let others learn what somebody else proposed, in the place of what was in force. Raises NotAllowed, NotFound, Conflict."""
    disclosure = _still_proposed(by, disclosure)
    to = To.of(disclosure)
    if to.epoch and not given_into().filter(pk=to.epoch).exists():
        raise Conflict(_("The group ended, or your agency gives nothing into it any more."))
    _in_force(On(disclosure.alert, disclosure.subject, disclosure.risk_area), to).delete()
    disclosure.decided_by_id, disclosure.decided_at = by.user_id, timezone.now()
    disclosure.save(update_fields=["decided_by", "decided_at"])
    audit.record("disclosure.raised", by=by, on=disclosure, level=disclosure.level, **to.named())
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


def go_on_with(alert: Alert, *, by: Viewer) -> None:
    """What is said of an alert is said of the new version that takes its place, unless something else is said of that already."""
    new = Disclosure.objects.filter(alert=alert)
    for row in Disclosure.objects.filter(alert=alert.replaces_id).select_related("agency"):
        if not new.filter(decided_at__isnull=row.decided_at is None, **To.of(row).whom()).exists():
            Disclosure.objects.filter(pk=row.pk).update(alert=alert)
            audit.record("disclosure.went-on", by=by, on=row, new_version=alert.reference)


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


def _to(by: Viewer, level: str, agency: Agency | None, sharing_group: int | None) -> To:
    """Whom somebody chose. A group is told more by who gives into it; what was said to it is taken back by who said it."""
    if agency is not None and sharing_group is not None:
        raise Invalid(_("Give either an agency or a sharing group."), field="sharing_group")
    if agency is not None and agency.pk == by.agency_id:
        raise Invalid(_("Your own agency is asked nothing: it reads its own."), field="agency")
    if sharing_group is None:
        return To(agency)
    epochs = given_into().filter(sharing_group=sharing_group).values_list("pk", flat=True)
    said = disclosures().filter(sharing_group=sharing_group, decided_at__isnull=False).values_list("epoch", flat=True)
    epoch = epochs.first() or (said.first() if level == Level.SILENT else None)
    if epoch is None:
        raise Invalid(_("There is no such sharing group, or you do not give into it."), field="sharing_group")
    return To(None, sharing_group, epoch)


def _in_force(on: On, to: To) -> QuerySet[Disclosure]:
    return Disclosure.objects.filter(decided_at__isnull=False, **on.columns(), **to.whom())
