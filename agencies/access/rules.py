"""Who may do an act on which row: a rule, written once and asked twice, by the act itself and by the page that offers it.

    IS_ISSUER = Rule("alerts.issue_alert", when=lambda by, alert: alert.owner_agency_id == by.agency_id,
                     otherwise=gettext_lazy("Only the agency it belongs to decides on it."))
    MAY_ISSUE = IS_ISSUER & Rule(when=lambda by, alert: alert.created_by_id != by.user_id, otherwise=…)
"""

from collections.abc import Callable
from typing import Any

from agencies.access.acts import lacking, require_fresh
from agencies.access.viewer import Viewer
from hub.kit.errors import NotAllowed

Test = Callable[[Viewer, Any], bool]


#: The acts that rules name; known when all rooms are ready (`hub/room_checks.py`).
NAMED: set[str] = set()


class Rule:
    """One condition on who acts and on what. `&` wants both, `|` one of them, and says of the last why not.

    `act` is the permission it needs, where it needs one; `when` the condition on the row; `otherwise` what the person is
    told, as text or as a function of viewer and row; `strong`: it takes a fresh sign-in, which a page that offers the act
    does not ask for yet; `asks`: an act that `when` asks for.
    """

    def __init__(self, act: str = "", *, when: Test | None = None, otherwise: object = "", strong: bool = False,
                 asks: str = "") -> None:
        self._act, self._when, self._otherwise, self._strong, self._asks = act, when, otherwise, strong, asks
        NAMED.update(filter(None, (act, asks)))

    def require(self, by: Viewer, row: Any) -> None:
        """Raise NotAllowed, with the reason, unless the viewer may; StepUpRequired when only a fresh sign-in is missing."""
        refusal = self.refusal(by, row)
        if refusal is not None:
            raise NotAllowed(refusal)
        if self._strong:
            require_fresh(by)

    def allows(self, by: Viewer, row: Any) -> bool:
        """Whether the viewer may: what a page asks before it offers the act."""
        return self.refusal(by, row) is None

    def refusal(self, by: Viewer, row: Any) -> object | None:
        """Why the viewer may not, or None. Raises LookupError for an act that no room declares."""
        if self._act and not by.may(self._act):
            return lacking(self._act)
        if self._when is not None and not self._when(by, row):
            return self._otherwise(by, row) if callable(self._otherwise) else self._otherwise
        return None

    def stands_for(self, by: Viewer, row: Any) -> int | None:
        """In whose name (their id) the viewer would act, by what was delegated to them; None for in their own."""
        return by.stands_for(self._act or self._asks)

    def __and__(self, other: "Rule") -> "Rule":
        return _Both(self, other)

    def __or__(self, other: "Rule") -> "Rule":
        return _Either(self, other)


class _Both(Rule):
    def __init__(self, first: Rule, then: Rule) -> None:
        self._first, self._then = first, then
        self._strong = first._strong or then._strong

    def refusal(self, by: Viewer, row: Any) -> object | None:
        refusal = self._first.refusal(by, row)
        return self._then.refusal(by, row) if refusal is None else refusal

    def stands_for(self, by: Viewer, row: Any) -> int | None:
        return self._first.stands_for(by, row) or self._then.stands_for(by, row)


class _Either(_Both):
    def refusal(self, by: Viewer, row: Any) -> object | None:
        refusal = self._first.refusal(by, row)
        return None if refusal is None else self._then.refusal(by, row)

    def stands_for(self, by: Viewer, row: Any) -> int | None:
        return (self._first if self._first.refusal(by, row) is None else self._then).stands_for(by, row)


#: What lets data leave takes a password given a moment ago, and never a token.
SIGNED_IN_AFRESH = Rule(strong=True)
