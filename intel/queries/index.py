"""The subjects of all agencies, ready to be compared with, in the process that answers queries.

Approved ones only. Which alert is in force on them, and who may learn of them, is asked of the database for each answer.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from intel import matching
from intel.matching import Profile
from intel.queries.settings import BEST, MINIMUM_PROBABILITY
from intel.screening.kept import KeptIndexes
from intel.screening.profiles import Row, of_row, rows_of_subjects
from intel.subjects.models import Subject


@dataclass(frozen=True, slots=True)
class Met:
    """A subject that may be the one asked for."""

    subject: int
    probability: float


def _rows(ids: Collection[int] | None) -> QuerySet[Subject, Row]:
    approved = Subject.objects.filter(approved_at__isnull=False, use_restricted_at__isnull=True)
    return rows_of_subjects(approved if ids is None else approved.filter(pk__in=ids))


_kept = KeptIndexes("subjects", changes="queries_subjectchange", column="subject_id", rows=_rows, profile=of_row)


def prepare() -> None:
    """Have the index ready before work is claimed, and looked after. Outside of any transaction."""
    _kept.prepare()


def met(parties: Sequence[Profile]) -> list[list[Met]]:
    """For each of the parties the subjects of any agency that it may be. Must run as the service."""
    found: list[list[Met]] = [[] for _party in parties]
    for index in _kept.by_agency().values():
        if parties and len(index):
            of_agency = matching.screen(
                index, parties, minimum_probability=MINIMUM_PROBABILITY, best=BEST, share=0.0, evidence=False)
            for mine, matches in zip(found, of_agency, strict=True):
                mine += [Met(int(match.subject), match.probability) for match in matches]
    return found


def note_changes(subjects: Collection[int]) -> None:
    """Tell the index, in the present transaction, that these subjects changed."""
    _kept.note(subjects)


def forget() -> None:
    """Drop the index of this process; the next query opens it anew."""
    _kept.forget()
