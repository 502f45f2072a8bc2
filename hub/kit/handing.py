"""What of a room's rows somebody holds, and a colleague can go on with: said in its `apps.py`, as `handed = (HandedOver(…), …)`.

    HandedOver("hits.hit", words=_("Hits being verified"), act="hits.judge_hit", page="hits:detail",
               while_in=("UNDER_VERIFICATION",), holder="taken_by")
    HandedOver("reports.report", words=_("Draft reports"), act="reports.change_report", page="reports:detail",
               while_in=("DRAFT", "SUBMITTED"), author="author")

`agencies/handover` does the rest.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Rows of a model that are somebody's work while their `state` is one of `while_in`; without `act` nobody holds one.

    Who holds a row stands in its own column `holder`; or else in `agencies.handover.models.Holding`, and until it is first
    handed over it is the `author`'s (without one: nobody's). `page` is the page of one row.
    """

    of: str
    words: Any
    act: str
    page: str
    while_in: tuple[str, ...]
    holder: str = ""
    author: str = ""
