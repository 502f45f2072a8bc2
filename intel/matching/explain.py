"""A match told in one sentence, in English or Spanish, with the single fact that would turn it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from intel.matching.groups import GROUPS
from intel.matching.records import Match
from intel.matching.weights import SHIPPED

_PHRASES: dict[str, tuple[str, str]] = {
    "name.word": ("the words {pair} agree", "coinciden las palabras {pair}"),
    "name.similar": ("{pair} are written alike", "{pair} se escriben de forma parecida"),
    "name.unmatched_party": ("“{party}” is only in the party's name", "«{party}» solo está en el nombre de la parte"),
    "name.unmatched_subject": (
        "“{subject}” is only in the subject's name",
        "«{subject}» solo está en el nombre del sujeto",
    ),
    "name.number": ("the numbers {pair}", "los números {pair}"),
    "name.legal_form": ("legal form {pair}", "forma jurídica {pair}"),
    "name.shape": ("the whole names {pair} taken together", "los nombres completos {pair} en conjunto"),
    "name.order": ("the order of the words", "el orden de las palabras"),
    "kind": ("kind {pair}", "tipo {pair}"),
    "country": ("country {pair}", "país {pair}"),
    "birth_date": ("date of birth {pair}", "fecha de nacimiento {pair}"),
    "address": ("address {pair}", "domicilio {pair}"),
    "known_good": ("this pair was cleared before", "este par ya fue descartado antes"),
    "name.floor": ("a different name weighs less beside an identifier", "un nombre distinto pesa menos junto a un identificador"),
    "identifier.near": ("identifier one sign off: {pair}", "identificador con un signo distinto: {pair}"),
}
# Where a part rests on nothing being there.
_EMPTY: dict[str, tuple[str, str]] = {
    "name.unmatched_party": ("nothing is left over in the party's name", "no sobra nada en el nombre de la parte"),
    "name.unmatched_subject": ("nothing is left over in the subject's name", "no sobra nada en el nombre del sujeto"),
    "name.legal_form": ("no legal form on either side", "sin forma jurídica en ninguno"),
    "name.number": ("no numbers on either side", "sin números en ninguno"),
    "name.word": ("no words agree", "no coincide ninguna palabra"),
}
_IDENTIFIER = ("the same {kind} {pair}", "mismo identificador ({kind}) {pair}")
_DIFFERENT = ("a different {kind} {pair}", "otro identificador ({kind}) {pair}")
_KINDS_ES = {"tax": "tributario", "registration": "registro", "passport": "pasaporte", "phone": "teléfono",
             "national_id": "documento de identidad", "container": "contenedor", "plate": "placa", "email": "correo",
             "other": "otro"}  # fmt: skip


def features() -> tuple[str, ...]:
    """Return every feature that a part may have, such as "name.word" or "identifier.tax"."""
    return (*GROUPS, *_PHRASES.keys() - set(GROUPS), *(f"identifier.{kind}" for kind in SHIPPED.same))


def explain(match: Match | Mapping[str, Any], language: str = "en") -> str:
    """Return one sentence: how probable, what speaks for it, what against, and what single fact would turn it.

    Accepts a `Match` or what its `as_json` gave. `language` is "en" or "es"; any other code gives English.
    """
    data = match.as_json() if isinstance(match, Match) else match
    spanish = language[:2].lower() == "es"
    parts = [part for part in data["parts"] if part["feature"] != "prior"]
    support = sorted((part for part in parts if part["bits"] >= 0.5), key=lambda part: -part["bits"])[:4]
    against = sorted((part for part in parts if part["bits"] <= -0.5), key=lambda part: part["bits"])[:3]
    percent = min(99.9, max(0.1, 100 * data["probability"]))
    if spanish:
        text = f"«{data['party_name']}» es «{data['subject_name']}» con probabilidad {percent:.3g} %".replace(".", ",")
        text += _listed(support, "; a favor: ", 1) + _listed(against, "; en contra: ", 1)
    else:
        text = f"“{data['party_name']}” is “{data['subject_name']}” with probability {percent:.3g} %"
        text += _listed(support, "; for: ", 0) + _listed(against, "; against: ", 0)
    return text + _counterfactual(data, support, against, 1 if spanish else 0) + "."


def _listed(parts: list[Mapping[str, Any]], lead: str, column: int) -> str:
    if not parts:
        return ""
    return lead + ", ".join(f"{_phrase(part, column)} ({part['bits']:+.1f} bits)" for part in parts)


def _phrase(part: Mapping[str, Any], column: int) -> str:
    feature, party, subject = part["feature"], part["party"], part["subject"]
    opening, closing = ("“", "”") if column == 0 else ("«", "»")
    pair = f"{opening}{party}{closing}"
    if not party:
        pair = f"{opening}{subject}{closing}"
    elif subject and party.casefold() != subject.casefold():
        pair += f" / {opening}{subject}{closing}"
    kind = feature.partition(".")[2]
    if feature in _EMPTY and not party and not subject:
        return _EMPTY[feature][column]
    if feature in _PHRASES:
        template = _PHRASES[feature][column]
    elif feature.startswith("identifier."):
        template = (_IDENTIFIER if part["bits"] >= 0 else _DIFFERENT)[column]
        kind = _KINDS_ES.get(kind, kind) if column else kind.replace("_", " ")
    else:
        template = feature + " {pair}"
    return template.format(pair=pair, party=party, subject=subject, kind=kind)


def _counterfactual(
    data: Mapping[str, Any], support: list[Mapping[str, Any]], against: list[Mapping[str, Any]], column: int
) -> str:
    """Name the one part without which the match would fall on the other side of even odds."""
    even = data["score"] - _log_odds(data["probability"])
    if data["score"] >= even:
        turning = [part for part in support if data["score"] - part["bits"] < even]
        texts = ("; without “{}” it would be less likely than not", "; sin «{}» sería menos probable que improbable")
    else:
        turning = [part for part in against if data["score"] - part["bits"] >= even]
        texts = ("; without “{}” it would be more likely than not", "; sin «{}» sería más probable que improbable")
    if turning:
        return texts[column].format(_plain(_phrase(turning[-1], column)))
    if data["probability"] >= 0.5:
        return ("; a contradicting identifier would turn it", "; un identificador contrario lo cambiaría")[column]
    return ("; a shared identifier would turn it", "; un identificador en común lo cambiaría")[column]


def _plain(text: str) -> str:
    return text.translate(str.maketrans("“”«»", "''''"))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log2(bounded / (1 - bounded))
