"""Deciding on what a colleague proposed about a subject: approve, refuse; or take back one's own."""

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from agencies.access.audience import require_given_into
from agencies.notices.addressees import to_groups
from agencies.notices.announcing import notify
from hub.kit.errors import Conflict
from hub.kit.rows import lock
from intel.subjects.entries import SubjectEntry
from intel.subjects.guards import require_bearable
from intel.subjects.life import APPROVE, LIFE, REFUSE, RETRACT
from intel.subjects.models import Subject, SubjectProposal
from intel.subjects.services.sharing import give, require_usable
from intel.subjects.services.writing import approve_subjects, rewrite
from intel.subjects.signals import subjects_changed


@atomic
def approve(*, by: Viewer, proposal: SubjectProposal, revision: int | None) -> SubjectProposal:
    """Let a proposal come true: the subject changes, or more people see it. Never by who proposed it.

    Raises NotAllowed, NotFound, WrongState, Invalid, Conflict when it was decided, or the subject changed, since.
    """
    APPROVE.rule.require(by, proposal)
    subject = lock(proposal.subject)  # first, as whoever changes it does
    with LIFE.moving(proposal, APPROVE, by=by, revision=revision, proposed_by=proposal.proposed_by_id) as proposal:
        if is_overtaken(proposal, subject):
            raise Conflict(_("The subject changed since this was proposed. Refuse it, so that it is proposed anew."))
        proposal.decided_by_id, proposal.decided_at = by.user_id, timezone.now()
        if proposal.kind == SubjectProposal.Kind.CHANGE:
            _change(by, subject, proposal)
        else:
            require_usable([subject])
            require_given_into(proposal.groups)
            approve_subjects([subject])
            give([subject], proposal.groups)
            audit.record("subject.shared", by=by, on=subject, proposal=proposal.pk, shared_with=proposal.groups)
            notify("subject.shared", on=subject, to=to_groups(proposal.groups), by=by)
    return proposal


@atomic
def refuse(*, by: Viewer, proposal: SubjectProposal, reason: str, revision: int | None) -> SubjectProposal:
    """Leave the subject as it is, saying why. Never by who proposed it. Raises NotAllowed, WrongState, Conflict, Invalid."""
    with LIFE.moving(proposal, REFUSE, by=by, revision=revision, reason=reason) as proposal:
        proposal.decided_by_id, proposal.decided_at, proposal.reason = by.user_id, timezone.now(), reason.strip()
    return proposal


@atomic
def retract(*, by: Viewer, proposal: SubjectProposal, revision: int | None) -> SubjectProposal:
    """Take back what one proposed oneself. Raises NotAllowed, WrongState, Conflict."""
    with LIFE.moving(proposal, RETRACT, by=by, revision=revision) as proposal:
        proposal.decided_by_id, proposal.decided_at = by.user_id, timezone.now()
    return proposal


def is_overtaken(proposal: SubjectProposal, subject: Subject) -> bool:
    """Whether the subject is not any more what it was when this was proposed."""
    return proposal.written_on != subject.revision


def can_approve(by: Viewer, proposal: SubjectProposal) -> bool:
    """Whether the page offers to approve."""
    return LIFE.allows(APPROVE, by, proposal) and not is_overtaken(proposal, proposal.subject)


def can_refuse(by: Viewer, proposal: SubjectProposal) -> bool:
    """Whether the page offers to refuse."""
    return LIFE.allows(REFUSE, by, proposal)


def can_retract(by: Viewer, proposal: SubjectProposal) -> bool:
    """Whether the page offers to take it back."""
    return LIFE.allows(RETRACT, by, proposal)


def _change(by: Viewer, subject: Subject, proposal: SubjectProposal) -> None:
    before, after = SubjectEntry.of(subject), SubjectEntry.from_json(proposal.entry)
    require_bearable(subject, after)
    rewrite([(subject, after)])
    audit.record("subject.changed", by=by, on=subject, proposal=proposal.pk, revision=subject.revision,
                 fields=before.differs(after))
    subjects_changed.send(Subject, ids=[subject.pk])
