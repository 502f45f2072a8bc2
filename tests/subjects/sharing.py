"""Subjects of the tests that others see, shared by one person and confirmed by another."""

from typing import Any

from agencies.access import Viewer, looking_as
from agencies.access.grants import reader_groups
from intel.subjects.models import Subject, SubjectProposal
from intel.subjects.services import approve, register_subject
from tests.world import World, second_person


def confirmed(by: Viewer, proposal: SubjectProposal) -> SubjectProposal:
    """The proposal, approved by a supervisor of the same agency."""
    second = second_person(by)
    with looking_as(second):
        return approve(by=second, proposal=proposal, revision=proposal.revision)


def shared(world: World, by: Viewer, *, to: tuple[str, ...], **given: Any) -> Subject:
    """A subject that the viewer registered for these agencies, and a second person let them see."""
    with looking_as(by):
        subject = register_subject(
            by=by, groups=reader_groups([world.agencies[code] for code in to], act="subjects.view_subject"), **given)
        proposal = SubjectProposal.objects.get(subject=subject)
    confirmed(by, proposal)
    with looking_as(by):
        return Subject.objects.get(pk=subject.pk)
