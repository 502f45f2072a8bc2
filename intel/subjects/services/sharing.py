"""Letting more people see a subject: proposed by one person, confirmed by another."""

from collections.abc import Collection, Sequence

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from hub.kit.errors import Conflict, Invalid
from hub.kit.rows import lock
from intel.subjects.life import DECIDES, SHARES
from intel.subjects.models import Subject, SubjectGrant, SubjectProposal
from intel.subjects.services.proposing import propose_sharing
from intel.subjects.services.writing import approve_subjects

_GRANT = """
    insert into subjects_subjectgrant (content_object_id, group_id, permission_id)
    select subject, audience, %s from unnest(%s::bigint[]) subject cross join unnest(%s::int[]) audience
    on conflict do nothing returning content_object_id, group_id
"""


@atomic
def share_subject(*, by: Viewer, subject: Subject, groups: Collection[int]) -> SubjectProposal:
    """Propose that more groups see a subject; nobody does before a second person confirms it.

    Raises NotAllowed, NotFound, Conflict when a sharing waits already, Invalid when all of them see it.
    """
    SHARES.require(by, subject)
    subject = lock(subject)
    require_usable([subject])
    seen = SubjectGrant.objects.filter(content_object=subject, group__in=groups).values_list("group_id", flat=True)
    more = set(groups) - set(seen)
    if not more:
        raise Invalid(_("All of them see it already."), field="audience")
    return propose_sharing(by=by, subject=subject, groups=more)


def share_approved(*, by: Viewer, subjects: Sequence[Subject], groups: Collection[int], because_of: str) -> None:
    """Let groups see subjects as a part of what the viewer approves as the second person; nobody loses sight of any.

    For acts that are approved themselves, such as issuing an alert; `because_of` names the thing in the audit log.
    Raises NotAllowed, Conflict for one whose use is restricted.
    """
    for subject in subjects:
        DECIDES.require(by, subject)
    if groups:
        require_usable(subjects)
    approve_subjects(subjects)
    new = give(subjects, groups)
    for subject in subjects:
        if more := sorted(group for shared, group in new if shared == subject.pk):
            audit.record("subject.shared", by=by, on=subject, because_of=because_of, shared_with=more)


def can_share(by: Viewer, subject: Subject) -> bool:
    """Whether the page offers to share it."""
    return subject.use_restricted_at is None and SHARES.allows(by, subject)


def require_usable(subjects: Sequence[Subject]) -> None:
    """Raise Conflict for a subject whose use is restricted: nobody else sees it from then on, whatever was proposed before."""
    if any(subject.use_restricted_at is not None for subject in subjects):
        raise Conflict(_("Its use is restricted. It is shared with nobody else."))


def give(subjects: Sequence[Subject], groups: Collection[int]) -> list[tuple[int, int]]:
    """Add the grants that are missing: (subject, group) of each. One statement, since a list has thousands."""
    if not groups or not subjects:
        return []
    view = Permission.objects.get(content_type__app_label="subjects", codename="view_subject")
    with connection.cursor() as cursor:
        cursor.execute(_GRANT, [view.pk, [subject.pk for subject in subjects], sorted(set(groups))])
        return cursor.fetchall()
