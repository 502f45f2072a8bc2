"""Invented subjects: names as common or as rare as one wants them, numbers, documents. Everything from one `Random`."""

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

GIVEN = """Juan María José Ana Luis Rosa Carlos Martha Jorge Lidia Mario Elena Víctor Julia Wilfredo Felipa Freddy Nancy
    Edwin Sonia Ramiro Gladys Franz Teresa Rubén Norma Hugo Silvia Grover Carmen Marcelo Janeth Iván Beatriz Álvaro
    Lourdes""".split()
FAMILY = """Mamani Quispe Choque Condori Flores Vargas Rojas Huanca Gutiérrez Cruz Apaza Fernández López Ticona Torrez Colque
    Limachi Nina Calle Poma Aguilar Chambi Callisaya Villca Rocha Salazar Terrazas Camacho Sejas Arce Ledezma Orellana""".split()
CREWS = {
    "PH": ("Jomar Rodel Arnel Jerome Rommel Dennis Ariel Noel".split(),
           "Dela_Cruz Santos Reyes Bautista Villanueva Magsaysay".split()),
    "IN": ("Rajesh Suresh Anil Vikram Sanjay Deepak".split(), "Kumar Sharma Patel Nair Fernandes Yadav".split()),
    "UA": ("Oleksandr Serhii Andrii Dmytro Volodymyr".split(), "Shevchenko Bondarenko Kovalenko Tkachenko".split()),
    "CN": ("Wei Jun Lei Qiang Ming Tao".split(), "Wang Zhang Liu Chen Yang Huang".split()),
}
TRADES = "Importadora Comercial Distribuidora Ferretería Agencia Transportes Textiles Servicios Constructora Farmacia".split()
PLACES = "Sajama Illimani Tunari Andina Oriental Altiplano Chaco Yungas Pantanal Cordillera Valle Oruro".split()
_BEGIN = "Qu Zb Xo Vr Kj Ulp Dro Fyn Gw Hep Yst Ta Mi Lo Ber Cal San Pe".split()
_MIDDLE, _END = "ar ixo ebru ondi ulga ezti anto ime ola uri".split(), "vik tol mez quan gard lund ri ves no ca".split()


@dataclass(frozen=True)
class Subject:
    """What is known of somebody or something."""

    kind: str
    names: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str, str], ...] = ()
    birth_dates: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def bare(self, random: Random, *, number: float = 0.25) -> "Subject":
        """The same of which one datum is known: the name, or with this share the number."""
        if self.kind == "PERSON" and self.identifiers and random.random() < number:
            return replace(self, names=(), birth_dates=(), addresses=())
        return replace(self, identifiers=(), birth_dates=(), addresses=())


@dataclass(frozen=True)
class Asking:
    """One query as the table has it, and when its answer is read: minutes after it was asked, None for never."""

    pk: int
    asked_at: Any
    purpose: str
    case_reference: str
    subject: Subject
    read_after: float | None
    swept: bool = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.subject, name)


@dataclass
class Values:
    """Draws subjects. `family` orders the surnames: the first ones are the most common."""

    random: Random
    family: list[str] = field(default_factory=lambda: list(FAMILY))
    serial: int = 0

    def surname(self) -> str:
        if self.random.random() < 0.3:
            return self.rare_word()
        return self.family[min(int(self.random.expovariate(0.12)), len(self.family) - 1)]

    def birth_date(self) -> str:
        return f"{self.random.randint(1945, 2006)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"

    def identity(self) -> str:
        return str(self.random.randint(1_000_000, 13_999_999))

    def person(self, *, surnames: tuple[str, str] | None = None, number: str = "") -> Subject:
        """Somebody of here, with a document in the hand."""
        first, second = surnames or (self.surname(), self.surname())
        given = self.random.sample(GIVEN, self.random.choice((1, 1, 2))) if self.random.random() < 0.85 else [self.rare_word()]
        return Subject("PERSON", (" ".join([*given, first, second]),), (("national_id", number or self.identity(), "BO"),),
                       (self.birth_date(),))

    def relatives(self, many: int) -> list[Subject]:
        """Brothers and sisters; their documents were at times issued one after the other."""
        surnames, number = (self.surname(), self.surname()), int(self.identity())
        close = self.random.random() < 0.3
        return [self.person(surnames=surnames, number=str(number + at) if close else "") for at in range(many)]

    def firm(self, *, number: str = "") -> Subject:
        called = self.random.choice(PLACES) if self.random.random() < 0.5 else self.rare_word()
        trade = f"{self.random.choice(TRADES)} " if self.random.random() < 0.6 else ""
        name = f"{trade}{called} {self.surname()} {self.random.choice(('SRL', 'SA', ''))}"
        return Subject("ORGANISATION", (name.strip(),), (("tax", number or str(self.random.randint(10**9, 10**10)), "BO"),))

    def rare_word(self) -> str:
        return self.random.choice(_BEGIN) + self.random.choice(_MIDDLE) + self.random.choice(_MIDDLE) + self.random.choice(_END)

    def rare_person(self) -> Subject:
        return Subject("PERSON", (f"{self.rare_word()} {self.rare_word()}",), (("national_id", self.identity(), "BO"),),
                       (self.birth_date(),))

    def rare_firm(self) -> Subject:
        return Subject("ORGANISATION", (f"{self.rare_word()} {self.rare_word()} Ltd",), (("tax", self.identity() + "019", "BO"),))

    def plate(self) -> Subject:
        letters = "".join(self.random.choice("ABCDFGHKLNPRSTUXYZ") for _letter in range(3))
        return Subject("VEHICLE", (), (("plate", f"{self.random.randint(1000, 6999)}{letters}", "BO"),))

    def sailor(self, block: int) -> Subject:
        """One of a crew; part of it got their passports in one go (`block`)."""
        country = self.random.choice(list(CREWS))
        given, family = CREWS[country]
        number = block + self.random.randint(0, 400) if self.random.random() < 0.3 else self.random.randint(10**6, 10**7)
        return Subject("PERSON", (f"{self.random.choice(given)} {self.random.choice(family).replace('_', ' ')} "
                                  f"{self.random.choice(family).replace('_', ' ')}",),
                       (("passport", f"P{number:07}", country),), (self.birth_date(),))

    def containers(self, many: int) -> list[Subject]:
        """Of one ship: some of them bought together, with numbers in a row."""
        found: list[str] = []
        while len(found) < many:
            owner, number = self.random.choice(("MSCU", "MAEU", "CMAU", "HLXU")), self.random.randint(100000, 899999)
            run = self.random.choice((1, 1, 1, 1, 2, 3))
            found += [f"{owner}{number + at}{(number + at) % 10}" for at in range(run)]
        self.random.shuffle(found)
        return [Subject("CONTAINER", (), (("container", one, ""),)) for one in found[:many]]

    def misspelt(self, subject: Subject, *, slips: int = 1) -> Subject:
        """The same with a slip in the name."""
        text = list(subject.names[0])
        for _slip in range(slips):
            at = self.random.randrange(len(text))
            match self.random.randrange(4):
                case 0:
                    text[at] = self.random.choice("aeiou")
                case 1:
                    text.insert(at, self.random.choice("aehs"))
                case 2 if len(text) > 6:
                    del text[at]
                case _:
                    text = list("".join(text).replace("v", "b").replace("s", "z")) if self.random.random() < 0.5 else text[::1]
        return replace(subject, names=("".join(text),))
