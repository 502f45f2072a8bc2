"""What of releases is kept how long (`agencies/keeping`): their words go, by one function of the database; the rows stay.

Under a legal hold beyond its day, and while its recipient's own hold keeps copies, nobody reads them (`policies.sql`).
"""

from django.utils.translation import gettext_lazy as _

from hub.kit.keeping import Kept

_BLANKS = {"purged_at": "now()"}  # a trigger does the rest: migrations/0014_kept.py

KEEPS = (
    Kept("releases.release", code="RELEASE", words=_("Releases"), page="releases:release",
         gone=_("The words of what was released; fingerprint, marks, who, when and why stay"),
         since="case when r.purged_at is null and r.receipt <> 'HELD' then coalesce(r.ended_at, r.expires_at, r.released_at) end",
         agencies=("r.holder_agency_id", "r.recipient_agency_id"), blanks=_BLANKS,
         held_with={"releases.releaserequest": "request_id"}),
    Kept("releases.consent", code="RELEASE", words=_("Consents to releases"), page="releases:consent",
         gone=_("The words of what was asked; who was asked and answered what stays"),
         since="case when r.purged_at is null then coalesce(r.decided_at, r.due_at) end",
         agencies=("r.holder_agency_id", "r.originator_agency_id"), blanks=_BLANKS,
         held_with={"releases.releaserequest": "request_id"}),
    Kept("releases.releaserequest", code="RELEASE", words=_("Requests to release"), page="releases:request",
         gone=_("The words of what was asked to be released; to whom, why, and what was decided stays"),
         since="case when r.purged_at is null and r.state not in ('SUBMITTED', 'UNDER_REVIEW')"
               " then coalesce(r.decided_at, r.updated_at) end",
         blanks=_BLANKS),
    Kept("releases.productanswer", code="RELEASE", words=_("Answers for reports after a recall"), gone=_("The answer"),
         since="r.answered_at", reference=""),
)
