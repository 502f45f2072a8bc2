"""What the free text of an OFAC entry says: dates of birth, documents, numbers, contacts, aliases, countries.

The remarks are clauses parted by semicolons, each opened by a label: "DOB 24 May 1970; alt. Passport A553077 (Sudan) issued
04 Apr 2000; C.U.R.P. LISA700524HDFRTL03 (Mexico); a.k.a. 'EL ATLANTE'." A clause with an unknown label is left alone; the
full text stays with the entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intel.exchange.countries import country_code
from intel.exchange.values import Identifier

# Label as the list writes it -> kind of identifier, country it implies. Longer labels are tried first.
_LABELS: dict[str, tuple[str, str]] = {
    # tax
    "Tax ID No.": ("tax", ""),
    "V.A.T. Number": ("tax", ""),
    "VAT Number": ("tax", ""),
    "R.F.C.": ("tax", "MX"),
    "RFC": ("tax", "MX"),
    "NIT #": ("tax", "CO"),
    "NIT": ("tax", ""),
    "RUC #": ("tax", ""),
    "RUC": ("tax", ""),
    "RIF #": ("tax", "VE"),
    "RIF": ("tax", "VE"),
    "RTN": ("tax", "HN"),
    "C.U.I.T.": ("tax", "AR"),
    "CUIT": ("tax", "AR"),
    "C.U.I.L.": ("tax", "AR"),
    "CNPJ": ("tax", "BR"),
    "C.N.P.J.": ("tax", "BR"),
    "CPF": ("tax", "BR"),
    "RUT": ("tax", "CL"),
    "R.U.T.": ("tax", "CL"),
    "N.I.F.": ("tax", "ES"),
    "NIF": ("tax", "ES"),
    "C.I.F.": ("tax", "ES"),
    "US FEIN": ("tax", "US"),
    "FEIN": ("tax", "US"),
    "UK Tax ID": ("tax", "GB"),
    "Italian Fiscal Code": ("tax", "IT"),
    "Fiscal Code": ("tax", ""),
    "Numero Unico de Identificacao Tributaria (NUIT)": ("tax", "MZ"),
    "Paraguayan tax identification number": ("tax", "PY"),
    "Romanian Tax Registration": ("tax", "RO"),
    "Tax Registration Number": ("tax", ""),
    "TIN": ("tax", ""),
    "INN": ("tax", "RU"),
    # passports and travel papers
    "Passport": ("passport", ""),
    "Passport No.": ("passport", ""),
    "Passport No.:": ("passport", ""),
    "Passport #": ("passport", ""),
    "Passport Booklet": ("passport", ""),
    "Passport Booklet:": ("passport", ""),
    "Diplomatic Passport": ("passport", ""),
    "Service Passport": ("passport", ""),
    "Official Passport": ("passport", ""),
    "Stateless Person Passport": ("passport", ""),
    "Travel Document Number": ("passport", ""),
    "Refugee Travel Document": ("passport", ""),
    # papers of a natural person
    "National ID No.": ("national_id", ""),
    "National ID No.:": ("national_id", ""),
    "National ID": ("national_id", ""),
    "National Foreign ID Number": ("national_id", ""),
    "Cedula No.": ("national_id", ""),
    "Cedula No. Cedula:": ("national_id", ""),
    "Cedula de Residencia": ("national_id", ""),
    "Cedula de Ciudadania": ("national_id", ""),
    "Numero de Identidad": ("national_id", ""),
    "C.U.R.P.": ("national_id", "MX"),
    "C.U.R.P. #": ("national_id", "MX"),
    "CURP": ("national_id", "MX"),
    "C.U.I.P.": ("national_id", "MX"),
    "C.U.I.": ("national_id", "GT"),
    "I.F.E.": ("national_id", "MX"),
    "Credencial electoral": ("national_id", "MX"),
    "Electoral Registry No.": ("national_id", ""),
    "Cartilla de Servicio Militar Nacional": ("national_id", "MX"),
    "D.N.I.": ("national_id", ""),
    "DNI": ("national_id", ""),
    "N.I.E.": ("national_id", "ES"),
    "D.P.I.": ("national_id", "GT"),
    "L.E. Number": ("national_id", ""),
    "LE Number": ("national_id", "PE"),
    "SSN": ("national_id", "US"),
    "Personal ID Card": ("national_id", ""),
    "Identification Number": ("national_id", ""),
    "Turkish Identification Number": ("national_id", "TR"),
    "Kenyan ID No.": ("national_id", "KE"),
    "Citizen's Card Number": ("national_id", ""),
    "Tazkira National ID Card": ("national_id", "AF"),
    "Tazkira": ("national_id", "AF"),
    "Residency Number": ("national_id", ""),
    "Refugee ID Card": ("national_id", ""),
    "Bosnian Personal ID No.": ("national_id", "BA"),
    "Moroccan Personal ID No.": ("national_id", "MA"),
    "Birth Certificate Number": ("national_id", ""),
    "Driver's License No.": ("national_id", ""),
    "Seafarer's Identification Document": ("national_id", ""),
    "Stateless Person ID Card": ("national_id", ""),
    "Pilot License Number": ("national_id", ""),
    "VisaNumberID": ("national_id", ""),
    "Temporary suspension of deportation No.": ("national_id", ""),
    # registers of organisations
    "Registration Number": ("registration", ""),
    "Registration Number:": ("registration", ""),
    "Registration ID": ("registration", ""),
    "Business Registration Number": ("registration", ""),
    "Business Registration Document #": ("registration", ""),
    "Business Registration Document # CUD:": ("registration", ""),
    "Business Number": ("registration", ""),
    "Commercial Registry Number": ("registration", ""),
    "Company Number": ("registration", ""),
    "UK Company Number": ("registration", "GB"),
    "Company Number IMO": ("registration", ""),
    "Identification Number IMO": ("registration", ""),
    "C.R. No.": ("registration", ""),
    "Romanian C.R.": ("registration", "RO"),
    "C.I.N.": ("registration", "IN"),
    "Chamber of Commerce Number": ("registration", ""),
    "Istanbul Chamber of Comm. No.": ("registration", "TR"),
    "Dubai Chamber of Commerce Membership No.": ("registration", "AE"),
    "Economic Register Number (CBLS)": ("registration", "AE"),
    "Central Registration System Number": ("registration", "TR"),
    "Unified Social Credit Code (USCC)": ("registration", "CN"),
    "United Social Credit Code Certificate (USCCC)": ("registration", "CN"),
    "Organization Code": ("registration", "CN"),
    "Folio Mercantil No.": ("registration", "MX"),
    "Matricula Mercantil No": ("registration", ""),
    "Matricula Mercantil No.": ("registration", ""),
    "Public Registration Number": ("registration", ""),
    "Registered Charity No.": ("registration", ""),
    "Registration Certificate Number (Dubai)": ("registration", "AE"),
    "Certificate of Incorporation Number": ("registration", ""),
    "Enterprise Number": ("registration", ""),
    "Branch Unit Number": ("registration", "NL"),
    "Government Gazette Number": ("registration", "RU"),
    "Trade License No.": ("registration", ""),
    "License": ("registration", ""),
    "License No.": ("registration", ""),
    "Permit Number": ("registration", ""),
    "SRE Permit No.": ("registration", "MX"),
    "Afghan Money Service Provider License Number": ("registration", "AF"),
    "D-U-N-S Number": ("registration", ""),
    "Legal Entity Number": ("registration", ""),  # twenty characters: a LEI, see `_refined`
    "Bank Identifier Code": ("other", ""),
    # money
    "SWIFT/BIC": ("other", ""),
    "BIK (RU)": ("other", "RU"),
    "ISIN": ("other", ""),
    "Account Number": ("other", ""),
    "IBAN": ("iban", ""),
    # vessels and aircraft
    "Vessel Registration Identification IMO": ("imo", ""),
    "Vessel Registration Identification": ("registration", ""),
    "Vessel Call Sign": ("callsign", ""),
    "MMSI": ("mmsi", ""),
    "Aircraft Tail Number": ("registration", ""),
    "Previous Aircraft Tail Number": ("registration", ""),
    "Aircraft Manufacturer's Serial Number (MSN)": ("other", ""),
    "Aircraft Construction Number (also called L/N or S/N or F/N)": ("other", ""),
    "Aircraft Serial Identification": ("other", ""),
    "Aircraft Mode S Transponder Code": ("other", ""),
    # contacts
    "Phone Number": ("phone", ""),
    "Phone No.": ("phone", ""),
    "PHONE": ("phone", ""),
    "Telephone": ("phone", ""),
    "Telephone:": ("phone", ""),
    "Telephone No.": ("phone", ""),
    "Telephone Number:": ("phone", ""),
    "Fax": ("phone", ""),
    "Fax:": ("phone", ""),
    "Fax No.": ("phone", ""),
    "FAX": ("phone", ""),
    "Mobile Phone": ("phone", ""),
    "Email Address": ("email", ""),
    "Email": ("email", ""),
    "Website": ("other", ""),
    # other papers, kept because an officer may meet them
    "Serial No.": ("other", ""),
    "Chinese Commercial Code": ("other", ""),
}
_BY_LABEL = {label.casefold(): (label, *what) for label, what in _LABELS.items()}
_LABEL = re.compile(
    r"(?:alt\. )?(" + "|".join(re.escape(label) for label in sorted(_BY_LABEL, key=len, reverse=True)) + r")(?=[\s(])",
    re.IGNORECASE,
)
_LETTERS_ALONE = frozenset(("Aircraft Tail Number", "Previous Aircraft Tail Number", "SWIFT/BIC", "Vessel Call Sign"))
_DIGITAL_CURRENCY = re.compile(r"(?:alt\. )?(Digital Currency Address - [A-Z0-9]{2,6})\s+(\S{20,})$")
_UNKNOWN_LABEL = re.compile(
    r"(?:alt\. )?([A-Z][\w'./&() -]{0,60}?(?:No\.|Number|#|ID Card|Code|Certificate|Licen[cs]e|Permit)[:#]?)\s+(\S*\d.*)$"
)
_NOT_A_LABEL = re.compile(
    r"(?:alt\. )?(?:Interpol|Executive Order|CAATSA|Linked To|Secondary|Organization Type|Target)", re.IGNORECASE
)
_CONDITIONS = re.compile(r"[,\s]*\b(?:issued|issue date|expire[sd]?|expire date|valid|exp)\b.*$", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"\(([^()]*)\)\s*$")
_TRAILING_COUNTRY = re.compile(r",\s*([A-Z][A-Za-z .]+)$")

_ALIAS = re.compile(r"(?:alt\. )?([afn])\.k\.a\.\s+'(.*)'$")
_COUNTRY = re.compile(
    r"(?:alt\. )?(?:nationality of registration|nationality|citizen|former vessel flag|vessel flag)\s+(.+)$",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\bDOB:?\s+(.+)$")
_BARE_EMAIL = re.compile(r"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)\.?(?: \(email\))?\.?$")
_BARE_WEBSITE = re.compile(r"((?:https?://|www\.)\S+?)\.?(?: \(website\))?$", re.IGNORECASE)

_MONTHS = {
    m: f"{n:02d}"
    for n, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}
_DATE = re.compile(r"(?:(\d{1,2})\s+)?(?:([A-Za-z]{3})[a-z]*\s+)?(\d{4})$")
LONGEST_RANGE = 12  # years; a wider range of birth says too little to confirm or contradict anybody


@dataclass(frozen=True, slots=True)
class Remarks:
    """What was taken out of one entry's remarks."""

    identifiers: tuple[Identifier, ...]
    birth_dates: tuple[str, ...]
    countries: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]  # (text, kind): a.k.a. in remarks is how the list marks weak ones


