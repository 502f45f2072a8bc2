"""One sound, many spellings: competing romanisations of Russian, Arabic, Persian, Chinese and Korean names.

The rules are written from the published systems (BGN/PCGN, ISO 9, ICAO 9303, the French and German press; ALA-LC and
the spellings civil registries use; Pinyin, Wade-Giles and Hong Kong) and from how passports mix them.
"""

from __future__ import annotations

import re
from random import Random

Rules = tuple[tuple[str, tuple[str, ...]], ...]

# fmt: off
RUSSIAN: Rules = (
    ("SHCH", ("SCH", "SHH", "SC", "SHTCH")), ("ZH", ("J", "Z", "G")), ("KH", ("H", "CH", "X")),
    ("TS", ("C", "TZ", "TC")), ("CH", ("TCH", "TSCH", "C")),
    ("SH", ("SCH", "CH", "S")), ("YU", ("IU", "JU", "U", "YOU")), ("YA", ("IA", "JA", "A")),
    ("YE", ("E", "IE", "JE")), ("YO", ("E", "IO", "JO")),
    (r"IY\b", ("Y", "II", "IJ", "I")), (r"YY\b", ("Y", "YI", "II")), (r"Y\b", ("IY", "I", "II", "IJ")),
    (r"EY\b", ("EI", "EJ", "AI")), (r"OV\b", ("OFF", "OW", "OF")),
    (r"EV\b", ("EFF", "EW", "YEV", "IEV")), (r"SKIY\b", ("SKY", "SKI", "SKII", "SKIJ")),
    (r"SKY\b", ("SKIY", "SKI", "SKII")), (r"OVA\b", ("OWA",)),
    ("KS", ("X",)), ("X", ("KS",)), ("V", ("W",)), (r"\bE", ("YE",)), ("OVICH", ("OVITCH", "OVIC")),
    ("EVICH", ("EVITCH", "IEVICH")), ("IA", ("IYA", "YA")), ("AY", ("AI", "AJ")),
    ("ALEKSANDR", ("ALEXANDER", "ALEXANDR", "OLEKSANDR")), ("ALEKSEY", ("ALEXEI", "ALEXEY", "ALEKSEI")),
    ("SERGEY", ("SERGEI", "SERGUEI", "SERGEJ")),
    ("ANDREY", ("ANDREI", "ANDREJ")), ("DMITRIY", ("DMITRY", "DMITRI", "DIMITRI")),
    ("YURIY", ("YURI", "YURY", "IURII", "JURIJ")), ("YEVGENIY", ("EVGENY", "EVGENII", "EUGENE", "EVGENI")),
    ("MIKHAIL", ("MICHAIL", "MIHAIL", "MICHAEL")), ("NIKOLAY", ("NIKOLAI", "NICOLAI", "NIKOLAJ")),
    ("VLADIMIR", ("WLADIMIR", "VOLODYMYR")), ("PAVEL", ("PAUL",)), ("GEORGIY", ("GEORGY", "GEORGII")),
    ("G", ("H",)), ("'", ("", "Y")),
)
ARABIC: Rules = (
    (r"\bMUHAMMAD\b", ("MOHAMMED", "MOHAMED", "MOHAMMAD", "MUHAMMED", "MOHAMAD", "MOUHAMED", "MEHMET")),
    (r"\bMOHAMM[AE]D\b", ("MUHAMMAD", "MOHAMED", "MOHAMAD")),
    (r"\bMOHAMED\b", ("MUHAMMAD", "MOHAMMED", "MOHAMMAD")), (r"\bAHM[AE]D\b", ("AHMED", "AHMAD", "AHMET", "ACHMED")),
    (r"\bHUSAYN\b", ("HUSSEIN", "HOSSEIN", "HUSSAIN", "HUSEIN")),
    (r"\bHUSSEIN\b", ("HUSAYN", "HUSSAIN", "HOSSEIN", "HOSEIN")),
    (r"\bHOSSEIN\b", ("HUSAYN", "HUSSEIN", "HOSEIN", "HUSSAIN")), (r"\bHASAN\b", ("HASSAN", "HACEN")),
    (r"'?ABD[- ]AL-", ("ABDUL ", "ABDEL ", "ABDUL", "ABDEL-", "ABD EL ", "ABDOUL ")), (r"\bABD[UE]L\b ?", ("ABD AL-",
        "ABDAL ", "ABDUL", "ABDEL ", "ABD EL ")),
    (r"\bAL[- ]", ("EL-", "AL ", "EL ", "AL", "UL-", "")), (r"\bYUSUF\b", ("YOUSEF", "YOUSSEF", "YUSSUF", "YUSEF")),
    (r"\bUMAR\b", ("OMAR", "OUMAR", "OMER")), (r"\bUTHMAN\b", ("OSMAN", "OTHMAN", "OUTHMANE")),
    (r"\bIBRAHIM\b", ("EBRAHIM", "IBRAHEEM", "BRAHIM")), (r"\bKHALID\b", ("KHALED", "HALID")),
    (r"\bSA'?ID\b", ("SAEED", "SAYEED", "SAID", "SAYID")), (r"\bSAYYID\b", ("SAYED", "SEYED", "SEYYED", "SYED")),
    (r"\bSULAYMAN\b", ("SULEIMAN", "SOLEIMAN", "SULIMAN", "SLIMANE")),
    (r"\bISMA'?IL\b", ("ISMAEL", "ESMAIL", "ISMAEEL")), (r"\bJAMAL\b", ("GAMAL", "DJAMEL", "CEMAL")),
    (r"\bJA'?FAR\b", ("JAAFAR", "GAFAR", "DJAFAR")),
    ("QADIR", ("KADER", "GHADER", "QADER")), ("RAHMAN", ("REHMAN", "RAHMANE")), ("KARIM", ("KAREEM", "KERIM")),
    ("AZIZ", ("AZEEZ",)), ("NASIR", ("NASSER", "NASER")), ("TARIQ", ("TAREK", "TARIK")),
    ("HAMID", ("HAMEED", "HAMIDE")),
    ("AY", ("EI", "AI", "EY")), ("AW", ("AU", "OW", "AOU")), ("EI", ("AY", "EY")), ("SH", ("CH", "S")),
    ("KH", ("H", "CH", "X")), ("GH", ("G", "Q", "R")), ("DH", ("D", "Z", "TH")), ("TH", ("T", "S", "D")),
    ("Q", ("K", "G", "GH")),
    ("IY", ("I", "Y")), ("IYY", ("I", "IY")), ("UW", ("U", "OU")), ("OU", ("U", "OO")), ("OO", ("U", "OU")),
    ("EE", ("I",)), ("AA", ("A",)), (r"AH\b", ("A", "EH", "AT")), (r"I\b", ("Y", "EE", "IY")), ("J", ("DJ", "G")),
    ("U", ("O", "OU")), ("I", ("E",)), ("W", ("OU", "V")), ("Y", ("I",)), ("'", ("", "A")), ("SS", ("S",)),
    ("MM", ("M",)), ("LL", ("L",)), ("DD", ("D",)),
    ("-E ", (" ", "-I ", "YE ")), ("GHOLAM", ("QOLAM", "GHULAM")), ("ZADEH", ("ZADE", "-ZADEH")),
    (r"\bREZA\b", ("RIZA", "RIDHA")), ("POUR", ("PUR", "POOR")), ("A", ("E",)),
)
# Pinyin to Wade-Giles and older spellings, whole syllable heads first.
PINYIN_HEADS: Rules = (
    (r"\bZH", ("CH",)), (r"\bX", ("HS", "S")), (r"\bQ", ("CH", "CH'", "TS")), (r"\bJ", ("CH", "K")),
    (r"\bZ", ("TS",)), (r"\bC(?!H)", ("TS'", "TS")), (r"\bB", ("P",)), (r"\bD", ("T",)), (r"\bG", ("K",)),
    (r"\bR", ("J",)),
    (r"\bP", ("P'",)), (r"\bT", ("T'",)), ("IAN", ("IEN", "EAN")), ("ONG", ("UNG",)), ("UI", ("UEI", "WEI")),
    ("YU", ("YUE", "U")), ("YAN", ("YEN", "IAN")), ("UO", ("O", "UOH")), ("OU", ("OW",)),
)
CHINESE_SURNAMES: dict[str, tuple[str, ...]] = {
    "WANG": ("WONG", "ONG", "VONG"), "LI": ("LEE", "LY"), "ZHANG": ("CHANG", "CHEUNG", "TEOH"),
    "LIU": ("LAU", "LIEU"), "CHEN": ("CHAN", "TAN", "CH'EN"), "YANG": ("YEUNG", "YOUNG"),
    "HUANG": ("WONG", "HWANG", "NG"),
    "ZHAO": ("CHAO", "CHIU"), "WU": ("NG", "WOO", "GOH"), "ZHOU": ("CHOU", "CHOW", "CHAU"),
    "XU": ("HSU", "TSUI", "SHU"), "SUN": ("SUEN",), "MA": ("MAH",), "ZHU": ("CHU",), "HU": ("WU", "HOO"),
    "GUO": ("KUO", "KWOK", "QUOK"), "HE": ("HO", "HOH"),
    "LIN": ("LAM", "LIM"), "GAO": ("KAO", "KO"), "LUO": ("LO", "LAW"), "ZHENG": ("CHENG", "CHENG", "TAY"),
    "LIANG": ("LEUNG", "LEONG"), "XIE": ("HSIEH", "TSE"), "SONG": ("SUNG",), "TANG": ("TONG", "T'ANG"),
    "DENG": ("TENG", "TANG"), "FENG": ("FUNG",),
    "XIAO": ("HSIAO", "SIU"), "CAI": ("TSAI", "CHOI"), "PAN": ("POON", "PUN"), "YU": ("YUE", "YEE"),
    "YE": ("YEH", "YIP"), "LU": ("LOO", "LUK"), "JIANG": ("CHIANG", "KEUNG"), "ZENG": ("TSENG", "TSANG"),
    "QIAN": ("CHIEN", "TSIEN"), "SHI": ("SHIH", "SZE"), "MO": ("MOK",),
}
KOREAN: Rules = (
    (r"\bKIM\b", ("GIM", "KHIM")), (r"\bPAK\b", ("PARK", "BAK")), (r"\bPARK\b", ("PAK", "BAK")),
    (r"\bRI\b", ("LEE", "YI", "RHEE", "LI")), (r"\bLEE\b", ("RI", "YI")), (r"\bCHOE\b", ("CHOI", "CHOY")),
    (r"\bCHOI\b", ("CHOE",)),
    (r"\bCHONG\b", ("JUNG", "JEONG", "CHUNG")), (r"\bCHO\b", ("JO", "JOE")), (r"\bKANG\b", ("GANG",)),
    (r"\bO\b", ("OH",)), (r"\bYUN\b", ("YOON",)), (r"\bCH", ("J", "CH'")), (r"\bK", ("G",)), (r"\bP", ("B",)),
    (r"\bT", ("D",)), ("YO", ("YEO", "YU")),
    ("U", ("OO", "EU", "WOO")), (r"\bR", ("L", "RH", "")), ("HYON", ("HYUN", "HYEON")), ("SONG", ("SEONG", "SUNG")),
    ("CHOL", ("CHUL", "CHEOL")), ("ONG", ("UNG", "EONG")),
)
RUSSIAN_LOOK = re.compile(
    r"(OV|EV|SKIY|SKY|OVA|EVA|SKAYA|ENKO|OVICH|EVICH|VNA|CHUK|SHVILI|DZE|YAN)\b"
    r"|SHCH|ZHE|KOMPANIYA|OBSHCHESTVO|ZAVOD|TSENTR|NOE\b",
    re.IGNORECASE,
)
ARABIC_LOOK = re.compile(
    r"\b(AL|EL)[- ']|\bABD|\bABU\b|MUHAMMAD|MOHAM|AHM[AE]D|HUSAYN|HUSS?EIN|HOSSEIN|HASSA?N|\bBIN\b|\bIBN\b|KHAL|SULEI"
    r"|MAHMOUD|MAHMUD|ALLAH|ADDIN|IBRAHIM|SHARIF|\bALI\b|RAHMAN|SHIRKA|SHERKAT|ZADEH|POUR\b|IRAN",
    re.IGNORECASE,
)
SYLLABLE = (
    r"(?:[BPMFDTNLGKHJQXRZCSYW]|ZH|CH|SH)?"
    r"(?:IANG|IONG|UANG|ANG|ENG|ING|ONG|IAN|IAO|UAI|UAN|AI|AO|AN|EI|EN|ER|IA|IE|IN|IU|OU|UA|UE|UI|UN|UO|A|E|I|O|U)"
)
CHINESE_WORD = re.compile(rf"(?:{SYLLABLE}){{1,3}}", re.IGNORECASE)
KOREAN_LOOK = re.compile(
    r"\b(KIM|PAK|RI|CHOE|CHONG|KANG|YUN|SIN|HAN|SO|HWANG|CHANG|JO|CHO)\b|\bKOREA"
    r"|-(CHOL|SONG|HYOK|HO|SU|IL|UN|NAM|GUK)\b|HYON|RYON",
    re.IGNORECASE,
)
ARABIC_COUNTRIES = frozenset("IR SY IQ LB YE SA EG AE AF PK LY SD TN DZ MA JO KW QA SO PS".split())
# fmt: on


