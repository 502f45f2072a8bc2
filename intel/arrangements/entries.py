"""What two agencies arrange, before it is a row: checked, with the field that is wrong."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.markings.models import codes_in_force
from hub.kit.errors import Invalid
from hub.kit.limits import NOTE, SEVERAL
from hub.kit.text import require_seen
from intel.arrangements.codes import ANY, RISK_AREAS, Told
from intel.arrangements.models import Arrangement


@dataclass(frozen=True, slots=True)
class TermEntry:
    """About things of which agency (its id) in which area, asked for which purposes (none: all), what is answered."""

    of: int
    level: str
    risk_area: str = ANY
    purposes: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The values of the row."""
        return {"of_agency_id": self.of, "level": self.level, "risk_area": self.risk_area, "purposes": list(self.purposes)}


@dataclass(frozen=True, slots=True)
class ArrangementEntry:
    """On what ground, from when until when, in which terms."""

    legal_basis: str
    starts_on: date
    ends_on: date
    terms: tuple[TermEntry, ...]

    @classmethod
    def of(cls, row: Arrangement) -> "ArrangementEntry":
        """What a row says."""
        terms = row.terms.order_by("of_agency", "risk_area", "purposes")
        return cls(row.legal_basis, row.starts_on, row.ends_on, tuple(
            TermEntry(term.of_agency_id, term.level, term.risk_area, tuple(term.purposes)) for term in terms))

    def columns(self) -> dict[str, Any]:
        """The values of the row."""
        return {"legal_basis": self.legal_basis, "starts_on": self.starts_on, "ends_on": self.ends_on}


def checked(entry: ArrangementEntry, *, sides: Collection[int]) -> ArrangementEntry:
    """The entry, tidied, if it can be kept. Raises Invalid with the field (`terms.2.purposes`) and what to do."""
    basis = entry.legal_basis.strip()
    require_seen(basis, "legal_basis")
    if not basis:
        raise Invalid(_("Say on what legal basis it stands."), field="legal_basis")
    if len(basis) > NOTE:
        raise Invalid(_("At most %(most)s characters.") % {"most": NOTE}, field="legal_basis")
    if entry.ends_on < entry.starts_on:
        raise Invalid(_("The last day lies before the first."), field="ends_on")
    if entry.ends_on < timezone.localdate():
        raise Invalid(_("This day has passed."), field="ends_on")
    if not entry.terms:
        raise Invalid(_("Write at least one term."), field="terms")
    if len(entry.terms) > SEVERAL:
        raise Invalid(_("At most %(most)s of them.") % {"most": SEVERAL}, field="terms")
    return ArrangementEntry(basis, entry.starts_on, entry.ends_on, _checked_terms(entry.terms, sides))


def _checked_terms(terms: Collection[TermEntry], sides: Collection[int]) -> tuple[TermEntry, ...]:
    known = {"risk_area": set(dict(RISK_AREAS)), "level": set(Told.values),
             "purposes": set(codes_in_force("purpose").values_list("code", flat=True))}
    kept: dict[tuple[Any, ...], TermEntry] = {}
    for number, term in enumerate(terms):
        path = f"terms.{number}"
        if term.of not in sides:
            raise Invalid(_("A term is about things of one of the two agencies."), field=f"{path}.of")
        for name, given in (("risk_area", {term.risk_area}), ("level", {term.level}), ("purposes", set(term.purposes))):
            if unknown := sorted(given - known[name]):
                raise Invalid(_("“%(code)s” is none of the codes.") % {"code": unknown[0]}, field=f"{path}.{name}")
        tidy = TermEntry(term.of, term.level, term.risk_area, tuple(sorted(set(term.purposes))))
        if kept.setdefault((tidy.of, tidy.risk_area, tidy.purposes), tidy) is not tidy:
            raise Invalid(_("This is said twice. Leave one out."), field=path)
    return tuple(kept.values())
