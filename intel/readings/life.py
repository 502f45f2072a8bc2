"""Who asks why somebody used a release, and who answers."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access.lifecycle import Life, Move
from agencies.access.rules import Rule
from agencies.access.two_sided import one_side
from intel.readings.models import Question
from intel.readings.states import STATES, QuestionState, UseAct

VIEW, WRITE = "releases.view_release", "releases.write_release"
#: What a person did by themselves, and can be asked about.
BY_THEMSELVES = (UseAct.SEARCHED, UseAct.READ, UseAct.EXPORTED)

ASKS = Rule(WRITE, when=lambda by, use: use.owner_agency_id == by.agency_id and use.act in BY_THEMSELVES,
            otherwise=gettext_lazy("Ask about what a person did: who searched it out, read it or took a copy."))
_ANOTHERS = Rule(when=lambda by, question: question.person_id != by.user_id,
                 otherwise=gettext_lazy("It is about what you did: a colleague answers."))
ANSWER = Move(QuestionState.ANSWERED, one_side("asked_agency", WRITE, otherwise=gettext_lazy("Only the agency asked answers."))
              & _ANOTHERS, "question.answered")


def _changed(row: object) -> str:
    return _("This was changed since you opened it. Reload the page and read it again.")


LIFE: Life[Question] = Life(STATES, conflict=_changed)
