"""How a name comes out on a declaration, one function a class: still the same party, or one that only looks like it.

A variant that cannot be made of a name (nothing to shorten, too short to be cut) gives the name back as it was.
"""

from collections.abc import Callable
from random import Random

from hub.example.names import FORMS, MEN, SURNAMES, TRADES, WOMEN, WORDS

_FORMS = ("S.R.L.", "S.A.", "Ltda.", "Limitada", "E.I.R.L.", "S.A.C.", "SpA", "LLC", "Inc.", "Corp.", "Co.,", "Ltd.", "K.K.")
_ABBREVIATED = {
    "Importadora": "Imp.",
    "Exportadora": "Exp.",
    "Comercial": "Com.",
    "Distribuidora": "Dist.",
    "Representaciones": "Rep.",
    "Corporación": "Corp.",
    "Inversiones": "Inv.",
    "Agroindustrias": "Agroind.",
    "Maquinarias": "Maq.",
    "Trading": "Tdg.",
    "Import": "Imp.",
    "Export": "Exp.",
}
_MISREAD = {"O": "0", "I": "1", "S": "5", "B": "8"}
_FIELD = 35  # characters of a name in EDI messages (UN/EDIFACT an..35)


def typing_slip(name: str, rng: Random) -> str:
    """Two neighbouring letters of a long word change places."""
    word = max(name.split(), key=len)
    if len(word) < 6:
        return name
    at = rng.choice([i for i in range(1, len(word) - 2) if word[i] != word[i + 1]] or [1])
    return name.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def lost_letter(name: str, rng: Random) -> str:
    """A letter in the middle of a long word is left out."""
    word = max(name.split(), key=len)
    at = len(word) // 2
    return name.replace(word, word[:at] + word[at + 1 :]) if len(word) >= 6 else name


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
    if not at:
        return name
    place = rng.choice(at)
    return capital[:place] + _MISREAD[capital[place]] + capital[place + 1 :]


def unaccented(name: str, rng: Random) -> str:
    """Capitals without accents."""
    return name.upper().translate(str.maketrans("ÁÉÍÓÚÑÜÇÃÂÊ", "AEIOUNUCAAE"))


def cut_off(name: str, rng: Random) -> str:
    """Cut at the length of a field."""
    return name.upper()[:_FIELD].rstrip() if len(name) > _FIELD else name


def another_order(name: str, rng: Random) -> str:
    """The telling words first, the trade behind: "Kantuta S.R.L. Comercial"."""
    trade = next((trade for trade in sorted(TRADES, key=len, reverse=True) if name.startswith(f"{trade} ")), "")
    return f"{name.removeprefix(trade).strip()} {trade}" if trade else name


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
    "cut off": cut_off,
    "abbreviated": abbreviated,
    "typing slip": typing_slip,
    "legal form dropped": no_form,
    "scanned": scanned,
    "another order": another_order,
    "without accents": unaccented,
    "lost letter": lost_letter,
    "branch behind the name": with_branch,
}
OF_PERSONS: dict[str, Variant] = {
    "typing slip": typing_slip,
    "surname first": surname_first,
    "maternal surname dropped": one_surname,
    "without accents": unaccented,
    "lost letter": lost_letter,
}


def company_of_the_trade(name: str, rng: Random) -> str:
    """Another company of the same trade: the telling word is another one."""
    trade = next((trade for trade in sorted(TRADES, key=len, reverse=True) if name.startswith(f"{trade} ")), name.split()[0])
    other = rng.choice([word for word in WORDS if word not in name])
    return f"{trade} {other} {rng.choice(FORMS)}"


def homonym(name: str, rng: Random) -> str:
    """Another person: the first given name and the first surname are the same, the rest is not."""
    words = name.split()
    return f"{words[0]} {words[-2]} {rng.choice([s for s in SURNAMES if s not in words])}"


def sibling(name: str, rng: Random) -> str:
    """Another person of the same two surnames."""
    words = name.split()
    return f"{rng.choice([given for given in MEN + WOMEN if given.split()[0] not in words])} {' '.join(words[-2:])}"
