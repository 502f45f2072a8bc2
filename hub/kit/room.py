"""What a room brings to the hub, said once in its `apps.py`. The roof gathers it, in the order of INSTALLED_APPS.

    class HitsConfig(Room):
        name, label = "intel.hits", "hits"
        menu = (MenuEntry(_("Hits"), "hits:list", "target-arrow", act="hits.view_hit", key="i"),)
        places = ("hits.detail",)
        panels = (Panel("alerts.detail", "hits/_panel.html", "intel.hits.panels.of_alert"),)
        tones = {"red": "CONFIRMED_HIT", "blue": "CANDIDATE"}
        enums = {"HitStateEnum": "intel.hits.states.State"}

Pages need not be said: `urls.py` of a room is mounted, and `routes` of its `api.py`, pairs of plural and view set, stand
under `/api/v1/`. A misspelt name raises LookupError when the process starts (`hub/room_checks.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.apps import AppConfig, apps
from django.db.models import TextChoices
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from hub.kit.handing import HandedOver
from hub.kit.keeping import Kept
from hub.kit.listing import Listing

#: What states look like: done, wrong, asks for work, under way. All others are grey.
TONES = ("green", "red", "blue", "amber")


class Section(TextChoices):
    """A part of the menu, in this order, with its heading."""

    TOP = "top", ""
    INTELLIGENCE = "intelligence", _("Intelligence")
    TRADE = "trade", _("Trade")
    OVERSIGHT = "oversight", _("Oversight")


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One item of the menu: words, the name of its page, its icon, and the act that opens it (empty: everybody).

    `key` is its shortcut; the entries of a section stand in the order of their ranks, then of their rooms.
    """

    label: Any
    page: str
    icon: str
    act: str = ""
    key: str = ""
    under: Section = Section.TOP
    rank: int = 0


class Topic(TextChoices):
    """What notices are about, as people choose among them. `agencies/notices/README.md`"""

    DECISIONS = "DECISIONS", _("Something waits for my decision")
    STEPS = "STEPS", _("A step on what I wrote: returned, approved, refused, ended")
    ANSWERS = "ANSWERS", _("A request for information, or an answer to one")
    ASKED = "ASKED", _("Another agency asked about something of my agency's")
    SHARED = "SHARED", _("Something new is shared with my agency, or has ended")
    OWN_HITS = "OWN_HITS", _("Something new hits an alert that I wrote")
    AGENCY_HITS = "AGENCY_HITS", _("Something new hits what is my agency's")
    SEARCHES = "SEARCHES", _("Something new fits a search that I saved")


@dataclass(frozen=True, slots=True)
class Tells:
    """A kind of notice: its code, its topic, the model that it is about (`reports.report`) with the page of one row, its words.

    The words may name `%(reference)s`, which is the attribute `reference` of the row (empty: it has none that tells nothing of
    what it holds), and `%(agency)s`, that of who acted.

    After a step in the life of a row it is sent by itself: after that of the audit action `after`, or of its own code. To the
    person whom the attribute `writer` names, to the `holders` of an act in the row's agency, or to its `audience`. Without
    any of these it is sent by `agencies.notices.announcing.notify`. Where the life is that of another model, `life` names it,
    and `about` its attribute that has the id of the thing.

    Where a day brings many, `several` are the words of a line for all of them (`%(count)s`), which leads to the page `listed`;
    so does a notice without a `page` of its own.

    Where the words are to say what the reader sees at this moment, `worded` names in full a function of the ids of things that
    gives the words of each in the eyes of who looks (`dict[int, str]`); `words` are for those that it leaves out.
    """

    kind: str
    topic: Topic
    of: str
    words: Any
    page: str = ""
    reference: str = "reference"
    after: str = ""
    life: str = ""
    about: str = "pk"
    writer: str = ""
    holders: str = ""
    audience: bool = False
    several: Any = ""
    listed: str = ""
    worded: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody in a room, as a heading; the function that gives its rows to a viewer, and the page with all.

    The function, named in full, gives `hub.kit.waiting.Waits`, or None for who has no part in it. `at_home`: its first lines
    stand on the first page, too.
    """

    heading: Any
    rows: str
    page: str
    at_home: bool = True


@dataclass(frozen=True, slots=True)
class Panel:
    """Something that a room shows at a place on a page of another: a template, and the function that fills it.

    The function, named in full, is given the request and the row of the page; what it returns is the template's context,
    or None when there is nothing to show to this viewer. Panels stand in the order of their ranks, then of their rooms.
    """

    place: str
    template: str
    context: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What can be done with several rows chosen in a list of one of these models: words, icon, and the act that it takes.

    It leads to the page of that name, which is given the reference of each as `?item=`.
    """

    of: tuple[str, ...]
    words: Any
    icon: str
    page: str
    act: str


