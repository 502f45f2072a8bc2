"""What somebody typed, as a question: words, phrases, what is not wanted, and operators in English and Spanish.

    fardos "ropa usada" contraband* -libros kind:alert agency:AN since:2026-01-01

A colon after anything else is a sign like others. `"…"` stands for words that follow each other, a hyphen before a word or
phrase for what must not occur, an asterisk after a word for whatever begins so.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.limits import LINE
from hub.kit.moments import begins, ends
from hub.kit.searching import MOST_WORDS
from hub.kit.text import require_seen
from intel.search.kinds import KINDS

#: Fewer letters begin too much.
SHORTEST = 3
_PIECE = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_OPERATORS = {"kind": "kind", "tipo": "kind", "agency": "agency", "agencia": "agency", "since": "since", "desde": "since",
              "until": "until", "hasta": "until"}


@dataclass(frozen=True, slots=True)
class Group:
    """Words that are looked for together: a word, a phrase, or a number with its hyphens. `begins`: the last one may go on."""

    words: str
    phrase: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for. All of `wanted` and nothing of `unwanted`; of one kind, one agency, between two days, or of any."""

    terms: str = ""
    wanted: tuple[Group, ...] = ()
    unwanted: tuple[Group, ...] = ()
    kind: str = ""
    agency: str = ""
    since: date | None = None
    until: date | None = None
    agency_id: int | None = field(default=None, compare=False)

    @property
    def begins_at(self) -> datetime | None:
        """The first moment of `since`."""
        return begins(self.since) if self.since else None

    @property
    def ends_at(self) -> datetime | None:
        """The last moment of `until`."""
        return ends(self.until) if self.until else None


def question_of(typed: str, **chosen: str) -> Question:
    """Read what was typed; `chosen` are operators given beside it (`kind="alert"`), which go before those in the text.

    Raises Invalid with what is wrong and what there is.
    """
    terms = " ".join(typed.split())
    _require_line(typed, terms)
    found = Question(terms=terms)
    for piece in _PIECE.finditer(terms):
        found = _with(found, piece)
    for operator, value in chosen.items():
        if value:
            found = replace(found, **_meant(operator, value))
    if len(found.wanted) + len(found.unwanted) > MOST_WORDS:
        raise Invalid(_("At most %(most)s words.") % {"most": MOST_WORDS}, field="q")
    if found.unwanted and not found.wanted:
        raise Invalid(_("Say what to find, too: what begins with a hyphen is left out of it."), field="q")
    if found.since and found.until and found.since > found.until:
        raise Invalid(_("It ends before it begins."), field="until")
    return found


def _require_line(typed: str, terms: str) -> None:
    if len(typed) > LINE:
        raise Invalid(_("At most %(most)s characters.") % {"most": LINE}, field="q")
    if not typed.isascii() and any("\ud800" <= sign <= "\udfff" for sign in typed):
        raise Invalid(_("The request could not be read."), field="q")
    require_seen(terms, "q")


def _with(found: Question, piece: re.Match[str]) -> Question:
    phrase, word = piece["phrase"], piece["word"]
    if phrase is not None:
        group = Group(phrase.strip(), phrase=True)
    else:
        operator, colon, value = word.partition(":")
        if colon and value and not piece["no"] and operator.casefold() in _OPERATORS:
            return replace(found, **_meant(_OPERATORS[operator.casefold()], value))
        group = Group(word.rstrip("*"), begins=word.endswith("*"))
    letters = sum(sign.isalnum() for sign in group.words)
    if not letters:
        return found
    if group.begins and letters < SHORTEST:
        raise Invalid(_("Write %(least)s letters or digits before an asterisk.") % {"least": SHORTEST}, field="q")
    if len(group.words.split()) > MOST_WORDS:
        raise Invalid(_("At most %(most)s words.") % {"most": MOST_WORDS}, field="q")
    return replace(found, unwanted=(*found.unwanted, group)) if piece["no"] else replace(found, wanted=(*found.wanted, group))


def _meant(operator: str, value: str) -> dict[str, Any]:
    if operator == "kind":
        return {"kind": _kind(value)}
    if operator == "agency":
        agency = Agency.objects.taking_part().filter(code__iexact=value).first() if value.isprintable() else None
        if agency is None:
            codes = ", ".join(Agency.objects.taking_part().values_list("code", flat=True))
            raise Invalid(_("There is no such agency. There are: %(known)s.") % {"known": codes}, field="agency")
        return {"agency": agency.code, "agency_id": agency.pk}
    return {operator: _day(operator, value)}


def _kind(value: str) -> str:
    for kind in KINDS.values():
        if value.casefold() in (kind.code, *kind.called):
            return kind.code
    spanish = get_language() == "es"
    known = ", ".join(kind.called[1] if spanish else kind.code for kind in KINDS.values())
    raise Invalid(_("There is no such kind. There are: %(known)s.") % {"known": known}, field="kind")


def _day(operator: str, value: str) -> date:
    """A day, or the first day of a year or month, of `until` the last."""
    try:
        if re.fullmatch(r"[0-9]{4}", value):
            return date(int(value), 1, 1) if operator == "since" else date(int(value), 12, 31)
        day = parse_date(value) if value.isascii() else None
    except ValueError:
        day = None
    if day is None or day.year < 1900:
        raise Invalid(_("Write the day as 2026-01-31, or a year."), field=operator)
    return day
