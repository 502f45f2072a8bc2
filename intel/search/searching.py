"""One search: read what was typed, find, show a page of it, and note it in the log."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.access import Viewer, require
from agencies.access.door import number_of
from agencies.audit import record
from hub.kit.errors import Invalid
from intel.search.asking import Question, question_of
from intel.search.finding import MOST, Answer, find
from intel.search.kinds import KINDS
from intel.search.models import News
from intel.search.showing import Shown, shown

#: Lines of a page, and pages.
SIZE = 25
PAGES = MOST * len(KINDS) // SIZE
#: Operators that can be given beside the text.
CHOICES = ("kind", "agency", "since", "until")
#: Narrows to what is new, by the number of the viewer's `News`.
NEW = "new"


@dataclass(frozen=True, slots=True)
class Result:
    """A question, all that was found, and the lines of one page of it."""

    question: Question
    answer: Answer
    lines: list[Shown]
    page: int = 1

    @property
    def count(self) -> int:
        """How many things were found, of those that are counted."""
        return len(self.answer.things)

    @property
    def is_last(self) -> bool:
        """Whether no page follows."""
        return self.page * SIZE >= self.count


def search(given: Mapping[str, str], *, by: Viewer) -> Result:
    """Search as `?q=…&kind=…&agency=…&since=…&until=…&page=…` has it; with `new`, what is new since these news.

    Raises NotAllowed, Invalid.
    """
    require(by, "search.view_entry")
    question = question_in(given)
    page = number_of(given.get("page", "1") or "1")
    if page is None or not 1 <= page <= PAGES:
        raise Invalid(_("There are pages 1 to %(last)s.") % {"last": PAGES}, field="page")
    answer = find(question, by=by, after=_after(given.get(NEW, "")))
    lines = shown(answer.things[(page - 1) * SIZE:page * SIZE], question)
    if question.terms:
        record("search.made", by=by, terms=question.terms, found=len(answer.things),
               filters={name: value for name in (*CHOICES, NEW) if (value := given.get(name, "").strip())})
    return Result(question, answer, lines, page)


def _after(number: str) -> str:
    if not number:
        return ""
    news = News.objects.filter(pk=number_of(number)).first()
    if news is None:
        raise Invalid(_("You have no such news."), field=NEW)
    return news.after


def question_in(given: Mapping[str, str]) -> Question:
    """The question that an address asks. Raises Invalid."""
    return question_of(given.get("q", ""), **{name: given.get(name, "").strip() for name in CHOICES})
