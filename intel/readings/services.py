"""Asking why somebody used a release, and answering."""

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from agencies.notices.addressees import to_holders, to_person
from agencies.notices.announcing import notify
from hub.kit.errors import Conflict, Invalid
from hub.kit.limits import NOTE
from hub.kit.text import require_seen
from intel.readings.life import ANSWER, ASKS, LIFE, WRITE
from intel.readings.models import Question, Use

#: What a question says of the use that it is about.
_SAME = ("release_id", "reference", "person_id", "act", "at", "event", "purpose", "classification")


@atomic
def ask_why(*, by: Viewer, use: Use, question: str) -> Question:
    """Ask the reader's agency why. It learns who asks. Raises NotAllowed, Invalid (`question`), Conflict when it was asked."""
    ASKS.require(by, use)
    words = _checked(question, "question")
    try:
        with atomic():
            row = Question.objects.create(
                use=use, asking_agency_id=by.agency_id, asked_agency_id=use.reader_agency_id, question=words,
                asked_by_id=by.user_id, asked_at=timezone.now(), due_at=timezone.now(),
                **{name: getattr(use, name) for name in _SAME})
    except IntegrityError as error:
        if "question_is_about_a_use" in str(error):
            raise
        raise Conflict(_("It was asked already. Reload the page.")) from error
    audit.record("question.asked", by=by, on=row)
    notify("question.asked", on=row, to=to_holders(WRITE, agency_id=row.asked_agency_id))
    return row


@atomic
def answer(*, by: Viewer, question: Question, answer: str, revision: int | None) -> Question:
    """Answer it, for the agency asked; not who it is about. Raises NotAllowed, WrongState, Conflict, Invalid (`answer`)."""
    with LIFE.moving(question, ANSWER, by=by, revision=revision) as row:
        row.answer, row.answered_by_id, row.answered_at = _checked(answer, "answer"), by.user_id, timezone.now()
    notify("question.answered", on=row, to=to_person(row.asked_by_id))
    return row


def can_ask(by: Viewer, use: Use) -> bool:
    """Whether the page offers to ask why."""
    return not hasattr(use, "question") and ASKS.allows(by, use)


def can_answer(by: Viewer, question: Question) -> bool:
    """Whether the page offers to answer."""
    return LIFE.allows(ANSWER, by, question)


def _checked(words: str, field: str) -> str:
    words = words.strip()
    require_seen(words, field)
    if not words:
        raise Invalid(_("Write what you want to know, or why it was."), field=field)
    if len(words) > NOTE:
        raise Invalid(_("At most %(most)s characters.") % {"most": NOTE}, field=field)
    return words
