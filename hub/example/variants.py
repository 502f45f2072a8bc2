"""How a name comes out on a declaration, one function a class: still the same party, or one that only looks like it."""

from collections.abc import Callable
from random import Random

from hub.example.names import FORMS, SURNAMES, WORDS

_FORMS = ("S.R.L.", "S.A.", "Ltda.", "Limitada", "E.I.R.L.", "S.A.C.")
_ABBREVIATED = {
    "Importadora": "Imp.",
    "Exportadora": "Exp.",
    "Comercial": "Com.",
    "Distribuidora": "Dist.",
    "Representaciones": "Rep.",
    "Corporación": "Corp.",
    "Inversiones": "Inv.",
    "Hermanos": "Hnos.",
}
_MISREAD = {"O": "0", "I": "1", "S": "5", "B": "8"}


def typing_slip(name: str, rng: Random) -> str:
    """Two neighbouring letters of a long word change places."""
    word = max(name.split(), key=len)
    at = rng.randint(2, len(word) - 3)
    return name.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def no_form(name: str, rng: Random) -> str:
    """The legal form is left out, in capitals."""
    return " ".join(word for word in name.split() if word not in _FORMS).upper()


def abbreviated(name: str, rng: Random) -> str:
    """Words shortened as clerks do: Imp. y Exp."""
    return " ".join(_ABBREVIATED.get(word, word) for word in name.split())


def scanned(name: str, rng: Random) -> str:
    """A letter of a scanned document read as a digit."""
    capital = name.upper()
    at = [i for i, letter in enumerate(capital) if letter in _MISREAD and 2 < i < len(capital) - 6]
    place = rng.choice(at) if at else 0
    return capital[:place] + _MISREAD.get(capital[place], capital[place]) + capital[place + 1 :]


def unaccented(name: str, rng: Random) -> str:
    """Capitals without accents."""
    return name.upper().translate(str.maketrans("ÁÉÍÓÚÑÜÇÃÂÊ", "AEIOUNUCAAE"))


def surname_first(name: str, rng: Random) -> str:
    """A person as registers write: surnames, then given names."""
    words = name.split()
    return f"{' '.join(words[-2:]).upper()} {' '.join(words[:-2]).upper()}"


def one_surname(name: str, rng: Random) -> str:
    """The maternal surname dropped."""
    return " ".join(name.split()[:-1])


def with_branch(name: str, rng: Random) -> str:
    """A branch or an address behind the name."""
    return f"{name} - {rng.choice(('SUCURSAL EL ALTO', 'SUC. ORURO', 'DEPOSITO 3', 'CASA MATRIZ'))}"


Variant = Callable[[str, Random], str]

OF_COMPANIES: dict[str, Variant] = {
    "typing slip": typing_slip,
    "legal form dropped": no_form,
    "abbreviated": abbreviated,
    "scanned": scanned,
    "without accents": unaccented,
    "branch behind the name": with_branch,
}
OF_PERSONS: dict[str, Variant] = {
    "typing slip": typing_slip,
    "surname first": surname_first,
    "maternal surname dropped": one_surname,
    "without accents": unaccented,
}


def lookalike_company(name: str, rng: Random) -> str:
    """Another company of the same trade: the telling word is another one."""
    trade = name.split()[0]
    other = rng.choice([word for word in WORDS if word not in name])
    return f"{trade} {other} {rng.choice(FORMS)}"


def homonym(name: str, rng: Random) -> str:
    """Another person: the first given name and the first surname are the same, the rest is not."""
    words = name.split()
    return f"{words[0]} {words[-2]} {rng.choice([s for s in SURNAMES if s not in words])}"
