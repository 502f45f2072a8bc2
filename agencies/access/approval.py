"""What an approval is of: a fingerprint of each part of what was submitted, so that nothing else is approved.

Kept with the row when it is submitted, and again when it is approved: `{"text": "1:9f86…", "subject": "1:60ab…"}`. A part
that its reader may not see is not in what they decide on, and is not compared.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from hub.kit.canonical import fingerprint
from hub.kit.errors import Conflict


def fingerprints(parts: Mapping[str, object]) -> dict[str, str]:
    """The fingerprint of each part, by its name."""
    return {name: fingerprint(part) for name, part in parts.items()}


def changed(since: Mapping[str, str] | None, now: Mapping[str, str]) -> list[str]:
    """The names of the parts that are not as they were; all of them when nothing was kept."""
    return [name for name, digest in now.items() if (since or {}).get(name) != digest]


def require_unchanged(since: Mapping[str, str] | None, now: Mapping[str, str], *, words: Mapping[str, object]) -> None:
    """Raise Conflict, naming what changed in `words`, when it is not what was submitted. A part without words names itself."""
    if names := changed(since, now):
        raise Conflict(_("This changed since it was submitted: %(parts)s. Return it, so that it is submitted as it is now.")
                       % {"parts": in_words(names, words)})


def in_words(names: Iterable[str], words: Mapping[str, object]) -> str:
    """The parts as a person reads them: "subject, audience, AN-2026-000017"."""
    return ", ".join(str(words.get(name, name)) for name in names)
