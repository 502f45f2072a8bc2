"""Honest work, invented: people of several kinds, each day of theirs with what they ask. Everything from one seed.

    for person in crowd(seed=1, people=20, days=20, habits=LEARNED): person.days[0].asked
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.sweeps.values import FAMILY, Asking, Subject, Values

LA_PAZ = ZoneInfo("America/La_Paz")
FIRST_DAY = datetime(2026, 3, 2, tzinfo=LA_PAZ)  # a Monday


@dataclass(frozen=True)
class Habits:
    """The parameters of the work. Those by which the detector is judged are others than those it was calibrated with."""

    volume: float = 1.0
    bare_at_desk: float = 0.10
    bare_in_investigation: float = 0.40
    bare_in_analysis: float = 0.30
    related: float = 0.5
    relatives_at_desk: float = 0.05
    retries: float = 0.05
    read: float = 0.97
    read_late: float = 0.08
    careless: float = 0.80
    big_case: tuple[int, int] = (45, 70)
    big_case_days: float = 1 / 22
    manifest: tuple[int, int] = (30, 130)
    regulars: float = 0.04
    on_duty: float = 0.22
    overtime: float = 0.04
    kinds: tuple[tuple[str, float], ...] = (
        ("front_desk", 4), ("investigator", 4), ("analyst", 3), ("roster", 3), ("border_post", 2), ("manifests", 2),
        ("careless_reader", 1), ("newcomer", 1))


#: What the detector is calibrated with, and what it is judged by: more work, less known, more relatives, less read.
LEARNED = Habits()
JUDGED = Habits(volume=1.25, bare_at_desk=0.14, bare_in_investigation=0.45, bare_in_analysis=0.35, related=0.42,
                relatives_at_desk=0.07, retries=0.08, read=0.95, read_late=0.12, careless=0.75, big_case=(55, 65),
                big_case_days=1 / 18, manifest=(20, 160), regulars=0.06, on_duty=0.30, overtime=0.06,
                kinds=(("front_desk", 3), ("investigator", 5), ("analyst", 3), ("roster", 4), ("border_post", 2),
                       ("manifests", 3), ("careless_reader", 2), ("newcomer", 2)))


@dataclass
class Day:
    """What one person asks on one day, in order."""

    date: datetime
    asked: list[Asking] = field(default_factory=list)


@dataclass
class Person:
    """Somebody with all days on which they worked; `colleagues` is the number of the unit."""

    number: int
    kind: str
    unit: int
    days: list[Day]


def crowd(*, seed: int, people: int, days: int, habits: Habits) -> list[Person]:
    """So many people over so many days of the calendar."""
    random = Random(seed)
    names, weights = zip(*habits.kinds, strict=True)
    family = list(FAMILY)
    random.shuffle(family)
    found: list[Person] = []
    for number in range(people):
        kind = random.choices(names, weights)[0]
        unit = names.index(kind) + 100 * (sum(one.kind == kind for one in found) // 12)  # who does the same sits together
        found.append(_Worker(Random(random.random()), number, kind, unit, habits, family).work(days))
    return found


class _Worker:
    def __init__(self, random: Random, number: int, kind: str, unit: int, habits: Habits, family: list[str]) -> None:
        self.random, self.number, self.kind, self.unit, self.habits = random, number, kind, unit, habits
        self.values = Values(random, family)
        self.regulars = [self.values.firm() for _one in range(3)] + [self.values.person() for _one in range(5)]
        self.cases = [self._case() for _one in range(4)]
        self.read = habits.careless if kind == "careless_reader" else habits.read
        self.bare = self._own({"investigator": habits.bare_in_investigation, "analyst": habits.bare_in_analysis}.get(
            kind, habits.bare_at_desk))
        self.pace = habits.volume * random.uniform(0.6, 1.5)

    def _own(self, share: float) -> float:
        """A person's own share: people differ."""
        return self.random.betavariate(6 * share, 6 * (1 - share))

    def work(self, days: int) -> Person:
        begins = days // 2 if self.kind == "newcomer" else 0
        found = []
        for at in range(begins, days):
            date = FIRST_DAY + timedelta(days=at)
            hours = self._hours(date, at)
            if hours is not None:
                asked = sorted(self._day(date, hours), key=lambda one: one.asked_at)
                if asked:
                    found.append(Day(date, [replace(one, pk=10**7 * self.number + 10**4 * at + place)
                                            for place, one in enumerate(asked)]))
        return Person(self.number, self.kind, self.unit, found)

    def _hours(self, date: datetime, at: int) -> tuple[float, float] | None:
        """From when to when the person works that day; None on a day off."""
        week = at // 7
        if self.kind == "border_post":  # three shifts, turning every four days, then two days off
            turn = (at + self.number * 2) % 18
            return None if turn % 6 > 3 else ((6, 14), (14, 22), (22, 30))[turn // 6]
        if self.kind == "roster" and (week + self.number) % 4 == 0:  # a week of nights, the weekend too
            return 20, 30
        if date.weekday() >= 5:
            return (9, 14) if self.kind != "manifests" and self.random.random() < self.habits.on_duty / 4 else None
        return (8.5, 21.5) if self.random.random() < self.habits.overtime else (8.5, 18.5)

    def _day(self, date: datetime, hours: tuple[float, float]) -> Iterator[Asking]:
        work: Callable[[], list[tuple[Subject, str, str]]] = {
            "investigator": self._investigate, "analyst": self._analyse, "border_post": self._watch,
            "manifests": self._list}.get(self.kind, self._attend)
        given = work()
        if self.kind == "investigator" and self.random.random() < self.habits.big_case_days:
            yield from self._spread(date, hours, self._big_case())
        if self.kind == "manifests" and self.random.random() < 0.35:
            yield from self._in_a_row(date, hours, self._manifest())
        yield from self._spread(date, hours, given)

    def _attend(self) -> list[tuple[Subject, str, str]]:
        """Who comes to the desk, with a document in the hand: each a case of their own."""
        found: list[tuple[Subject, str, str]] = []
        for _visitor in range(self._many(14)):
            case = f"T-{self.random.randint(1000, 99999)}/2026"
            if self.random.random() < self.habits.regulars:
                found.append((self.random.choice(self.regulars), "CUSTOMS_CONTROL", case))
            elif self.random.random() < self.habits.relatives_at_desk:
                found += [(one, "CUSTOMS_CONTROL", case) for one in self.values.relatives(self.random.randint(2, 5))]
            else:
                one = self.values.person()
                if self.random.random() < self.bare:
                    one = one.bare(self.random, number=0.5)
                found.append((one, "CUSTOMS_CONTROL", case))
        return self._retried(found)

    def _investigate(self) -> list[tuple[Subject, str, str]]:
        """A few cases at a time, of which little is known at first."""
        if self.random.random() < 0.15:
            self.cases[self.random.randrange(4)] = self._case()
        found = []
        for _one in range(self._many(6)):
            case, surnames, purpose = self.random.choice(self.cases)
            if self.random.random() < 0.03:
                one = self.random.choice(self.regulars)  # somebody who is met again in another case
            else:
                one = self._involved(surnames)
            found.append((one, purpose, case))
        return self._retried(found)

    def _big_case(self) -> list[tuple[Subject, str, str]]:
        """Some sixty persons of one case at once."""
        case, surnames, purpose = self._case(families=8)
        self.cases[0] = (case, surnames, purpose)
        return self._retried([(self._involved(surnames), purpose, case)
                              for _one in range(self.random.randint(*self.habits.big_case))])

    def _involved(self, families: list[tuple[str, str]]) -> Subject:
        related = self.random.random() < self.habits.related
        one = self.values.person(surnames=self.random.choice(families) if related else None)
        return one.bare(self.random) if self.random.random() < self.bare else one

    def _analyse(self) -> list[tuple[Subject, str, str]]:
        """Traders of an operation: by name, by tax number, by both; those of one group are registered one after the other."""
        found: list[tuple[Subject, str, str]] = []
        for _operation in range(self._many(3)):
            case = f"AR-{self.random.randint(100, 9999)}"
            group = self.random.randint(10**9, 10**10) if self.random.random() < 0.06 else None
            for at in range(self.random.randint(1, 7)):
                one = self.values.firm(number=str(group + 10 * at) if group else "")
                if self.random.random() < self.bare:
                    one = one.bare(self.random)
                elif self.random.random() < 0.4:
                    one = replace(one, names=())
                found.append((one, "RISK_ANALYSIS", case))
        return self._retried(found)

    def _watch(self) -> list[tuple[Subject, str, str]]:
        """Vehicles by their plates and drivers by their documents, all under the number of the control."""
        case = f"CONTROL {self.random.randint(1, 999)}"
        return [(self.values.plate() if self.random.random() < 0.6 else self.values.person(), "PUBLIC_SECURITY", case)
                for _one in range(self._many(45))]

    def _list(self) -> list[tuple[Subject, str, str]]:
        return [(self.values.firm(), "CUSTOMS_CONTROL", f"DUI-{self.random.randint(1000, 99999)}")
                for _one in range(self._many(4))]

    def _manifest(self) -> list[tuple[Subject, str, str]]:
        """Everybody on a ship, or every container: a script asks, row by row of a file, most often by the alphabet."""
        case, many = f"MANIFIESTO {self.random.randint(100, 999)}", self.random.randint(*self.habits.manifest)
        if self.random.random() < 0.4:
            return [(one, "CUSTOMS_CONTROL", case) for one in self.values.containers(many)]
        block = self.random.randint(10**6, 10**7)
        crew = [self.values.sailor(block) for _one in range(many)]
        if self.random.random() < 0.7:
            crew.sort(key=lambda one: one.names[0])
        return [(one, "CUSTOMS_CONTROL", case) for one in crew]

    def _retried(self, given: list[tuple[Subject, str, str]]) -> list[tuple[Subject, str, str]]:
        """Some are asked again, as they are spelt elsewhere."""
        found = []
        for one, purpose, case in given:
            found.append((one, purpose, case))
            while one.names and self.random.random() < self.habits.retries:
                found.append((self.values.misspelt(one), purpose, case))
        return found

    def _case(self, families: int = 3) -> tuple[str, list[tuple[str, str]], str]:
        return (f"LP-{self.random.randint(100, 9999)}/2026",
                [(self.values.surname(), self.values.surname()) for _one in range(families)],
                self.random.choice(("CRIMINAL_INVESTIGATION", "JUDICIAL_PROCEEDINGS")))

    def _many(self, usual: float) -> int:
        return max(0, round(self.random.gauss(usual * self.pace, (usual * self.pace) ** 0.5 * 1.5)))

    def _spread(self, date: datetime, hours: tuple[float, float], given: list[tuple[Subject, str, str]]) -> Iterator[Asking]:
        moments = sorted(self.random.uniform(*hours) for _one in given)
        for hour, one in zip(moments, given, strict=True):
            yield self._asking(date + timedelta(hours=hour), one)

    def _in_a_row(self, date: datetime, hours: tuple[float, float], given: list[tuple[Subject, str, str]]) -> Iterator[Asking]:
        at = date + timedelta(hours=self.random.uniform(hours[0], hours[1] - 1))
        for one in given:
            at += timedelta(seconds=self.random.uniform(1, 4))
            yield self._asking(at, one)

    def _asking(self, at: datetime, one: tuple[Subject, str, str]) -> Asking:
        subject, purpose, case = one
        read = None if self.random.random() > self.read else \
            self.random.uniform(10, 240) if self.random.random() < self.habits.read_late else self.random.uniform(0.05, 2)
        return Asking(0, at, purpose, case, subject, read)
