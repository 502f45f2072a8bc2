"""Who holds a thing, and who has held it: asked by the rules of the rooms. Rows of the own agency alone answer."""

from typing import Any

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import Viewer
from agencies.access.rules import Rule
from agencies.handover.models import Holding
from hub.kit import room
from hub.kit.handing import HandedOver


def writes(act: str) -> Rule:
    """Who holds a draft: its author, until somebody else does."""
    return Rule(act, when=lambda by, row: held_by(row) == by.user_id, otherwise=_somebody_else_holds_it)


def another() -> Rule:
    """Who has written no part of it: neither its author nor anybody who ever held it."""
    return Rule(when=lambda by, row: not has_held(by.user_id, row),
                otherwise=gettext_lazy("You wrote it: somebody else has to decide on it."))


def held_by(row: Any) -> int | None:
    """The id of who holds a thing."""
    said = handed_of(row)
    if said.holder:
        return _id_in(row, said.holder)
    holder = next((person for person, holds in _holdings(row).items() if holds), None)
    return holder or (_id_in(row, said.author) if said.author else None)


def has_held(person: int | None, row: Any) -> bool:
    """Whether a person began the thing, or held it at any time."""
    author = handed_of(row).author
    return bool(author) and _id_in(row, author) == person or person in _holdings(row)


def of_person(said: HandedOver, person: int | None) -> QuerySet[Any]:
    """The open rows of one sort that a person holds, as far as the viewer sees them."""
    return held(said, person).filter(state__in=said.while_in).order_by("pk")


def held(said: HandedOver, person: int | None, rows: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """Of these rows, or of all of a sort, those that a person holds, in whatever state."""
    from django.apps import apps

    rows = apps.get_model(said.of)._default_manager.all() if rows is None else rows
    if said.holder:
        return rows.filter(**{said.holder: person})
    holdings = Holding.objects.filter(kind=said.of, object_id=OuterRef("pk"), holds=True)
    held = Q(Exists(holdings.filter(person=person)))
    return rows.filter(held | (Q(**{said.author: person}) & ~Exists(holdings)) if said.author else held)


def mine_to_write(rows: QuerySet[Any], person: int | None) -> QuerySet[Any]:
    """Of these rows, those that a person holds."""
    return held(room.handed()[rows.model._meta.label_lower], person, rows)


def not_written_by(rows: QuerySet[Any], person: int | None) -> QuerySet[Any]:
    """Of these rows, those that a person neither began nor ever held."""
    said = room.handed()[rows.model._meta.label_lower]
    holdings = Holding.objects.filter(kind=said.of, object_id=OuterRef("pk"), person=person)
    return rows.exclude(Q(**{said.author: person}) | Q(Exists(holdings)))


def give(row: Model, *, to: int, by: Viewer, agency: int, of: int | None = None) -> bool:
    """Let a person hold a thing from now on, whoever held it; or, of somebody, if they hold it still. Whether it is so.

    The thing itself is not touched.
    """
    kind = row._meta.label_lower
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('holding ' || %s || %s, 0))", [kind, row.pk])
    forget(row)
    if of is not None and held_by(row) != of:
        return False
    forget(row)
    Holding.objects.filter(kind=kind, object_id=row.pk, owner_agency=agency, holds=True).update(holds=False)
    changed = Holding.objects.filter(kind=kind, object_id=row.pk, person=to).update(holds=True, given_by=by.user_id)
    if not changed:
        Holding.objects.create(kind=kind, object_id=row.pk, owner_agency_id=agency, person_id=to, given_by_id=by.user_id,
                               classification=getattr(row, "classification", "UNCLASSIFIED"))
    return True


def forget(row: Model) -> None:
    """Ask anew who holds a row that was read before somebody else got it."""
    row.__dict__.pop("_holdings", None)


def handed_of(row: Any) -> HandedOver:
    """What its room says of a row. Raises KeyError for what nobody holds."""
    return room.handed()[row._meta.label_lower]


def _holdings(row: Any) -> dict[int, bool]:
    """Who ever held a row, and whether they do, asked once of each row that was read: an act reads it anew with its lock."""
    found: dict[int, bool] | None = row.__dict__.get("_holdings")
    if found is None:
        holdings = Holding.objects.filter(kind=row._meta.label_lower, object_id=row.pk)
        found = row.__dict__["_holdings"] = dict(holdings.values_list("person", "holds"))
    return found


def _id_in(row: Any, field: str) -> int | None:
    found: int | None = getattr(row, f"{field}_id")
    return found


def _somebody_else_holds_it(by: Viewer, row: Any) -> str:
    if has_held(by.user_id, row):
        return _("It was handed over: somebody else goes on with it.")
    return _("Only its author may do this.")
