"""The life of a thing: who moves it from which state to which, on the revision they read, and the step that remembers it.

A room declares its moves beside its rules (`life.py`) and walks them in its services:

    ISSUE = Move(to=State.ACTIVE, rule=MAY_ISSUE, action="alert.issued", only_from=(State.PENDING_VALIDATION,))

    with LIFE.moving(alert, ISSUE, by=by, revision=revision) as alert:
        require_as_high_as_subject(alert.classification, alert.subject)
        alert.issued_by_id, alert.issued_at = by.user_id, timezone.now()
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.db.transaction import atomic
from django.dispatch import Signal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access.rules import Rule
from agencies.access.viewer import Viewer
from hub.kit.errors import Conflict, Invalid, Stale
from hub.kit.limits import REASON
from hub.kit.rows import lock
from hub.kit.states import StateTable

Row = TypeVar("Row", bound=models.Model)

_BATCH = 1000

#: Sent inside the transaction of a step, by the model of the `rows` that took it, with its `action` in the audit log and who
#: took it (`by`).
stepped = Signal()


class Step(models.Model):
    """Abstract: one step in a life: who took it (nobody: the calendar), when, why. Only ever added.

    The heir adds `state` and a foreign key to its row, with `related_name="steps"`; that of a two-sided row also `agency`,
    which is then that of who takes the step.
    """

    on_behalf_of: Any = None

    at = models.DateTimeField(gettext_lazy("time"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
                           verbose_name=gettext_lazy("person"))
    reason = models.TextField(gettext_lazy("reason"), blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]
        default_permissions = ()


class DelegableStep(Step):
    """Abstract: a step in a life whose acts can be delegated: also in whose name it was taken."""

    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
                                     editable=False)

    class Meta(Step.Meta):
        abstract = True


@dataclass(frozen=True)
class Move:
    """One act in a life: where it leads, who may, and its name in the audit log.

    `only_from` narrows the states from which the table would allow it; `with_reason`: it needs one; `free` says of viewer
    and row whether nobody else is at it.
    """

    to: str
    rule: Rule
    action: str
    only_from: tuple[str, ...] = ()
    with_reason: bool = False
    free: Callable[[Viewer, Any], bool] = lambda by, row: True


@dataclass(frozen=True)
class Life(Generic[Row]):
    """The life of the rows of one model, which have a `revision` that each step raises.

    `conflict` says to whoever decides on an old revision what happened since. `steps` is the model of the steps, and
    `step_of` its foreign key to the row; without them none are kept.
    """

    states: StateTable
    conflict: Callable[[Row], object]
    steps: type[Step] | None = None
    step_of: str = ""

    def allows(self, move: Move, by: Viewer, row: Row) -> bool:
        """Whether the viewer may move the row so, as it is now: what a page asks before it offers the act."""
        return self._possible(move, row) and move.free(by, row) and move.rule.allows(by, row)

    @contextmanager
    def moving(self, row: Row, move: Move, *, by: Viewer, revision: int | None, reason: str = "",
               **detail: Any) -> Iterator[Row]:
        """Move a row: rule, lock, rule again, revision, state; then the block, with the locked row; then step and audit.

        The block makes the checks of its own and sets further fields of the row, which are saved with its state.
        `revision` is the one the person had before their eyes; `detail` goes into the audit event, the reason does not.
        Raises NotAllowed, Invalid (`reason`, `revision`), NotFound, Conflict, WrongState.
        """
        move.rule.require(by, row)
        reason = required_reason(reason) if move.with_reason else ""
        with atomic():
            row = self.locked(row, move.rule, by=by, revision=revision)
            if not move.free(by, row):
                raise Conflict(self.conflict(row))
            if not self._possible(move, row):
                raise self.states.refusal(row, to=move.to)
            before = _values(row)
            yield row
            self._save(row, to=move.to, changed=[name for name, value in _values(row).items() if value != before[name]])
            stands_for = move.rule.stands_for(by, row)
            self._note([row], by=by, reason=reason, stands_for=stands_for)
            audit.record(move.action, by=by, on=row, **detail, **in_whose_name(stands_for))
            stepped.send(type(row), rows=[row], action=move.action, by=by)

    def locked(self, row: Row, rule: Rule, *, by: Viewer, revision: int | None) -> Row:
        """The row as it is now, locked, when the rule holds of it and it still is what the person had before their eyes.

        Raises NotAllowed, NotFound, Invalid (`revision`), Stale, which is a Conflict.
        """
        rule.require(by, row)
        if revision is None:
            raise Invalid(_("Say which revision you decide on."), field="revision")
        row = lock(row)
        rule.require(by, row)  # it may have changed hands, or its state, while we waited for the lock
        if row.revision != revision:  # type: ignore[attr-defined]
            raise Stale(self.conflict(row))
        return row

    def move(self, row: Row, *, to: str, by: Viewer, reason: str = "", **changes: object) -> None:
        """Move a row that the caller has locked, for the calendar and other services. Raises WrongState."""
        self.states.require(row, to=to)
        for name, value in changes.items():
            setattr(row, name, value)
        self._save(row, to=to, changed=list(changes))
        self._note([row], by=by, reason=reason)

    def move_all(self, rows: "models.QuerySet[Row]", *, to: str, by: Viewer, action: str, reason: str = "",
                 skip_locked: bool = False) -> list[int]:
        """Move many rows with a few statements, each with its step and its audit event; their ids. Raises WrongState."""
        with atomic():
            locked = list(rows.select_for_update(of=("self",), skip_locked=skip_locked).order_by("pk"))
            for row in locked:
                self.states.require(row, to=to)
            touched = {name: Now() for name in _touched(rows.model)}
            ids = [row.pk for row in locked]
            rows.model._default_manager.filter(pk__in=ids).update(
                **{self.states.field: to, "revision": F("revision") + 1, **touched})
            for row in locked:
                setattr(row, self.states.field, to)
                audit.record(action, by=by, on=row)
            self._note(locked, by=by, reason=reason)
            stepped.send(rows.model, rows=locked, action=action, by=by)
            return ids

    def begin(self, rows: Sequence[Row], *, by: Viewer, reason: str = "", stands_for: int | None = None) -> None:
        """Note the first step of rows that were just added, in a state in which a life may begin."""
        for row in rows:
            self.states.require_start(row)
        self._note(rows, by=by, reason=reason, stands_for=stands_for)

    def _possible(self, move: Move, row: Row) -> bool:
        now = getattr(row, self.states.field)
        return self.states.may(row, move.to) and (not move.only_from or now in move.only_from)

    def _save(self, row: Row, *, to: str, changed: Sequence[str]) -> None:
        setattr(row, self.states.field, to)
        row.revision += 1  # type: ignore[attr-defined]
        row.save(update_fields={self.states.field, "revision", *changed, *_touched(type(row))})

    def _note(self, rows: Sequence[Row], *, by: Viewer, reason: str, stands_for: int | None = None) -> None:
        if self.steps is not None:
            kept = {field.name for field in self.steps._meta.concrete_fields}
            side: dict[str, Any] = {"agency_id": by.agency_id} if "agency" in kept else {}
            side |= {"on_behalf_of_id": stands_for} if "on_behalf_of" in kept else {}
            self.steps._default_manager.bulk_create(
                [self.steps(by_id=by.user_id, state=getattr(row, self.states.field), reason=reason, **{self.step_of: row}, **side)
                 for row in rows], batch_size=_BATCH)


def in_whose_name(person: int | None) -> dict[str, Any]:
    """What an audit event says of the one in whose name something was done: `{"on_behalf_of": "hugo"}`; of nobody, nothing."""
    if person is None:
        return {}
    return {"on_behalf_of": get_user_model()._default_manager.values_list("username", flat=True).get(pk=person)}


def required_reason(reason: str) -> str:
    """The reason, tidied. Raises Invalid when there is none, or too much of it."""
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Say why."), field="reason")
    if len(reason) > REASON:
        raise Invalid(_("At most %(most)s characters.") % {"most": REASON}, field="reason")
    return reason


def _values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _touched(model: type[models.Model]) -> list[str]:
    """The fields that tell when a row was last saved: Django leaves them out when it is told which fields to save."""
    return [field.name for field in model._meta.concrete_fields if getattr(field, "auto_now", False)]
