"""What is kept how long, as `docs/data-protection.md` shows it: by the codes that every hub begins with."""

from django.utils import translation

from agencies.markings.loading import official_codes
from hub.kit import room


def in_markdown() -> str:
    """The table, in English."""
    codes = {code.code: code for code in official_codes() if code.scheme == "retention"}
    with translation.override("en"):
        rows = [f"| {kept.words} | {codes[kept.code].amount} days | {codes[kept.code].label_en} | {kept.gone} | `{kept.code}` |"
                for kept in room.keeps().values()]
    return "\n".join(["| what | kept | counted | what goes, what stays | code |", "| --- | --- | --- | --- | --- |", *rows])
