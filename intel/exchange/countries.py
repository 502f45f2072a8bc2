"""Country names as they appear in lists and declarations, to ISO 3166-1 alpha-2.

One table, English short names first, then the other spellings met in published lists (older names, Spanish names, US usage).
What is no place ("undetermined", "None Identified") has no code.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# code: names separated by |. "XK" (Kosovo) is a user-assigned code in general use; "PS" is Palestine, State of.
_TABLE = """
AF Afghanistan|Afganistán
AX Åland Islands
AL Albania
DZ Algeria|Argelia
AS American Samoa
AD Andorra
AO Angola
AI Anguilla
AQ Antarctica
AG Antigua and Barbuda
AR Argentina
AM Armenia
AW Aruba
AU Australia
AT Austria
AZ Azerbaijan|Azerbaiyán
BS Bahamas|Bahamas, The|The Bahamas
BH Bahrain|Baréin
BD Bangladesh
BB Barbados
BY Belarus|Bielorrusia
BE Belgium|Bélgica
BZ Belize|Belice
BJ Benin
BM Bermuda
BT Bhutan
BO Bolivia|Bolivia (Plurinational State of)|Plurinational State of Bolivia|Estado Plurinacional de Bolivia
BQ Bonaire, Sint Eustatius and Saba
BA Bosnia and Herzegovina|Bosnia-Herzegovina|Bosnia
BW Botswana
BV Bouvet Island
BR Brazil|Brasil
IO British Indian Ocean Territory
BN Brunei|Brunei Darussalam
BG Bulgaria
BF Burkina Faso
BI Burundi
CV Cabo Verde|Cape Verde
KH Cambodia|Camboya
CM Cameroon|Camerún
CA Canada
KY Cayman Islands
CF Central African Republic
TD Chad
CL Chile
CN China|People's Republic of China|China, People's Republic of|P.R. China
CX Christmas Island
CC Cocos (Keeling) Islands
CO Colombia
KM Comoros
CG Congo|Congo, Republic of the|Republic of the Congo|Congo (Brazzaville)
CD Congo, Democratic Republic of the|Democratic Republic of the Congo|DR Congo|DRC|Congo (Kinshasa)|Zaire
CK Cook Islands
CR Costa Rica
CI Côte d'Ivoire|Cote d Ivoire|Cote d'Ivoire|Ivory Coast
HR Croatia|Croacia
CU Cuba
CW Curaçao|Curacao
CY Cyprus|Chipre
CZ Czechia|Czech Republic|República Checa
DK Denmark|Dinamarca
DJ Djibouti
DM Dominica
DO Dominican Republic|República Dominicana
EC Ecuador
EG Egypt|Egipto
SV El Salvador
GQ Equatorial Guinea
ER Eritrea
EE Estonia
SZ Eswatini|Swaziland
ET Ethiopia|Etiopía
FK Falkland Islands|Falkland Islands (Islas Malvinas)|Islas Malvinas
FO Faroe Islands
FJ Fiji
FI Finland|Finlandia
FR France|Francia
GF French Guiana
PF French Polynesia
TF French Southern Territories
GA Gabon|Gabón
GM Gambia|The Gambia|Gambia, The
GE Georgia
DE Germany|Alemania
GH Ghana
GI Gibraltar
GR Greece|Grecia
GL Greenland
GD Grenada
GP Guadeloupe
GU Guam
GT Guatemala
GG Guernsey
GN Guinea
GW Guinea-Bissau|Guinea Bissau
GY Guyana
HT Haiti
HM Heard Island and McDonald Islands
VA Holy See|Vatican City
HN Honduras
HK Hong Kong|Hong Kong SAR
HU Hungary|Hungría
IS Iceland|Islandia
IN India
ID Indonesia
IR Iran|Iran (Islamic Republic of)|Iran, Islamic Republic of|Islamic Republic of Iran|Irán
IQ Iraq|Irak
IE Ireland|Irlanda
IM Isle of Man|Man, Isle of
IL Israel
IT Italy|Italia
JM Jamaica
JP Japan|Japón
JE Jersey
JO Jordan|Jordania
KZ Kazakhstan
KE Kenya|Kenia
KI Kiribati
KP Korea, North|North Korea|Democratic People's Republic of Korea|Korea, Democratic People's Republic of|DPRK
KR Korea, South|South Korea|Korea, Republic of|Republic of Korea|Corea del Sur
XK Kosovo
KW Kuwait
KG Kyrgyzstan|Kyrgyz Republic
LA Laos|Lao People's Democratic Republic
LV Latvia
LB Lebanon|Líbano
LS Lesotho
LR Liberia
LY Libya|Libia
LI Liechtenstein
LT Lithuania
LU Luxembourg|Luxemburgo
MO Macau|Macao
MG Madagascar
MW Malawi
MY Malaysia|Malasia
MV Maldives
ML Mali|Region: Northern Mali
MT Malta
MH Marshall Islands|Islas Marshall
MQ Martinique
MR Mauritania
MU Mauritius
YT Mayotte
MX Mexico|México
FM Micronesia|Micronesia, Federated States of
MD Moldova|Moldova, Republic of
MC Monaco
MN Mongolia
ME Montenegro
MS Montserrat
MA Morocco|Marruecos
MZ Mozambique
MM Burma|Myanmar|Birmania
NA Namibia
NR Nauru
NP Nepal
NL Netherlands|The Netherlands|Países Bajos|Holanda
NC New Caledonia
NZ New Zealand|Nueva Zelanda
NI Nicaragua
NE Niger
NG Nigeria
NU Niue
NF Norfolk Island
MK North Macedonia|North Macedonia, The Republic of|Macedonia|Macedonia, The Former Yugoslav Republic of
MP Northern Mariana Islands
NO Norway|Noruega
OM Oman
PK Pakistan
PW Palau
PS Palestine|Palestinian|Palestinian Authority|Palestine, State of|West Bank|Region: Gaza|Region: West Bank|Gaza
PA Panama|Panamá
PG Papua New Guinea
PY Paraguay
PE Peru|Perú
PH Philippines|Filipinas
PN Pitcairn
PL Poland|Polonia
PT Portugal
PR Puerto Rico
QA Qatar
RE Réunion|Reunion
RO Romania|Rumania
RU Russia|Russian Federation|Rusia
RW Rwanda
BL Saint Barthélemy
SH Saint Helena
KN Saint Kitts and Nevis|St. Kitts and Nevis
LC Saint Lucia|St. Lucia
MF Saint Martin
PM Saint Pierre and Miquelon
VC Saint Vincent and the Grenadines|St. Vincent and the Grenadines
WS Samoa
SM San Marino
ST Sao Tome and Principe
SA Saudi Arabia|Arabia Saudita
SN Senegal
RS Serbia
SC Seychelles
SL Sierra Leone
SG Singapore|Singapur
SX Sint Maarten
SK Slovakia|Slovak Republic|Eslovaquia
SI Slovenia|Eslovenia
SB Solomon Islands
SO Somalia
ZA South Africa|Sudáfrica
GS South Georgia and the South Sandwich Islands
SS South Sudan
ES Spain|España
LK Sri Lanka
SD Sudan|Region: Kafia Kingi
SR Suriname
SJ Svalbard and Jan Mayen
SE Sweden|Suecia
CH Switzerland|Suiza
SY Syria|Syrian Arab Republic|Siria
TW Taiwan|Taiwan, Province of China|Taiwán
TJ Tajikistan
TZ Tanzania|Tanzania, United Republic of
TH Thailand|Tailandia
TL Timor-Leste|East Timor
TG Togo
TK Tokelau
TO Tonga
TT Trinidad and Tobago|Trinidad & Tobago
TN Tunisia|Túnez
TR Turkey|Türkiye|Turquía
TM Turkmenistan
TC Turks and Caicos Islands
TV Tuvalu
UG Uganda
UA Ukraine|Ucrania
AE United Arab Emirates|UAE|U.A.E.|Emiratos Árabes Unidos
GB United Kingdom|UK|U.K.|Great Britain|England|Scotland|Wales|Northern Ireland|Reino Unido
US United States|United States of America|USA|U.S.A.|U.S.|Estados Unidos
UM United States Minor Outlying Islands
UY Uruguay
UZ Uzbekistan
VU Vanuatu
VE Venezuela|Venezuela (Bolivarian Republic of)|Venezuela, Bolivarian Republic of
VN Vietnam|Viet Nam
VG Virgin Islands, British|British Virgin Islands
VI Virgin Islands, U.S.|U.S. Virgin Islands
WF Wallis and Futuna
EH Western Sahara
YE Yemen
ZM Zambia
ZW Zimbabwe|Zimbabue
"""


@lru_cache(maxsize=4096)
def country_code(name: str) -> str:
    """Alpha-2 code of a country named in English, Spanish or by its code; "" when it is none that is known."""
    stripped = name.strip()
    if is_country_code(stripped):
        return stripped
    return _BY_NAME.get(_key(stripped), "")


def is_country_code(text: str) -> bool:
    """True for an upper-case alpha-2 code of the table above."""
    return text in _CODES


def _key(name: str) -> str:
    """Letters and digits only, without accents: "Côte d'Ivoire" and "Cote d Ivoire" are one."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^a-z0-9]", "", plain)


_CODES = frozenset(line[:2] for line in _TABLE.split("\n") if line)
_BY_NAME = {_key(name): line[:2] for line in _TABLE.split("\n") if line for name in line[3:].split("|")}