def read_remarks(text: str) -> Remarks:
    """Everything the remarks say that identifies the subject; never raises."""
    identifiers: list[Identifier] = []
    births: list[str] = []
    countries: list[str] = []
    aliases: list[tuple[str, str]] = []
    for clause in _clauses(text):
        if birth := _BIRTH.search(clause):
            births.extend(birth_dates(birth[1]))
        elif alias := _ALIAS.match(clause):
            aliases.append(
                (alias[2].strip(), "WEAK_ALIAS" if alias[1] == "a" else "FORMER" if alias[1] == "f" else "ALIAS")
            )
        elif country := _COUNTRY.match(clause):
            countries.append(country_code(country[1]))
        elif identifier := read_identifier(clause):
            identifiers.append(identifier)
    return Remarks(
        identifiers=tuple(dict.fromkeys(identifiers)),
        birth_dates=tuple(dict.fromkeys(births)),
        countries=tuple(dict.fromkeys(code for code in countries if code)),
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias[0])),
    )


def birth_dates(text: str) -> list[str]:
    """ISO prefixes for "24 May 1970", "Oct 1971", "1961", "circa 1951", "1962 to 1964"; empty when it is no date.

    What is only about right is told as a year; a range as each of its years, if they are few.
    """
    text = text.strip().rstrip(".")
    if text.lower().startswith("circa "):
        return [iso[:4] for iso in birth_dates(text[6:])]
    if " to " in text:
        first, last = (_iso(end) for end in text.split(" to ", 1))
        return _years(first, last) if first and last else []
    iso = _iso(text)
    return [iso] if iso else []


