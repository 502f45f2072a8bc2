"""Reads of subjects that deserve a name. Row policies leave out what the viewer may not see; nothing here does."""

import re
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.access import Viewer
from agencies.access.grants import Shared, shared_with
from agencies.markings.classification import Classification
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import IdentifierKind, Subject, SubjectIdentifier, SubjectName, SubjectProposal
from intel.subjects.states import State


def newest() -> QuerySet[Subject]:
    """Every visible subject, newest first."""
    return Subject.objects.select_related("owner_agency").order_by("-id")


def named(subjects: QuerySet[Subject], terms: str) -> QuerySet[Subject]:
    """Those with a name that holds all the terms, whatever their accents, or an identifier that begins with them."""
    name = SubjectName.objects.filter(subject=OuterRef("pk"))
    for term in terms.split():
        name = name.filter(name__unaccent__icontains=term)
    found = Q(Exists(name.order_by()))
    value = re.sub(r"[^0-9A-Z@.+]", "", terms.upper())
    if value:
        numbers = SubjectIdentifier.objects.filter(
            Q(normalised__istartswith=value) | Q(value__istartswith=terms.strip()), subject=OuterRef("pk"))
        found |= Q(Exists(numbers.order_by()))
    return subjects.filter(found) if terms.strip() else subjects


def proposals() -> QuerySet[SubjectProposal]:
    """What was proposed about the subjects of the viewer's agency, newest first."""
    return SubjectProposal.objects.select_related(
        "subject__owner_agency", "proposed_by", "decided_by").order_by("-id")


def awaiting(second: Viewer) -> QuerySet[SubjectProposal]:
    """What waits for a second person who is not its proposer, oldest first."""
    return proposals().filter(state=State.WAITING).exclude(proposed_by=second.user_id).order_by("id")


def waiting_on(subject: Subject) -> list[SubjectProposal]:
    """What waits for a second person about a subject."""
    return list(proposals().filter(subject=subject, state=State.WAITING))


def changes_of(proposal: SubjectProposal) -> list[tuple[str, str, str]]:
    """What a proposed change would change: the words for each field, what it says now, and what it would say."""
    now, then = SubjectEntry.of(proposal.subject), SubjectEntry.from_json(proposal.entry)
    return [(str(_WORDS[name]), _words(name, getattr(now, name)), _words(name, getattr(then, name)))
            for name in now.differs(then)]


def new_audience_of(proposal: SubjectProposal) -> list[Shared]:
    """Who else would see the subject, by agency."""
    return shared_with(proposal.groups)


_WORDS = {
    "kind": _("Kind"), "label": _("Name"), "names": _("Further names"), "identifiers": _("Identifiers"),
    "countries": _("Countries"), "birth_dates": _("Dates of birth"), "addresses": _("Addresses"), "remarks": _("Remarks"),
    "classification": _("Classification"), "source": _("Source"), "source_ref": _("Number at the source"),
}


def _words(name: str, value: Any) -> str:
    """A field's value in one text; several values one a line."""
    if name == "names":
        return "\n".join(f"{text} ({SubjectName.Kind(kind).label})" for kind, text in value)
    if name == "identifiers":
        return "\n".join(f"{IdentifierKind(kind).label} {text} {country}".strip() for kind, text, country in value)
    if name == "kind":
        return str(Subject.Kind(value).label)
    if name == "classification":
        return str(Classification(value).label)
    return "\n".join(value) if isinstance(value, tuple) else value
