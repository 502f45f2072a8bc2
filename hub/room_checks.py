"""Checks of what rooms say of themselves, before the hub starts: a misspelt name would be a panel less, and no error."""

import json
from collections.abc import Callable, Iterable

from django.apps import apps
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.module_loading import import_string

from agencies.access.acts import check_permissions, known
from agencies.access.rules import NAMED
from agencies.labels.declared import tables_of
from hub.configuration import ROOT
from hub.kit import room
from hub.kit.handing import HandedOver
from hub.kit.keeping import Kept
from hub.kit.room import Room, Tells


def check_rooms() -> None:
    """Raise LookupError for a name in a room's `apps.py` that names nothing; it says where, and what there is."""
    check_permissions()
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    icons = json.loads((ROOT / "hub" / "assets" / "icons.json").read_text())
    keys: dict[str, str] = {}
    for each in room.rooms():
        _check_parts(each)
        for entry in each.menu:
            _require(each, "icon", entry.icon, icons)
            _act(each, entry.act)
            if entry.key and keys.setdefault(entry.key, entry.page) != entry.page:
                raise LookupError(f"{each.name}: {entry.page} and {keys[entry.key]} have one shortcut, {entry.key!r}.")
        for label in each.labels:
            for act in ("act", "write", "label"):
                _act(each, getattr(label, act, ""))
            for act in getattr(label, "labels", {}).values():
                _act(each, act)
            for table in tables_of(label):
                _require(each, "table", table, tables)
        for panel in each.panels:
            _named(each, panel.template, get_template, TemplateDoesNotExist)
            _named(each, panel.context, import_string, ImportError)
        for one in each.chosen:
            _require(each, "icon", one.icon, icons)
            _act(each, one.act)
            _named(each, one.page, reverse, NoReverseMatch)
            for model in one.of:
                _named(each, model, apps.get_model, (LookupError, ValueError))
        for tells in each.tells:
            _check_tells(each, tells)
        for waiting in each.waiting:
            _named(each, waiting.rows, import_string, ImportError)
        for where in each.lists:
            _named(each, where, import_string, ImportError)
            for act in import_string(where).several:
                _require(each, "icon", act.icon, icons)
        for kept in each.keeps:
            _check_kept(each, kept)
        for handed in each.handed:
            _check_handed(each, handed)
        for where in each.enums.values():
            _named(each, where, _import_within, (ImportError, AttributeError))
        codes = {str(code) for model in each.get_models() for field in model._meta.fields for code, _words in field.flatchoices}
        for state in " ".join(each.tones.values()).split():
            _require(each, "state", state, codes)
    room.tones()
    room.panels()
    room.tells()
    room.listings()
    room.keeps()
    room.handed()


def check_pages() -> None:
    """Raise LookupError for an entry of the menu, or a notice, whose page no room has, and for a rule whose act none declares.

    Reads all addresses, and with them all pages and rules: for the web server alone.
    """
    for each in room.rooms():
        for page in [entry.page for entry in each.menu] + [waiting.page for waiting in each.waiting]:
            _page(each, page)
        for tells in each.tells:
            if tells.page:
                _page(each, tells.page, 1)
            if tells.listed or not tells.page:
                _page(each, tells.listed)
        for handed in each.handed:
            _page(each, handed.page, 1)
        for kept in filter(lambda kept: kept.page, each.keeps):
            _page(each, kept.page, 1)
    for listing in room.listings().values():
        known(listing.act)
        reverse(listing.page)
        for name in (name for each in listing.several for name in each.acts):
            known(name)
    for act in sorted(NAMED):
        known(act)


def _page(each: Room, page: str, *of: int) -> None:
    """A page that stands alone, or one of a row."""
    try:
        reverse(page, args=of)
    except NoReverseMatch:
        pages = get_resolver().namespace_dict.get(page.rpartition(":")[0])
        there = sorted(name for name in (pages[1] if pages else get_resolver()).reverse_dict if isinstance(name, str))
        raise LookupError(f"{each.name}: there is no page {page!r} that {'is of a row' if of else 'stands alone'}; "
                          f"there are {', '.join(there)}.") from None


def _check_parts(each: Room) -> None:
    """A part whose name is misspelt would be brought to nobody."""
    brings = set(Room.__annotations__)
    for name in vars(type(each)):
        if not name.startswith("_") and not hasattr(Room, name) and name not in ("name", "label", "verbose_name"):
            _require(each, "part of a room", name, brings)


def _check_tells(each: Room, tells: Tells) -> None:
    """Model, reference and addressee of a notice."""
    _named(each, tells.of, apps.get_model, (LookupError, ValueError))
    if tells.life:
        _named(each, tells.life, apps.get_model, (LookupError, ValueError))
    model = apps.get_model(tells.life or tells.of)
    for attribute in filter(None, (tells.reference, tells.writer, tells.about)):
        if not hasattr(model, attribute):
            raise LookupError(f"{each.name}: {tells.kind}: {model.__name__} has no {attribute!r}.")
    if tells.worded:
        _named(each, tells.worded, import_string, ImportError)
    _act(each, tells.holders)


def _check_kept(each: Room, kept: Kept) -> None:
    """Models and columns of what is purged."""
    written = [(part.of, [part.by, *part.blanks]) for part in (*kept.parts, *kept.waits_for)]
    for model, columns in [(kept.of, ["retain_until", *kept.blanks]), *written]:
        _named(each, model, apps.get_model, (LookupError, ValueError))
        there = [field.column for field in apps.get_model(model)._meta.concrete_fields]
        for column in columns:
            _require(each, f"column of {model}", column, there)
    for kind in kept.held_with:
        _require(each, "kind that is kept", kind, room.keeps())


def _check_handed(each: Room, handed: HandedOver) -> None:
    """Model, act, states and columns of what is handed over."""
    _named(each, handed.of, apps.get_model, (LookupError, ValueError))
    _act(each, handed.act)
    fields = {field.name: field for field in apps.get_model(handed.of)._meta.concrete_fields}
    for name in filter(None, ("state", handed.holder, handed.author)):
        _require(each, f"field of {handed.of}", name, fields)
    for state in handed.while_in:
        _require(each, f"state of {handed.of}", state, [str(code) for code, _words in fields["state"].flatchoices])


def _act(each: Room, act: str) -> None:
    if act:
        _named(each, act, known, LookupError)


def _require(each: Room, what: str, name: str, there: Iterable[str]) -> None:
    if name not in set(there):
        raise LookupError(f"{each.name}: there is no {what} {name!r}; there are {', '.join(sorted(there))}.")


def _named(each: Room, name: str, find: Callable[[str], object], missing: type[Exception] | tuple[type[Exception], ...]) -> None:
    try:
        find(name)
    except missing as error:
        raise LookupError(f"{each.name}: {name!r} names nothing: {error}") from error


def _import_within(name: str) -> object:
    """What stands at a dotted name, which may be inside of a class."""
    try:
        return import_string(name)
    except ImportError:
        outer, _dot, inner = name.rpartition(".")
        return getattr(_import_within(outer), inner)
