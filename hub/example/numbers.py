"""Numbers that identify, invented, with check digits that are right where there is a public rule for them.

Bolivian tax numbers (NIT) and identity cards (CI) have no public check digit. Ship numbers begin with 3, which is not given out,
so that no real ship is named.
"""

from __future__ import annotations

from random import Random

from stdnum import imo, iso6346
from stdnum.ar import cuit
from stdnum.br import cnpj
from stdnum.cl import rut
from stdnum.cn import uscc
from stdnum.pe import ruc

from intel.exchange.values import Identifier

CONTAINER_PREFIXES = ("MSCU", "CSQU", "TRHU", "MEDU", "HLBU", "CMAU", "TCLU", "SUDU", "OOLU", "FCIU", "TEMU", "CAIU")
LETTERS = "ABCDEFGHIKLNPRSTUXYZ"  # of Bolivian plates
ISSUED_IN = ("LP", "SC", "CB", "OR", "PT", "TJ", "CH", "BE")
VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True))
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def digits(rng: Random, count: int) -> str:
    """So many digits, the first not zero."""
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def nit(rng: Random) -> str:
    """A Bolivian tax number of a company: nine to ten digits, ending as the series do."""
    return digits(rng, rng.choice((6, 7))) + rng.choice(("021", "023", "025", "027", "029", "014", "018"))


def ci(rng: Random) -> str:
    """A Bolivian identity card number with the place it was issued in: "4829167 LP"."""
    return f"{rng.randint(1_900_000, 13_500_000)} {rng.choice(ISSUED_IN)}"


def nit_of_person(card: str) -> str:
    """The tax number of a natural person: the card's digits and a suffix."""
    return card.split()[0] + "01" + str(int(card.split()[0]) % 10)


def tax_number(rng: Random, country: str) -> Identifier | None:
    """A company's tax or registration number in its country; None where the feed would not have one."""
    if country == "BO":
        return Identifier("tax", nit(rng), "BO", "NIT")
    if country == "PE":
        body = "20" + digits(rng, 8)
        return Identifier("tax", body + ruc.calc_check_digit(body), "PE", "RUC")
    if country == "AR":
        body = "30" + digits(rng, 8)
        return Identifier("tax", cuit.format(body + cuit.calc_check_digit(body)), "AR", "CUIT")
    if country == "CL":
        body = str(rng.randint(76_000_000, 77_999_999))
        return Identifier("tax", rut.format(body + rut.calc_check_digit(body)), "CL", "RUT")
    if country == "BR":
        body = digits(rng, 8) + "0001"
        return Identifier("tax", cnpj.format(body + cnpj.calc_check_digits(body)), "BR", "CNPJ")
    if country == "CN" and rng.random() < 0.6:
        body = "91" + rng.choice(("330782", "440101", "310115", "440300")) + "MA" + _base31(rng, 7)
        return Identifier("registration", body + uscc.calc_check_digit(body), "CN", "USCC")
    return None


def passport(rng: Random, country: str) -> Identifier:
    """A passport number in the manner of the country."""
    prefix = {"PE": "", "CN": "E", "BR": "F", "CO": "A", "BO": ""}.get(country, "")
    return Identifier("passport", prefix + digits(rng, 8 if prefix else 7), country, "Pasaporte")


def container(rng: Random) -> str:
    """A container number (ISO 6346)."""
    body = rng.choice(CONTAINER_PREFIXES) + digits(rng, 6)
    return body + iso6346.calc_check_digit(body)


def neighbour_container(number: str) -> str:
    """Another valid container number that differs in the last serial digit and the check digit."""
    body = number[:9] + str((int(number[9]) + 3) % 10)
    return body + iso6346.calc_check_digit(body)


def ship_number(rng: Random) -> str:
    """An IMO ship number of the series that is not given out."""
    body = "3" + digits(rng, 5)
    return body + imo.calc_check_digit(body)


def plate(rng: Random, country: str = "BO") -> str:
    """A number plate: Bolivia 4821KDR, Chile BBCL45, Peru A7B812, Brazil ABC1D23, Argentina AB123CD, Paraguay ABCD123."""
    if country == "BO":
        return digits(rng, 4) + _letters(rng, 3)
    if country == "CL":
        return _letters(rng, 4) + digits(rng, 2)
    if country == "PE":
        return _letters(rng, 1) + digits(rng, 1) + _letters(rng, 1) + digits(rng, 3)
    if country == "AR":
        return _letters(rng, 2) + digits(rng, 3) + _letters(rng, 2)
    if country == "PY":
        return _letters(rng, 4) + digits(rng, 3)
    return _letters(rng, 3) + digits(rng, 1) + _letters(rng, 1) + digits(rng, 2)


def vin(rng: Random) -> str:
    """A vehicle identification number with its check digit (49 CFR 565.15)."""
    body = [rng.choice(("9BM", "JTE", "9BF", "LZZ", "KMF", "8AJ")), *(rng.choice(VIN_LETTERS) for _ in range(5)), "0"]
    body += [rng.choice(VIN_LETTERS) for _ in range(2)] + list(digits(rng, 6))
    text = "".join(body)
    total = sum(w * (int(c) if c.isdigit() else VIN_VALUES[c]) for c, w in zip(text, VIN_WEIGHTS, strict=True))
    return text[:8] + ("X" if total % 11 == 10 else str(total % 11)) + text[9:]


def phone(rng: Random) -> str:
    """A Bolivian mobile number."""
    return "+591 7" + digits(rng, 7)


def _letters(rng: Random, count: int) -> str:
    return "".join(rng.choice(LETTERS) for _ in range(count))


def _base31(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(count))
