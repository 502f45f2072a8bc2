"""The lists of subjects and of what is proposed of them: what their pages show, and files of them hold."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.subjects import selectors
from intel.subjects.filters import ProposalFilter, SubjectFilter
from intel.subjects.models import Subject


def _rows() -> QuerySet[Subject]:
    return selectors.newest().prefetch_related("names", "identifiers")


def _other_names(subject: Subject) -> list[str]:
    return [name.name for name in subject.names.all() if name.kind != "PRIMARY"]


def _numbers(subject: Subject) -> list[Any]:
    return [f"{number.kind} {number.value}" for number in subject.identifiers.all()]


SUBJECTS = Listing("subjects", _("Subjects"), page="subjects:list", act="subjects.view_subject", of="subject", rows=_rows,
                   filters=SubjectFilter, reference=lambda subject: f"S-{subject.pk}", columns=(
    column("name", _("Name"), "id", "use_restricted_at", name="label", other_names=_other_names, fixed=True),
    column("kind", _("Kind"), "kind"),
    column("identifiers", _("Identifiers"), identifiers=_numbers),
    column("born", _("Born"), "birth_dates"),
    column("countries", _("Countries"), "countries"),
    column("agency", _("Agency"), agency="owner_agency.code"),
    column("marking", _("Marking"), "classification", fixed=True),
))

PROPOSALS = Listing("subject-proposals", _("Awaiting a second person"), page="subjects:proposals", act="subjects.view_subject",
                    of="subject", rows=selectors.proposals, filters=ProposalFilter, columns=(
    column("subject", _("Subject"), "subject_id", "classification", subject="subject.label", fixed=True),
    column("kind", _("Kind"), "kind"),
    column("proposed_by", _("Proposed by"), "proposed_by"),
    column("since", _("Since"), "proposed_at"),
    column("state", _("State"), "state"),
    column("decided_by", _("Decided by"), "decided_by", "decided_at", "reason"),
))
