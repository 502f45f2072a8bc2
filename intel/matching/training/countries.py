"""Country names as watchlists write them, to ISO 3166-1 alpha-2."""

from __future__ import annotations

# fmt: off
NAMES = dict(
    pair.split("=")
    for pair in (
        "Afghanistan=AF|Albania=AL|Algeria=DZ|Argentina=AR|Armenia=AM|Australia=AU|Austria=AT|Azerbaijan=AZ|"
        "Bahamas, The=BS|Bahrain=BH|Bangladesh=BD|Belarus=BY|Belgium=BE|Belize=BZ|Bolivia=BO|"
        "Bosnia and Herzegovina=BA|Brazil=BR|Bulgaria=BG|Burma=MM|Cambodia=KH|Canada=CA|Cayman Islands=KY|"
        "Central African Republic=CF|Chile=CL|China=CN|Colombia=CO|Congo, Democratic Republic of the=CD|"
        "Costa Rica=CR|"
        "Croatia=HR|Cuba=CU|Cyprus=CY|Czech Republic=CZ|Denmark=DK|Dominican Republic=DO|Ecuador=EC|Egypt=EG|"
        "El Salvador=SV|Eritrea=ER|Estonia=EE|Ethiopia=ET|Finland=FI|France=FR|Georgia=GE|Germany=DE|Ghana=GH|"
        "Greece=GR|"
        "Guatemala=GT|Guernsey=GG|Guyana=GY|Haiti=HT|Honduras=HN|Hong Kong=HK|Hungary=HU|India=IN|Indonesia=ID|"
        "Iran=IR|Iraq=IQ|Ireland=IE|Israel=IL|Italy=IT|Ivory Coast=CI|Jamaica=JM|Japan=JP|Jordan=JO|Kazakhstan=KZ|"
        "Kenya=KE|"
        "Korea, North=KP|Korea, South=KR|Kosovo=XK|Kuwait=KW|Kyrgyzstan=KG|Latvia=LV|Lebanon=LB|Liberia=LR|Libya=LY|"
        "Liechtenstein=LI|Lithuania=LT|Luxembourg=LU|Macau=MO|Malaysia=MY|Maldives=MV|Mali=ML|Malta=MT|"
        "Marshall Islands=MH|"
        "Mauritius=MU|Mexico=MX|Moldova=MD|Monaco=MC|Mongolia=MN|Montenegro=ME|Morocco=MA|Mozambique=MZ|"
        "Netherlands=NL|Nicaragua=NI|Niger=NE|Nigeria=NG|North Macedonia, The Republic of=MK|Norway=NO|Oman=OM|"
        "Pakistan=PK|"
        "Palestinian=PS|Panama=PA|Paraguay=PY|Peru=PE|Philippines=PH|Poland=PL|Portugal=PT|Qatar=QA|Romania=RO|"
        "Russia=RU|Rwanda=RW|Saudi Arabia=SA|Senegal=SN|Serbia=RS|Seychelles=SC|Sierra Leone=SL|Singapore=SG|"
        "Slovakia=SK|"
        "Slovenia=SI|Somalia=SO|South Africa=ZA|South Sudan=SS|Spain=ES|Sri Lanka=LK|Sudan=SD|Sweden=SE|"
        "Switzerland=CH|Syria=SY|Taiwan=TW|Tajikistan=TJ|Tanzania=TZ|Thailand=TH|Tunisia=TN|Turkey=TR|"
        "Turkmenistan=TM|Uganda=UG|"
        "Ukraine=UA|United Arab Emirates=AE|United Kingdom=GB|United States=US|Uruguay=UY|Uzbekistan=UZ|Vanuatu=VU|"
        "Venezuela=VE|Vietnam=VN|Virgin Islands, British=VG|Yemen=YE|Zambia=ZM|Zimbabwe=ZW"
    ).split("|")
)
# fmt: on


def alpha_2(name: str) -> str:
    """The alpha-2 code of an English country name, "" when it is not known."""
    return NAMES.get(name.strip(), "")