class Room(AppConfig):
    """A room with what it brings; each part only when there is something to bring."""

    #: Django looks for the one class of an `apps.py` that is a default: never this one, always its heirs.
    default: ClassVar[bool] = False
    menu: ClassVar[tuple[MenuEntry, ...]] = ()
    #: Places on its pages that other rooms may fill with panels, named `room.page`.
    places: ClassVar[tuple[str, ...]] = ()
    panels: ClassVar[tuple[Panel, ...]] = ()
    #: Its lists, each named in full: `intel.hits.lists.HITS`, a `hub.kit.listing.Listing`.
    lists: ClassVar[tuple[str, ...]] = ()
    #: What it does with rows chosen in lists of its own or of others.
    chosen: ClassVar[tuple[Chosen, ...]] = ()
    #: What its people are told of, and what waits for them.
    tells: ClassVar[tuple[Tells, ...]] = ()
    waiting: ClassVar[tuple[Waiting, ...]] = ()
    #: The tones of its states, by their codes: `{"green": "ACTIVE DONE"}`.
    tones: ClassVar[dict[str, str]] = {}
    #: The names of its enums in the description of the API, with where they stand.
    enums: ClassVar[dict[str, str]] = {}
    #: Its Celery tasks that are done again and again, as Celery's beat has it: {"task": …, "schedule": …, "options": …}.
    repeats: ClassVar[tuple[dict[str, Any], ...]] = ()
    #: What of its rows is kept no longer than needed.
    keeps: ClassVar[tuple[Kept, ...]] = ()
    #: What of its rows somebody holds, and can hand over.
    handed: ClassVar[tuple[HandedOver, ...]] = ()
    #: Who may read its rows, as `agencies.labels` has it.
    labels: ClassVar[tuple[Any, ...]] = ()
    #: Tables of other packages that its `policies.sql` closes.
    closes: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.default = True


def rooms() -> Iterator[Room]:
    """Every room of this hub."""
    return (config for config in apps.get_app_configs() if isinstance(config, Room))


def menu() -> list[tuple[Section, list[MenuEntry]]]:
    """The entries of all rooms by section."""
    entries = sorted((entry for room in rooms() for entry in room.menu), key=lambda entry: entry.rank)
    return [(section, [entry for entry in entries if entry.under is section]) for section in Section]


@cache
def panels() -> dict[str, list[Panel]]:
    """The panels of all rooms by place, in their order. Raises LookupError for a place that no room has."""
    found: dict[str, list[Panel]] = {place: [] for room in rooms() for place in room.places}
    for room in rooms():
        for panel in room.panels:
            if panel.place not in found:
                raise LookupError(f"{room.name}: no room has a place {panel.place!r}; there are {', '.join(sorted(found))}.")
            found[panel.place].append(panel)
    return {place: sorted(filled, key=lambda panel: panel.rank) for place, filled in found.items()}


@cache
def chosen() -> dict[str, list[Chosen]]:
    """What can be done with several rows, by their model (`reports.report`)."""
    found: dict[str, list[Chosen]] = {}
    for room in rooms():
        for one in room.chosen:
            for model in one.of:
                found.setdefault(model, []).append(one)
    return found


@cache
def listings() -> dict[str, Listing]:
    """Every list by its name. Raises LookupError for a name that two have, and for filters that two have."""
    found: dict[str, Listing] = {}
    for room in rooms():
        for where in room.lists:
            one: Listing = import_string(where)
            if one.name in found or any(one.filters is other.filters for other in found.values()):
                raise LookupError(f"{room.name}: another list is called {one.name!r}, or has its filters.")
            found[one.name] = one
    return found


def listing_of(filters: type[Any]) -> Listing | None:
    """The list that is narrowed by these filters; None for one whose room names no columns."""
    return next((one for one in listings().values() if one.filters is filters), None)


@cache
def tones() -> dict[str, str]:
    """The tone of each state's code. Raises LookupError for a tone that is none, and where two rooms differ."""
    found: dict[str, str] = {}
    for room in rooms():
        for tone, states in room.tones.items():
            if tone not in TONES:
                raise LookupError(f"{room.name}: there is no tone {tone!r}; there are {', '.join(TONES)}.")
            for state in states.split():
                if found.setdefault(state, tone) != tone:
                    raise LookupError(f"{room.name}: {state} is {tone} here and {found[state]} in another room.")
    return found


@cache
def tells() -> dict[str, Tells]:
    """Every kind of notice by its code. Raises LookupError for one that two rooms have."""
    found: dict[str, Tells] = {}
    for room in rooms():
        for one in room.tells:
            if found.setdefault(one.kind, one) is not one:
                raise LookupError(f"{room.name}: another room tells of {one.kind!r}.")
    return found


@cache
def keeps() -> dict[str, Kept]:
    """What is kept no longer than needed, by its model, lower rooms first. Raises LookupError for what two rooms say."""
    found: dict[str, Kept] = {}
    for room in rooms():
        for one in room.keeps:
            if found.setdefault(one.of, one) is not one:
                raise LookupError(f"{room.name}: another room says how long {one.of!r} is kept.")
    return found


@cache
def handed() -> dict[str, HandedOver]:
    """What can be handed over, by its model, lower rooms first. Raises LookupError for what two rooms say."""
    found: dict[str, HandedOver] = {}
    for room in rooms():
        for one in room.handed:
            if found.setdefault(one.of, one) is not one:
                raise LookupError(f"{room.name}: another room says who holds {one.of!r}.")
    return found


def waiting() -> list[Waiting]:
    """What waits in all rooms, lower rooms first."""
    return [one for room in rooms() for one in room.waiting]


def repeats() -> dict[str, dict[str, Any]]:
    """What Celery's beat sends, by a name of its own: that of the task, and the queue where it is sent to several."""
    return {" ".join([each["task"], *each.get("kwargs", {}).values()]): each for room in rooms() for each in room.repeats}


def enums() -> dict[str, str]:
    """The names of all enums in the description of the API."""
    return {name: where for room in rooms() for name, where in room.enums.items()}
