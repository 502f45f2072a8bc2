"""What two agencies arrange, before it is a row: checked, with the field that is wrong."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.markings.models import codes_in_force
from hub.kit.errors import Invalid
from hub.kit.limits import NOTE, SEVERAL
from hub.kit.text import require_seen
from intel.arrangements.codes import ANY, RELEASABLE, RISK_AREAS, Told
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
class ReleaseTermEntry:
    """What an agency (its id) releases of its own as arranged: for which purposes (none: all), up to which classification."""

    of: int
    up_to: str
    purposes: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The values of the row."""
        return {"of_agency_id": self.of, "up_to": self.up_to, "purposes": list(self.purposes)}


@dataclass(frozen=True, slots=True)
class ArrangementEntry:
    """On what ground, from when until when, in which terms: how queries are answered, and what is released as arranged."""

    legal_basis: str
    starts_on: date
    ends_on: date
    terms: tuple[TermEntry, ...]
    releases: tuple[ReleaseTermEntry, ...] = ()

    @classmethod
    def of(cls, row: Arrangement) -> "ArrangementEntry":
        """What a row says."""
        terms = row.terms.order_by("of_agency", "risk_area", "purposes")
        return cls(row.legal_basis, row.starts_on, row.ends_on, tuple(
            TermEntry(term.of_agency_id, term.level, term.risk_area, tuple(term.purposes)) for term in terms), tuple(
            ReleaseTermEntry(term.of_agency_id, term.up_to, tuple(term.purposes))
            for term in row.release_terms.order_by("of_agency", "purposes")))

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
    if not entry.terms and not entry.releases:
        raise Invalid(_("Write at least one term."), field="terms")
    for name, given in (("terms", entry.terms), ("releases", entry.releases)):
        if len(given) > SEVERAL:
            raise Invalid(_("At most %(most)s of them.") % {"most": SEVERAL}, field=name)
    return ArrangementEntry(basis, entry.starts_on, entry.ends_on, _checked_terms(entry.terms, sides),
                            _checked_releases(entry.releases, sides))


def _checked_terms(terms: Collection[TermEntry], sides: Collection[int]) -> tuple[TermEntry, ...]:
    known = {"risk_area": set(dict(RISK_AREAS)), "level": set(Told.values), "purposes": _purposes()}
    kept: dict[tuple[Any, ...], TermEntry] = {}
    for number, term in enumerate(terms):
        path = f"terms.{number}"
        _require_known(path, term.of, sides, {
            "risk_area": {term.risk_area}, "level": {term.level}, "purposes": set(term.purposes)}, known)
        tidy = TermEntry(term.of, term.level, term.risk_area, tuple(sorted(set(term.purposes))))
        if kept.setdefault((tidy.of, tidy.risk_area, tidy.purposes), tidy) is not tidy:
            raise Invalid(_("This is said twice. Leave one out."), field=path)
    return tuple(kept.values())


def _checked_releases(terms: Collection[ReleaseTermEntry], sides: Collection[int]) -> tuple[ReleaseTermEntry, ...]:
    known = {"up_to": set(RELEASABLE), "purposes": _purposes()}
    kept: dict[tuple[Any, ...], ReleaseTermEntry] = {}
    for number, term in enumerate(terms):
        path = f"releases.{number}"
        _require_known(path, term.of, sides, {"up_to": {term.up_to}, "purposes": set(term.purposes)}, known)
        tidy = ReleaseTermEntry(term.of, term.up_to, tuple(sorted(set(term.purposes))))
        if kept.setdefault((tidy.of, tidy.purposes), tidy) is not tidy:
            raise Invalid(_("This is said twice. Leave one out."), field=path)
    return tuple(kept.values())


def _purposes() -> set[str]:
    return set(codes_in_force("purpose").values_list("code", flat=True))


def _require_known(path: str, of: int, sides: Collection[int], said: Mapping[str, set[str]],
                   known: Mapping[str, set[str]]) -> None:
    """Raise Invalid for a term of neither side, and for codes that there are not."""
    if of not in sides:
        raise Invalid(_("A term is about things of one of the two agencies."), field=f"{path}.of")
    for name, codes in said.items():
        if unknown := sorted(codes - known[name]):
            raise Invalid(_("“%(code)s” is none of the codes.") % {"code": unknown[0]}, field=f"{path}.{name}")