def read_identifier(clause: str) -> Identifier | None:
    """The identifier that a clause names, or None. "alt. Passport A553077 (Sudan) issued 04 Apr 2000" -> A553077, SD."""
    if wallet := _DIGITAL_CURRENCY.match(clause):
        return Identifier("other", wallet[2], label=wallet[1])
    if known := _LABEL.match(clause):
        label, kind, implied = _BY_LABEL[known[1].casefold()]
        return _identifier(kind, clause[known.end() :], implied, label.rstrip(":"))
    if bare := _BARE_EMAIL.match(clause):
        return Identifier("email", bare[1], label="Email Address")
    if bare := _BARE_WEBSITE.match(clause):
        return Identifier("other", bare[1], label="website")
    if not _NOT_A_LABEL.match(clause) and (unknown := _UNKNOWN_LABEL.match(clause)):
        return _identifier("other", unknown[2], "", unknown[1].rstrip(":"))
    return None


def _clauses(text: str) -> Iterator[str]:
    """The clauses without their full stop."""
    for clause in re.split(r";\s+|;$", text.strip()):
        yield clause.strip().rstrip(".")


def _identifier(kind: str, rest: str, implied_country: str, label: str) -> Identifier | None:
    if kind == "phone":
        return _phone(rest, label)
    if label in ("Email Address", "Email", "Website"):
        return _address(kind, rest.strip(" .,:"), label)
    value = _CONDITIONS.sub("", rest).strip(" .,:")
    country = ""
    while place := _IN_PARENTHESES.search(value):  # "HRA 738077 (Stuttgart) (Germany)"
        country = country or country_code(place[1])
        value = value[: place.start()].strip(" ,")
    if trailing := _TRAILING_COUNTRY.search(value):  # "0310857, Eritrea"
        country = country or country_code(trailing[1])
        value = value[: trailing.start()]
    value = re.sub(r"^[#:]\s*", "", value).strip()
    if not _plausible(label, value):
        return None
    return _refined(Identifier(kind, value, country or implied_country, label))


