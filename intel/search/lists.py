"""Lists are narrowed by words as the search finds them: the newest MOST that fit, of the rows of one model."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from hub.kit.errors import Invalid
from intel.search.asking import SHORTEST, Group, Question, question_of
from intel.search.finding import groups_json
from intel.search.kinds import KINDS

#: A list of what was found has no more rows than these, the newest; who has more says more words.
MOST = 10_000

_IDS = "select object_id from search_found(array[%s], %s::jsonb, %s::jsonb, %s, %s, %s, %s)"


class InLists:
    """The finder of `hub.kit.searching.FoundFilter`. A word may go on; where none is written so, what sounds so is found."""

    def check(self, typed: str) -> None:
        """Raises Invalid."""
        if not question_of(typed).wanted:
            raise Invalid(_("Type a word or a number."), field="q")

    def find(self, model: type[Model], typed: str) -> Sequence[int]:
        """Numbers of rows that fit, newest first."""
        question = question_of(typed)
        if question.kind and model._meta.label_lower not in KINDS[question.kind].rows:
            return ()
        written = replace(question, wanted=tuple(map(_going_on, question.wanted)))
        return _found(model, written) or _found(model, question)


def _going_on(group: Group) -> Group:
    return group if group.phrase or len(group.words) < SHORTEST else replace(group, begins=True)


def _found(model: type[Model], question: Question) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_IDS, [model._meta.label_lower, groups_json(question.wanted), groups_json(question.unwanted),
                              question.agency_id, question.begins_at, question.ends_at, MOST])
        return [pk for [pk] in cursor.fetchall()]
