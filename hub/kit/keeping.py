"""What of a room's rows is kept no longer than needed: said once in its `apps.py`, as `keeps = (Kept(…), …)`.

    Kept("queries.query", code="QUERY", words=_("Subjects of queries"), page="queries:detail",
         since="case when r.purged_at is null then r.asked_at end",
         blanks={"names": "'{}'", "purged_at": "now()"}, parts=(Part("queries.answer", "query_id", {"hits": "'[]'"}),))

The database keeps `retain_until` of every such row by it, and `agencies/keeping` purges at night.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of another model that go with a row, whose id they have in the column `by`; with `blanks` they stay, blanked.

    What one of several agencies wrote for itself names it in the column `agency`: it goes on its day, whatever legal hold of
    another agency keeps the row.
    """

    of: str
    by: str
    blanks: Mapping[str, str] = field(default_factory=dict)
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of a model that are kept so many days as a code of the scheme `retention` says, counted from `since`.

    All conditions are SQL on the row `r`. `since` is a moment, and null as long as nothing is counted; of a row that stays it
    has to be null once it was purged. `blanks` says which columns become what; without it the row itself goes, once nothing
    that it waits for (`waits_for`) is left. `agencies` are those that get a receipt, `held_with` the kinds whose legal hold
    holds it, too, with the column that names their row. `reference` is what a receipt calls the row; without one there is a
    receipt for many, and no legal hold. The receipt of a row that is shared counts the row alone. `page` is the page of one row,
    `gone` says what goes.
    """

    of: str
    code: str
    words: Any
    gone: Any
    since: str
    agencies: tuple[str, ...] = ("r.owner_agency_id",)
    reference: str = "r.reference"
    page: str = ""
    blanks: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    waits_for: tuple[Part, ...] = ()
    held_with: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_shared(self) -> bool:
        """Whether several agencies keep it, or it waits for what several keep: then what one does shows the others nothing."""
        from hub.kit.room import keeps

        return len(self.agencies) > 1 or any(keeps()[part.of].is_shared for part in self.waits_for if part.of in keeps())


def kept_upload(of: str, *, words: Any, gone: Any, page: str, agency: str = "r.owner_agency_id") -> Kept:
    """An heir of `agencies.work.uploads.Upload`: the file goes and the bad rows that came back; that it was read stays."""
    return Kept(
        of, code="FILE", words=words, gone=gone, page=page, agencies=(agency,), reference="r.file_name",
        since="case when r.purged_at is null and r.state in ('DONE', 'FAILED') and (r.content is not null or r.errors <> '')"
              " then coalesce(r.finished_at, r.started_at) end",
        blanks={"content": "null", "errors": "''", "purged_at": "now()"})
