"""The list of notices: what its page shows, and a file of it holds, each notice by itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.access import Viewer
from agencies.notices import selectors, services
from agencies.notices.bundles import bundle_of
from agencies.notices.filters import NoticeFilter
from agencies.notices.models import Notice
from hub.kit.listing import Listing, column
from hub.kit.several import RowAct


def see(notice: Notice, *, by: Viewer, revision: int | None) -> None:
    """The viewer has looked at a line, with all that it is about. A notice has no revision: it stays as it was told."""
    services.see(bundle_of(selectors.newest(), notice))


def put_away(notice: Notice, *, by: Viewer, revision: int | None) -> None:
    """The viewer is done with a line, with all that it is about."""
    services.put_away(bundle_of(selectors.newest(), notice))


def _words(notice: Notice) -> Any:
    """On the page, where who reads it sees what it is about at that moment."""
    return selectors.worded(notice).words


def _plain_words(notice: Notice) -> Any:
    """In a file, which stays: what happened, and no name of what it happened to."""
    return selectors.worded(notice, said={}).words


EVERYBODY = ("agencies.enter",)
NOTICES = Listing("notices", _("Notices"), page="notices:list", act="agencies.enter", rows=selectors.newest, filters=NoticeFilter,
                  marks=None, reference=_words, detail="notices:follow", several=(
    RowAct("see", _("Mark as looked at"), "eye-check", see, EVERYBODY, done=_("The notice is looked at.")),
    RowAct("put-away", _("Put away"), "check", put_away, EVERYBODY, done=_("The notice is put away.")),
), columns=(
    column("notice", _("Notice"), "reference", "kind", words=_plain_words, fixed=True),
    column("topic", _("Topic"), "topic"),
    column("when", _("When"), "created_at", "seen_at", "retain_until"),
))