def family_of(name: str, countries: tuple[str, ...] = ()) -> str:
    """Which family of spellings a name belongs to: "russian", "arabic", "chinese", "korean" or "" when none shows."""
    if set(countries) & {"RU", "BY", "UA", "KZ", "BG", "RS"}:
        return "russian"
    if set(countries) & {"KP", "KR"} or (KOREAN_LOOK.search(name) and len(name) < 30):
        return "korean"
    if set(countries) & ARABIC_COUNTRIES or ARABIC_LOOK.search(name):
        return "arabic"
    if RUSSIAN_LOOK.search(name):
        return "russian"
    words = re.findall(r"[A-Z]+", name.upper())
    if set(countries) & {"CN", "HK", "TW"} or (
        2 <= len(words) <= 3 and all(CHINESE_WORD.fullmatch(word) for word in words)
    ):
        return "chinese"
    return ""


def romanised(name: str, rng: Random, countries: tuple[str, ...] = ()) -> str | None:
    """The same name as another system, registry or passport writes it; None when its family does not show."""
    family = family_of(name, countries)
    if family == "russian":
        return _apply(name, RUSSIAN, rng, share=0.35)
    if family == "arabic":
        return _apply(name, ARABIC, rng, share=0.15)
    if family == "korean":
        return _respell_syllables(name, rng, korean=True)
    if family == "chinese":
        return _respell_syllables(name, rng, korean=False)
    return None


