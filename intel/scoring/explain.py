"""A reason told in words of the field, in English or Spanish."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from intel.scoring.records import Reason

#: By code of the reason: English, Spanish.
_PHRASES: dict[str, tuple[str, str]] = {
    "goods": ("goods of heading {heading}", "mercancía de la partida {heading}"),
    "route": ("departure {departure}, origin {origin}", "procedencia {departure}, origen {origin}"),
    "duty": ("duty of {rate} % ({kind})", "gravamen del {rate} % ({kind})"),
    "mass": ("net mass of {mass} kg", "peso neto de {mass} kg"),
    "price.above": (
        "{per_kg} per kg, {deviation} standard deviations above goods of code {hs}",
        "{per_kg} por kg, {deviation} desviaciones típicas por encima de la mercancía del código {hs}",
    ),
    "price.below": (
        "{per_kg} per kg, {deviation} standard deviations below goods of code {hs}",
        "{per_kg} por kg, {deviation} desviaciones típicas por debajo de la mercancía del código {hs}",
    ),
    "price.alone": (
        "{per_kg} per kg; there are no goods of code {hs} to compare it with",
        "{per_kg} por kg; no hay mercancía del código {hs} con que compararlo",
    ),
    "twin.irregular": (
        "the same goods again (code {hs}, origin {origin}, {mass} kg, price {price}): {irregular} of {count} found irregular, "
        "last on {day} (declaration {declaration})",
        "la misma mercancía otra vez (código {hs}, origen {origin}, {mass} kg, precio {price}): {irregular} de {count} con "
        "irregularidad, la última el {day} (declaración {declaration})",
    ),
    "twin.regular": (
        "the same goods again (code {hs}, origin {origin}, {mass} kg, price {price}): none of {count} found irregular, "
        "last inspected on {day} (declaration {declaration})",
        "la misma mercancía otra vez (código {hs}, origen {origin}, {mass} kg, precio {price}): ninguna de {count} con "
        "irregularidad, inspección más reciente el {day} (declaración {declaration})",
    ),
    "twin.new": (
        "no goods of this code, origin, mass and price were inspected before",
        "no se inspeccionó antes mercancía de este código, origen, peso y precio",
    ),
    "near.price_per_kg": (
        "goods of code {hs} and this origin at the same price per kg, copies counted once: {irregular} of {count} found "
        "irregular",
        "mercancía del código {hs} y este origen al mismo precio por kg, contando una sola vez las copias: "
        "{irregular} de {count} con irregularidad",
    ),
    "near.price": (
        "goods of code {hs} at the same price, copies counted once: {irregular} of {count} found irregular",
        "mercancía del código {hs} al mismo precio, contando una sola vez las copias: {irregular} de {count} con irregularidad",
    ),
    "near.mass": (
        "goods of code {hs} of the same mass, copies counted once: {irregular} of {count} found irregular",
        "mercancía del código {hs} del mismo peso, contando una sola vez las copias: {irregular} de {count} con irregularidad",
    ),
    "importer": (
        "importer {id}: {irregular} of {count} found irregular",
        "importador {id}: {irregular} de {count} con irregularidad",
    ),
    "declarant": (
        "declarant {id}: {irregular} of {count} found irregular",
        "declarante {id}: {irregular} de {count} con irregularidad",
    ),
    "seller": ("seller {id}: {irregular} of {count} found irregular", "vendedor {id}: {irregular} de {count} con irregularidad"),
    "office": ("office {id}: {irregular} of {count} found irregular", "aduana {id}: {irregular} de {count} con irregularidad"),
    "importer.new": ("importer {id} was not inspected before", "el importador {id} no fue inspeccionado antes"),
    "declarant.new": ("declarant {id} was not inspected before", "el declarante {id} no fue inspeccionado antes"),
    "seller.new": ("nothing of seller {id} was inspected before", "no se inspeccionó antes nada del vendedor {id}"),
    "office.new": ("nothing at office {id} was inspected before", "no se inspeccionó antes nada en la aduana {id}"),
}
_NOT_STATED = ("not stated", "no consta")
_MONTHS_ES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


def tell(reasons: Iterable[Reason], language: str = "en") -> str:
    """All in one line: what speaks for an irregularity, then what against it."""
    told = list(reasons)
    spanish = _is_spanish(language)
    heads = (("a favor", True), ("en contra", False)) if spanish else (("for", True), ("against", False))
    sides = [(head, [tell_reason(one, language) for one in told if (one.log_odds > 0) is side]) for head, side in heads]
    return ". ".join(f"{head.capitalize()}: {'; '.join(side)}" for head, side in sides if side)


def tell_reason(reason: Reason, language: str = "en") -> str:
    """One reason as a phrase. `language` is "en" or "es"; any other code gives English."""
    at = int(_is_spanish(language))
    values = {name: _shown(value, at) for name, value in reason.values.items()}
    if reason.code == "price":
        values["deviation"] = _decimals(f"{abs(float(reason.values['deviation'])):.1f}", at)  # type: ignore[arg-type]
    return _PHRASES[_phrase(reason)][at].format_map(values)


def _phrase(reason: Reason) -> str:
    code, values = reason.code, reason.values
    if code == "price":
        deviation = float(values["deviation"])  # type: ignore[arg-type]
        return "price.alone" if deviation != deviation else "price.above" if deviation >= 0 else "price.below"
    if code == "twin":
        return "twin.new" if not values["count"] else "twin.irregular" if values["irregular"] else "twin.regular"
    return f"{code}.new" if f"{code}.new" in _PHRASES and not values["count"] else code


def _is_spanish(language: str) -> bool:
    return language[:2].lower() == "es"


def _shown(value: str | float | date, at: int) -> str:
    if isinstance(value, date):
        month = _MONTHS_ES[value.month - 1] if at else value.strftime("%B")
        return f"{value.day} de {month} de {value.year}" if at else f"{value.day} {month} {value.year}"
    if isinstance(value, str):
        return value or _NOT_STATED[at]
    if value != value:
        return _NOT_STATED[at]
    return _number(abs(value), at)


def _number(value: float, at: int) -> str:
    """Two places where there are any; 1,234.50 in English, 1.234,50 in Spanish."""
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}" if value >= 1 else f"{value:.2g}"
    return _decimals(text, at)


def _decimals(text: str, at: int) -> str:
    return text.translate(str.maketrans(",.", ".,")) if at else text
