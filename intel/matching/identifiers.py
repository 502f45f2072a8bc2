"""Identifiers brought to one form, with their check digit verified where the rule is known."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Protocol, cast

from intel.matching.records import Identifier

KINDS = (
    "tax",
    "registration",
    "passport",
    "national_id",
    "lei",
    "container",
    "imo",
    "vin",
    "plate",
    "phone",
    "email",
    "iban",
    "mmsi",
    "callsign",
    "other",
)

# Values people write when they have none. They would match everything.
STOP_VALUES = frozenset(
    {"NA", "NONE", "NULL", "SN", "SINNUMERO", "SINNIT", "NOTIENE", "UNKNOWN", "XXX", "XXXX", "TBA", "NIL", "VARIOS"}
)

_NATIONAL_TAX = {
    "AR": "ar.cuit", "AT": "at.uid", "BE": "be.vat", "BR": "br.cnpj", "CH": "ch.uid", "CL": "cl.rut", "CN": "cn.uscc",
    "CO": "co.nit", "CR": "cr.cpj", "CZ": "cz.dic", "DE": "de.vat", "DK": "dk.cvr", "DO": "do.rnc", "EC": "ec.ruc",
    "EE": "ee.kmkr", "ES": "es.nif", "FI": "fi.alv", "FR": "fr.tva", "GB": "gb.vat", "GR": "gr.vat", "GT": "gt.nit",
    "HU": "hu.anum", "ID": "id.npwp", "IE": "ie.vat", "IL": "il.hp", "IT": "it.iva", "JP": "jp.cn", "KR": "kr.brn",
    "LT": "lt.pvm", "LV": "lv.pvn", "MX": "mx.rfc", "NL": "nl.btw", "NO": "no.orgnr", "PE": "pe.ruc", "PL": "pl.nip",
    "PT": "pt.nif", "PY": "py.ruc", "RO": "ro.cui", "RS": "rs.pib", "RU": "ru.inn", "SE": "se.vat", "SI": "si.ddv",
    "SK": "sk.dph", "SV": "sv.nit", "TR": "tr.vkn", "UA": "ua.edrpou", "UY": "uy.rut", "VE": "ve.rif", "VN": "vn.mst",
    "ZA": "za.tin",
}  # fmt: skip


class _Rule(Protocol):
    def is_valid(self, number: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class NormalisedIdentifier:
    """One identifier in its compared form.

    `valid` is True or False where a check digit or a length rule is known, None where none is.
    An empty `value` says that what was written is no identifier ("S/N", "000000").
    """

    kind: str
    value: str
    country: str
    valid: bool | None


@lru_cache(maxsize=65536)
def normalise_identifier(identifier: Identifier) -> NormalisedIdentifier:
    """Return the identifier in its compared form; never raises, whatever was written."""
    kind = identifier.kind.strip().lower() if identifier.kind.strip().lower() in KINDS else "other"
    country = identifier.country.strip().upper()[:2]
    raw = unicodedata.normalize("NFKC", identifier.value[:200])
    if kind == "email":
        return _email(raw)
    if kind == "phone":
        return _phone(raw, country)
    value = re.sub(r"[^0-9A-Z]", "", raw.upper())
    if len(value) < 3 or value in STOP_VALUES or len(set(value)) == 1:
        return NormalisedIdentifier(kind, "", country, False)
    value, country = _without_label(kind, value, country)
    return NormalisedIdentifier(kind, value, country, _valid(kind, value, country))


def one_slip_apart(one: str, other: str) -> bool:
    """Say whether two values differ by one changed sign, one lost sign, or two neighbours exchanged."""
    if one == other or min(len(one), len(other)) < 6 or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    first, second = one[start:], other[start:]
    if len(first) == len(second):
        return first[1:] == second[1:] or (first[:2] == second[1::-1] and first[2:] == second[2:])
    return first[1:] == second if len(first) > len(second) else second[1:] == first


def vin_is_valid(value: str) -> bool | None:
    """Verify a vehicle identification number: ISO 3779 length and signs, and 49 CFR 565.15 check digit.

    The check digit is compulsory in North America only: elsewhere a disagreement says nothing (None).
    """
    if len(value) != 17 or set(value) & set("IOQ"):
        return False
    worth = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    total = sum(int(worth.get(sign, sign)) * weight for sign, weight in zip(value, weights, strict=True))
    if "0123456789X"[total % 11] == value[8]:
        return True
    return False if value[0] in "12345" else None


def _email(raw: str) -> NormalisedIdentifier:
    value = re.sub(r"\s", "", raw).lower().removeprefix("mailto:")
    local, at, domain = value.rpartition("@")
    valid = bool(at and local and "." in domain)
    if domain in {"gmail.com", "googlemail.com"}:
        value = local.split("+")[0].replace(".", "") + "@gmail.com"
    return NormalisedIdentifier("email", value if valid else "", "", valid)


def _phone(raw: str, country: str) -> NormalisedIdentifier:
    import phonenumbers  # a slow import that most callers never need

    try:
        number = phonenumbers.parse(raw, country or None)
    except phonenumbers.NumberParseException:
        digits = re.sub(r"\D", "", raw)
        return NormalisedIdentifier("phone", digits if len(digits) >= 6 else "", country, False)
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    region = phonenumbers.region_code_for_number(number) or country
    return NormalisedIdentifier("phone", value, region, phonenumbers.is_valid_number(number))


def _without_label(kind: str, value: str, country: str) -> tuple[str, str]:
    labels = {"tax": r"^(NIT|RUC|RUT|CUIT|CNPJ|RFC|RIF|INN|VAT|TIN|NIF|CIF)(?=\d)", "imo": r"^(IMO)(?=\d)",
              "national_id": r"^(CI|DNI|CPF|CURP|CEDULA)(?=\d)", "mmsi": r"^MMSI(?=\d)", "vin": r"^VIN(?=\w{17}$)"}  # fmt: skip
    value = re.sub(labels.get(kind, r"^(?!)"), "", value)
    if kind == "tax" and len(value) > 6 and re.match(r"[A-Z]{2}\d", value):
        prefix = "GR" if value[:2] == "EL" else value[:2]
        if prefix in _NATIONAL_TAX and country in ("", prefix):
            return value[2:], prefix
    if kind == "iban":
        return value, value[:2]
    if kind == "national_id" and country == "BO":
        # The department of issue (LP, CB, SC ...) is often written behind the CI and often left out.
        value = re.sub(r"(LP|CB|CBBA|SC|OR|PT|CH|TJ|BN|BE|PD|PA|QR)$", "", value)
    return (value.lstrip("0") or value) if kind in {"tax", "national_id"} and value.isdigit() else value, country


def _valid(kind: str, value: str, country: str) -> bool | None:
    if kind in {"lei", "iban", "imo"}:
        return _rule(kind).is_valid(value)
    if kind == "container":
        return _rule("iso6346").is_valid(value)
    if kind == "vin":
        return vin_is_valid(value)
    if kind == "mmsi":
        return value.isdigit() and len(value) == 9
    if kind in {"tax", "national_id"} and country == "BO":
        # Neither NIT nor CI has a published check digit: only the length can be wrong.
        body = value if kind == "tax" else re.sub(r"[0-9]?[A-Z]$", "", value)
        return None if re.fullmatch(r"\d{4,13}", body) else False
    if kind == "tax" and country in _NATIONAL_TAX:
        padded = value.zfill(11) if country in {"AR", "PE"} else value
        return any(_rule(_NATIONAL_TAX[country]).is_valid(number) for number in (value, padded, country + value))
    return None


@cache
def _rule(name: str) -> _Rule:
    return cast(_Rule, import_module(f"stdnum.{name}"))
