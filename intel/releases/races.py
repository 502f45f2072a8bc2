"""What the database refuses since somebody else was faster, in words: whoever decides finds one clear message."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from hub.kit.errors import Conflict

_MEANWHILE = {
    "released_portion_is_consented": _(
        "An originator took its consent back meanwhile. Reload the page to see what can be released."),
    "released_portion_rests_on_what_holds": _(
        "What it rests on was recalled meanwhile. Reload the page to see what can be released."),
    "released_portion_bears_marks": _(
        "What it rests on was marked otherwise meanwhile. Withdraw this request, and write another."),
    "consent_is_backed": _("A consent that yours rests on was taken back meanwhile. Reload the page."),
    "release_is_into_a_group_that_lasts": _(
        "The sharing group has ended, or one of the two agencies left it. Withdraw this request, and write another."),
    "release_is_into_a_group_of_the_giver": _(
        "The sharing group for which it was released has ended, or your agency gives nothing into it any more."),
    **dict.fromkeys(("release_is_as_decided", "released_portion_is_arranged", "release_is_released_by_who_may",
                     "release_is_decided_by_who_may"), _(
        "What it would be released on has changed meanwhile. Reload the page.")),
    "release_replaces_as_decided": _("What it corrects has ended meanwhile. Withdraw this request."),
}


@contextmanager
def said_clearly() -> Iterator[None]:
    """Around a whole transaction: what its own checks saw otherwise a moment before is a Conflict."""
    try:
        yield
    except IntegrityError as error:
        for rule, words in _MEANWHILE.items():
            if rule in str(error):
                raise Conflict(words) from error
        raise
