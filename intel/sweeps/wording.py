"""What patterns are called, and why in words: made when it is read, in the language that is wanted."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Every pattern with its name.
PATTERNS = [
    ("SEQUENCE", gettext_lazy("Numbers in sequence")), ("ORDERED", gettext_lazy("A list in order")),
    ("RARE", gettext_lazy("Rare values, nothing beside")), ("ONE_CASE", gettext_lazy("One case for many strangers")),
    ("UNREAD", gettext_lazy("Answers nobody reads")), ("OUT_OF_HOURS", gettext_lazy("A burst out of hours")),
    ("SPELLINGS", gettext_lazy("One subject, many spellings")), ("PRETEXTS", gettext_lazy("One subject, many reasons")),
]
_NAMES = dict(PATTERNS)

#: Beyond so many days nothing was measured.
SURE = 20_000

#: Why, for each pattern: `queries` of the `of` that were looked at for it.
_WHY = {
    "SEQUENCE": gettext_lazy(
        "%(queries)s queries ask for numbers of one block, or one number after another at the same distance."),
    "ORDERED": gettext_lazy(
        "%(queries)s of %(of)s queries for a bare name stand in the order of the alphabet, as on a list."),
    "RARE": gettext_lazy(
        "%(queries)s of %(of)s queries in a row give one rare name or number and nothing else that is known."),
    "ONE_CASE": gettext_lazy(
        "%(queries)s of %(of)s queries on one case ask, by one datum each, for people who have nothing in common."),
    "UNREAD": gettext_lazy(
        "Nobody read the answers to %(queries)s of %(of)s queries in a row."),
    "OUT_OF_HOURS": gettext_lazy(
        "%(queries)s queries within two hours, at a time at which this person and their colleagues do not ask."),
    "SPELLINGS": gettext_lazy(
        "%(queries)s queries ask for names that sound alike: spellings, dates or numbers tried one after another."),
    "PRETEXTS": gettext_lazy(
        "%(queries)s queries ask again for somebody already asked for, for another case or purpose."),
}


def name_of(pattern: str) -> str:
    """What a pattern is called."""
    return str(_NAMES[pattern])


def names_of(patterns: list[str]) -> str:
    """Several, in one line."""
    return " · ".join(map(name_of, patterns))


def why(sign: Mapping[str, Any]) -> str:
    """A sign in words, with how rare it is, as far as that is known."""
    rare = sign["days"] >= SURE
    days = {"days": f"{SURE if rare else _rounded(sign['days']):,}".replace(",", "\u00a0")}
    rarity = _("Of %(days)s days of honest work, fewer than one show as much.") if rare else \
        _("Of %(days)s days of honest work, one shows as much.")
    return f"{str(_WHY[sign['pattern']]) % sign} {rarity % days}"


def in_both(sign: Mapping[str, Any]) -> dict[str, str]:
    """A sign in words, in each language of the hub."""
    found = {}
    for language in ("en", "es"):
        with translation.override(language):
            found[language] = why(sign)
    return found


def _rounded(days: int) -> int:
    """One digit is all that is known of it: 3,456 is 3,000."""
    return int(float(f"{days:.0e}"))