def _apply(name: str, rules: Rules, rng: Random, share: float) -> str | None:
    """Rules that hold, each with the given chance and at least one; one system for the whole name."""
    text = name.upper()
    holding = [rule for rule in rules if re.search(rule[0], text)]
    if not holding:
        return None
    chosen = [rule for rule in holding if rng.random() < share] or [rng.choice(holding)]
    for pattern, spellings in chosen[:4]:
        spelling = rng.choice(spellings)
        everywhere = rng.random() < 0.7
        text = re.sub(pattern, spelling, text, count=0 if everywhere else 1)
    text = " ".join(text.split())
    return text if text != name.upper() else None


def _respell_syllables(name: str, rng: Random, korean: bool) -> str | None:
    """Another system for the surname or the given name, its syllables joined, hyphened or apart."""
    # A firm: only the words that sound so are respelt, in place.
    if len(name.split()) > 3:
        return _apply(name, KOREAN if korean else PINYIN_HEADS, rng, share=0.15)
    surname, comma, given = name.upper().partition(",")
    if not comma:
        surname, _, given = name.upper().partition(" ")
    surname, given = surname.strip(), given.strip()
    if not given:
        return None
    respelt = [_syllables_apart(given, rng)]
    if rng.random() < 0.6:
        respelt[0] = _apply(respelt[0], KOREAN if korean else PINYIN_HEADS, rng, share=0.5) or respelt[0]
    if surname in CHINESE_SURNAMES and not korean and rng.random() < 0.6:
        surname = rng.choice(CHINESE_SURNAMES[surname])
    elif korean:
        surname = _apply(surname, KOREAN, rng, share=0.6) or surname
    text = f"{surname}{rng.choice((', ', ' '))}{respelt[0]}" if rng.random() < 0.6 else f"{respelt[0]} {surname}"
    return text if sorted(text) != sorted(name.upper()) or text != name.upper() else None


def _syllables_apart(given: str, rng: Random) -> str:
    parts = re.findall(SYLLABLE + r"(?![AEIOU])", given.upper())
    if "".join(parts) != re.sub(r"[^A-Z]", "", given.upper()) or len(parts) < 2:
        return given
    return rng.choice((" ", "-", "")).join(parts)
