"""What people are told of subjects: never their names."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.kit.room import Tells, Topic

_PAGE: dict[str, Any] = {"of": "subjects.subject", "page": "subjects:detail", "listed": "subjects:list", "reference": ""}
_PROPOSER: dict[str, Any] = {"topic": Topic.STEPS, **_PAGE, "life": "subjects.subjectproposal", "about": "subject_id",
                             "writer": "proposed_by_id"}

TELLS = (
    Tells("subject.proposed", Topic.DECISIONS, **_PAGE,
          words=_("What a colleague proposed about a subject waits for a second person.")),
    Tells("subject.proposal_approved", **_PROPOSER, words=_("What you proposed about a subject was approved.")),
    Tells("subject.proposal_refused", **_PROPOSER, words=_("What you proposed about a subject was refused.")),
    Tells("subject.shared", Topic.SHARED, **_PAGE, words=_("%(agency)s shared a subject with you."),
          several=_("%(count)s subjects were shared with you.")),
)
