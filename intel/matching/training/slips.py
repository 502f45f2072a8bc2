"""Slips of the finger, of the scanner and of the ear: variations of single characters."""

from __future__ import annotations

import re
import unicodedata
from random import Random

# fmt: off
KEYBOARD = {
    "Q": "WA", "W": "QES", "E": "WRD", "R": "ETF", "T": "RYG", "Y": "TUH", "U": "YIJ", "I": "UOK", "O": "IPL",
    "P": "OL", "A": "QSZ", "S": "ADWX",
    "D": "SFEC", "F": "DGRV", "G": "FHTB", "H": "GJYN", "J": "HKUM", "K": "JLI", "L": "KOP", "Z": "AXS", "X": "ZCD",
    "C": "XVD", "V": "CBF",
    "B": "VNG", "N": "BMH", "M": "NK",
}
SCANNER = (
    ("O", "0"), ("I", "1"), ("S", "5"), ("B", "8"), ("L", "1"), ("Z", "2"), ("G", "6"), ("M", "RN"), ("RN", "M"),
    ("I", "L"), ("O", "Q"), ("D", "O"),
    ("C", "G"), ("U", "V"), ("V", "U"), ("E", "F"), ("CL", "D"), ("W", "VV"), ("H", "N"), ("A", "4"), ("E", "3"),
    ("T", "7"), ("Q", "O"), ("0", "O"), ("1", "I"),
    ("5", "S"), ("N", "II"), ("LI", "U"), ("Y", "V"), ("I", "J"),
)
EAR = (
    ("B", "V"), ("V", "B"), ("Z", "S"), ("S", "Z"), ("CE", "SE"), ("CI", "SI"), ("SE", "CE"), ("LL", "Y"),
    ("Y", "LL"), ("QUI", "KI"), ("QUE", "KE"), ("KI", "QUI"),
    ("C", "K"), ("K", "C"), ("HUA", "WA"), ("GUA", "WA"), ("GE", "JE"), ("GI", "JI"), ("JE", "GE"), ("X", "J"),
    ("X", "KS"), ("H", ""), ("PH", "F"), ("F", "PH"),
    ("I", "Y"), ("Y", "I"), ("SS", "S"), ("TT", "T"), ("NN", "N"), ("MP", "NP"), ("MB", "NB"), ("CK", "K"),
    ("EE", "I"), ("OO", "U"), ("OU", "U"), ("TH", "T"),
    ("SCH", "SH"), ("W", "V"), ("CC", "X"), ("SC", "S"), ("XC", "C"), ("AE", "E"), ("EI", "EY"), ("AI", "AY"),
    ("Ñ", "NI"), ("GN", "N"), ("TZ", "Z"), ("DD", "D"),
)
ACCENTED = {"A": "ÁÀÂÄÃÅ", "E": "ÉÈÊË", "I": "ÍÌÎÏ", "O": "ÓÒÔÖÕØ", "U": "ÚÙÛÜ", "N": "Ñ", "C": "ÇČĆ", "S": "ŠŞ",
    "Z": "ŽŻ", "G": "Ğ", "Y": "Ý", "L": "Ł", "D": "Đ"}
SPANISH = {"A": "Á", "E": "É", "I": "Í", "O": "Ó", "U": "Ú", "N": "Ñ"}
UNFOLDED = {"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "Ñ": "NY", "Å": "AA", "Ø": "OE", "Æ": "AE", "É": "E'",
    "Ç": "CH", "Š": "SH", "Ž": "ZH", "Č": "CH"}
# fmt: on


def _letters(name: str) -> list[int]:
    return [at for at, character in enumerate(name) if character.isalpha()]


def _replace(name: str, start: int, end: int, by: str) -> str:
    """Put `by` there in the case of what it replaces."""
    return name[:start] + (by if name[start:end].isupper() else by.lower()) + name[end:]


