"""Putting a change or a wider audience of a subject before a second person. Until then nothing of it is so."""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from agencies.markings.classification import strictest
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from hub.kit.errors import Conflict
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject, SubjectProposal


def propose_change(*, by: Viewer, subject: Subject, before: SubjectEntry, after: SubjectEntry) -> SubjectProposal:
    """Propose that a subject, which the caller has locked, becomes so. Raises Conflict when a change waits already."""
    proposal = _propose(by, subject, kind=SubjectProposal.Kind.CHANGE, entry=after.as_json(),
                        classification=strictest([before.classification, after.classification]))
    audit.record("subject.change_proposed", by=by, on=subject, proposal=proposal.pk, fields=before.differs(after))
    return proposal


def propose_sharing(*, by: Viewer, subject: Subject, groups: Collection[int]) -> SubjectProposal:
    """Propose that these groups see a subject, which the caller has locked. Raises Conflict when that waits already."""
    proposal = _propose(by, subject, kind=SubjectProposal.Kind.SHARE, groups=sorted(groups),
                        classification=subject.classification)
    audit.record("subject.sharing_proposed", by=by, on=subject, proposal=proposal.pk, audience=sorted(groups))
    return proposal


def _propose(by: Viewer, subject: Subject, *, kind: SubjectProposal.Kind, **content: Any) -> SubjectProposal:
    try:
        with atomic():
            proposal = SubjectProposal.objects.create(
                subject=subject, owner_agency_id=subject.owner_agency_id, kind=kind, written_on=subject.revision,
                proposed_by_id=by.user_id, **content)
    except IntegrityError as error:
        if "proposal_waits_once" not in str(error):
            raise
        raise Conflict(_("Something like it waits for a second person already. Have it decided or taken back first.")) from error
    notify("subject.proposed", on=subject, to=to_holders("subjects.approve_subject", agency_id=subject.owner_agency_id), by=by)
    return proposal