def _address(kind: str, value: str, label: str) -> Identifier | None:
    return Identifier(kind, value, label=label) if "." in value and " " not in value else None


def _plausible(label: str, value: str) -> bool:
    """A number has a digit, but for marks made of letters; "passport place of issue: Amman" has none."""
    if label in _LETTERS_ALONE:
        return len(value) >= 3
    return len(value) >= 2 and any(c.isdigit() for c in value)


def _refined(identifier: Identifier) -> Identifier:
    """Numbers that the list files under a wider label than they deserve."""
    compact = re.sub(r"\W", "", identifier.value)
    if identifier.label == "Legal Entity Number" and re.fullmatch(r"[A-Z0-9]{18}\d{2}", compact):
        return Identifier("lei", compact, identifier.country, identifier.label)
    if identifier.label == "Vessel Registration Identification" and re.fullmatch(r"\d{7}", compact):
        return Identifier("imo", compact, identifier.country, identifier.label)
    return identifier


def _phone(rest: str, label: str) -> Identifier | None:
    """ "(98)(21)(66153220)", "982188526300", "0097282858208" -> "+98 21 66153220", "+982188526300", "+97282858208"."""
    text = rest.strip(" .:")
    groups = re.findall(r"\(\s*\+?(\d+)\s*\)", text)
    if groups and not re.sub(r"[\s()\d+-]", "", text):
        return Identifier("phone", "+" + " ".join(groups), label=label)
    number = re.sub(r"\s*\([A-Za-z ]+\)$", "", text)
    digits = re.sub(r"\D", "", number)
    if len(digits) < 6:
        return None
    if number.isdigit() and number.startswith("00"):
        number = "+" + number[2:]
    elif number.isdigit() and len(number) >= 10 and not number.startswith("0"):
        number = "+" + number
    return Identifier("phone", number, label=label)


def _iso(text: str) -> str:
    """ "24 May 1970" -> "1970-05-24", "May 1970" -> "1970-05", "1970" -> "1970", anything else -> ""."""
    match = _DATE.match(text.strip().rstrip("."))
    if not match:
        return ""
    day, month, year = match[1], match[2], match[3]
    if month and month.lower() not in _MONTHS:
        return ""
    if day and not (month and 1 <= int(day) <= 31):
        return ""
    return "-".join(part for part in (year, _MONTHS[month.lower()] if month else "", day and day.zfill(2)) if part)


def _years(first: str, last: str) -> list[str]:
    begin, end = int(first[:4]), int(last[:4])
    if not 0 <= end - begin <= LONGEST_RANGE:
        return []
    return [str(year) for year in range(begin, end + 1)]