def slip(name: str, rng: Random) -> str | None:
    """One letter hit wrong, left out, doubled or put in."""
    letters = _letters(name)
    if len(letters) < 4:
        return None
    # The first letter of a word is seldom the one mistyped.
    at = rng.choice([where for where in letters if where and name[where - 1].isalpha()] or letters)
    act = rng.random()
    if act < 0.30:
        near = KEYBOARD.get(name[at].upper())
        return _replace(name, at, at + 1, rng.choice(near or "AEIOU"))
    if act < 0.62:
        return name[:at] + name[at + 1 :]
    if act < 0.78:
        return name[:at] + name[at] + name[at:]
    near = KEYBOARD.get(name[at].upper(), "E")
    return (
        _replace(name, at, at, "")
        if not near
        else name[:at] + (rng.choice(near) if name[at].isupper() else rng.choice(near).lower()) + name[at:]
    )


def slips(name: str, rng: Random) -> str | None:
    """Two slips, in a name long enough to bear them."""
    if len(_letters(name)) < 10:
        return None
    first = slip(name, rng)
    return slip(first, rng) if first else None


def transposed(name: str, rng: Random) -> str | None:
    """Two neighbouring letters the other way round."""
    places = [
        at for at in range(len(name) - 1) if name[at : at + 2].isalpha() and name[at].upper() != name[at + 1].upper()
    ]
    inner = [at for at in places if at and name[at - 1].isalpha()]
    if not places or len(name) < 5:
        return None
    at = rng.choice(inner or places)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _rewrite(name: str, table: tuple[tuple[str, str], ...], times: int, rng: Random) -> str | None:
    changed = name
    for _ in range(times):
        upper = changed.upper()
        if len(upper) != len(changed):
            return None
        found = [(found.start(), old, new) for old, new in table for found in re.finditer(re.escape(old), upper)]
        if not found:
            break
        at, old, new = rng.choice(found)
        changed = _replace(changed, at, at + len(old), new)
    return changed if changed != name and changed.strip() else None


def scanned(name: str, rng: Random) -> str | None:
    """Letters a scanner confuses: 0 for O, 1 for I, 5 for S, RN for M; one to three of them, or every O of the name."""
    if rng.random() < 0.15 and "O" in name.upper():
        return re.sub("[Oo]", "0", name)
    longer = 1 if len(name) < 12 else 2
    return _rewrite(name, SCANNER, rng.choice((1, 1, longer, longer, 3 if len(name) > 20 else 1)), rng)


def heard(name: str, rng: Random) -> str | None:
    """Spelt as heard: B for V, S for Z, K for QU, W for HUA, no H."""
    return _rewrite(name, EAR, rng.choice((1, 1, 2)), rng)


def strip_accents(name: str) -> str:
    """The letters without their marks."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))


def accented(name: str, rng: Random) -> str | None:
    """Marks lost, spelt out (Ü as UE), put on, or ruined on the way (Ñ as ?, as Ã‘)."""
    marked = [at for at, sign in enumerate(name) if sign.isalpha() and strip_accents(sign) != sign]
    if marked:
        act = rng.random()
        if act < 0.35:
            return strip_accents(name)
        if act < 0.60:
            return "".join(
                UNFOLDED.get(sign.upper(), strip_accents(sign)) if sign in name and ord(sign) > 127 else sign
                for sign in name
            )
        if act < 0.75:
            return "".join("?" if at in marked else sign for at, sign in enumerate(name))
        if act < 0.85:
            return "".join("" if at in marked else sign for at, sign in enumerate(name))
        return name.encode("utf-8", "replace").decode("cp1252", "replace")
    table = SPANISH if rng.random() < 0.6 else ACCENTED
    places = [at for at, sign in enumerate(name) if sign.upper() in table]
    if not places:
        return None
    chosen = set(rng.sample(places, min(len(places), rng.choice((1, 2, 2, 3, 5)))))
    put_on = "".join(
        _replace(sign, 0, 1, rng.choice(table[sign.upper()])) if at in chosen else sign for at, sign in enumerate(name)
    )
    return put_on if rng.random() < 0.88 else put_on.encode("utf-8").decode("cp1252", "replace")
