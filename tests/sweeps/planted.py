"""Twenty sweeps, planted among the honest days of somebody: fifty queries each, of different kinds. Everything from one seed.

Each is asked by somebody who has worked honestly before, and goes on doing so on the same days.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from tests.sweeps.honest import FIRST_DAY, Day, Habits, Person, crowd
from tests.sweeps.values import Asking, Subject, Values

#: When the sweeps begin: by then it is known how a person works.
BEGINS, DAYS, SWEPT = 28, 42, 50


@dataclass(frozen=True)
class Sweep:
    """One way to sweep: what is asked, how fast, at which hour it begins, how much of it is read, by what sort of person."""

    name: str
    subjects: Callable[[Values, Random], Iterator[Subject]]
    by: str = "investigator"
    a_day: int = 50
    begins_at: float = 10.0
    seconds: float = 60.0
    read: float = 0.97
    cases: Callable[[Random, int], str] = lambda random, at: f"LP-{random.randint(100, 9999)}/2026"
    purposes: tuple[str, ...] = ("CRIMINAL_INVESTIGATION",)
    weekend: bool = False


def numbers(step: int, *, kind: str = "national_id", shuffled: bool = False, jitter: int = 0) -> Callable[..., Iterator[Subject]]:
    """Persons or firms by their numbers alone, each `step` from the one before."""

    def made(values: Values, random: Random) -> Iterator[Subject]:
        first = random.randint(2_000_000, 9_000_000) * (100 if kind == "tax" else 1)
        given = [first + step * at + random.randint(0, jitter) for at in range(SWEPT)]
        if shuffled:
            random.shuffle(given)
        for number in given:
            yield Subject("ORGANISATION" if kind == "tax" else "PHONE" if kind == "phone" else "PERSON", (),
                          ((kind, f"{'A' if kind == 'passport' else ''}{number}", "BO"),))

    return made


def listed(make: Callable[[Values], Subject], *, ordered: bool = False, bare: bool = True) -> Callable[..., Iterator[Subject]]:
    """A list of subjects, as it comes or by the alphabet, of each of which one datum is given."""

    def made(values: Values, random: Random) -> Iterator[Subject]:
        given = [make(values) for _one in range(SWEPT)]
        given = [replace(one, identifiers=(), birth_dates=()) for one in given] if bare else given
        yield from sorted(given, key=lambda one: one.names) if ordered else given

    return made


def numbers_at_random(values: Values, random: Random) -> Iterator[Subject]:
    for _one in range(SWEPT):
        yield replace(values.person(), names=(), birth_dates=())


def spelt(values: Values, random: Random) -> Iterator[Subject]:
    one = replace(values.person(), identifiers=(), birth_dates=())
    for _one in range(SWEPT):
        yield values.misspelt(one, slips=random.choice((1, 1, 2)))


def guessed(values: Values, random: Random) -> Iterator[Subject]:
    one = replace(values.person(), identifiers=())
    for at in range(SWEPT):
        yield replace(one, birth_dates=(f"{1950 + at}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",))


def followed(many: int) -> Callable[..., Iterator[Subject]]:
    """The same few people, again and again."""

    def made(values: Values, random: Random) -> Iterator[Subject]:
        few = [values.person() for _one in range(many)]
        for at in range(SWEPT):
            yield few[at % many]

    return made


def mixed(values: Values, random: Random) -> Iterator[Subject]:
    one, other = numbers(3)(values, random), listed(Values.rare_person)(values, random)
    for at in range(SWEPT):
        yield next(one) if at % 2 else next(other)


ONE = {"cases": lambda random, at: "LP-4711/2026"}

SWEEPS: tuple[Sweep, ...] = (
    Sweep("identity numbers, one after the other, by a script", numbers(1), seconds=2),
    Sweep("passport numbers downwards, by hand", numbers(-1, kind="passport"), a_day=25, seconds=90, by="front_desk"),
    Sweep("tax numbers in steps of ten", numbers(10, kind="tax"), by="analyst"),
    Sweep("tax numbers in steps of 1,000", numbers(1000, kind="tax"), by="analyst", a_day=25),
    Sweep("numbers of one block, shuffled, each with a case of its own", numbers(1, shuffled=True, jitter=3), by="front_desk"),
    Sweep("five identity numbers a day, for ten days", numbers(2), a_day=5, seconds=4000, by="front_desk"),
    Sweep("telephone numbers of one block", numbers(1, kind="phone"), by="investigator", a_day=25),
    Sweep("rare names by the alphabet", listed(Values.rare_person, ordered=True)),
    Sweep("rare names as they come", listed(Values.rare_person), by="front_desk", a_day=25),
    Sweep("ordinary names by the alphabet", listed(Values.person, ordered=True), by="roster"),
    Sweep("rare firms, by name", listed(Values.rare_firm), by="analyst", a_day=25),
    Sweep("identity numbers at random, nothing beside", numbers_at_random, by="front_desk"),
    Sweep("one case for fifty strangers, over three days", listed(Values.person), a_day=17, seconds=900, **ONE),
    Sweep("answers that nobody reads, by a script", listed(Values.person, bare=False), seconds=3, read=0.0, by="front_desk"),
    Sweep("answers of which one in six is read", listed(Values.person, bare=False), a_day=25, read=0.17, by="analyst"),
    Sweep("a night of somebody who works by day", listed(Values.person, bare=False), begins_at=25.5, seconds=100),
    Sweep("a Sunday of somebody who works in the week", listed(Values.firm, bare=False), begins_at=16, seconds=100, weekend=True,
          by="analyst"),
    Sweep("one name in fifty spellings", spelt, a_day=25),
    Sweep("one name with a year of birth after the other", guessed, by="front_desk"),
    Sweep("three persons, each time for another case, over ten days", followed(3), a_day=5, seconds=4000, by="front_desk",
          purposes=("CUSTOMS_CONTROL", "PUBLIC_SECURITY", "CRIMINAL_INVESTIGATION")),
)

#: What looks like honest work on purpose: measured and told, and not among the twenty.
DISGUISED: tuple[Sweep, ...] = (
    Sweep("a list with full identities, under many cases, all of it read", listed(Values.person, bare=False), a_day=10,
          seconds=2000, by="front_desk"),
    Sweep("two rare names a day, for twenty-five days of other work", listed(Values.rare_person), a_day=2, seconds=9000,
          by="analyst"),
    Sweep("plates at random, at a border post", lambda values, random: (values.plate() for _one in range(SWEPT)),
          by="border_post", a_day=25),
    Sweep("a mixture: numbers of a block and rare names, half of it unread", mixed, a_day=25, read=0.5),
)


def planted(sweep: Sweep, *, seed: int, habits: Habits) -> tuple[Person, list[Person]]:
    """Somebody who sweeps besides honest work, and their colleagues."""
    others = crowd(seed=seed, people=12, days=DAYS, habits=replace(habits, kinds=((sweep.by, 1.0),)))
    who, random = others[seed % 12], Random(f"{seed} {sweep.name}")
    days = {day.date: day for day in who.days}
    for asking in _asked(sweep, random):
        date = FIRST_DAY + timedelta(days=(asking.asked_at - FIRST_DAY).days)
        days.setdefault(date, Day(date)).asked.append(asking)
    person = Person(who.number, who.kind, who.unit, [days[date] for date in sorted(days)])
    for at, day in enumerate(person.days):
        day.asked = [replace(one, pk=10**7 * who.number + 10**4 * at + place)
                     for place, one in enumerate(sorted(day.asked, key=lambda one: one.asked_at))]
    return person, [one for one in others if one is not who]


def _asked(sweep: Sweep, random: Random) -> Iterator[Asking]:
    at, today = _morning(sweep, 0), 0
    for number, subject in enumerate(sweep.subjects(Values(random), random)):
        if today == sweep.a_day:
            at, today = _morning(sweep, 1 + (at - FIRST_DAY).days - BEGINS), 0
        read = random.uniform(0.05, 2) if random.random() < sweep.read else None
        yield Asking(0, at, sweep.purposes[number % len(sweep.purposes)], sweep.cases(random, number), subject, read, swept=True)
        at, today = at + timedelta(seconds=sweep.seconds * random.uniform(0.5, 1.5)), today + 1


def _morning(sweep: Sweep, day: int) -> datetime:
    date = FIRST_DAY + timedelta(days=BEGINS + day)
    while (date.weekday() == 6) != sweep.weekend and (sweep.weekend or date.weekday() >= 5):
        date += timedelta(days=1)
    return date + timedelta(hours=sweep.begins_at)
