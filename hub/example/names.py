"""Names that read true, all invented: people with two surnames, companies, suppliers abroad, addresses."""

from collections.abc import Sequence
from random import Random

MEN = (
    "Juan Carlos",
    "Wilfredo",
    "Édgar",
    "Rubén Darío",
    "Freddy",
    "Limbert",
    "Grover",
    "Jhonny",
    "Marcelo",
    "Óscar",
    "Vladimir",
    "Rómulo",
    "Ariel",
    "Iván",
    "Gonzalo",
    "Henry",
    "Erlan",
    "Wálter",
    "Sixto",
    "Ronald",
    "Mauricio",
    "Efraín",
    "Teófilo",
)
WOMEN = (
    "María Elena",
    "Roxana",
    "Lourdes",
    "Nancy",
    "Wilma",
    "Carmen Rosa",
    "Jhoselin",
    "Ximena",
    "Virginia",
    "Martha",
    "Shirley",
    "Daniela",
    "Yolanda",
    "Betzabé",
    "Gladys",
    "Mónica",
    "Silvia",
    "Norma",
    "Rosario",
    "Ruth",
    "Miriam",
)
SURNAMES = (
    "Mamani",
    "Quispe",
    "Condori",
    "Choque",
    "Flores",
    "Vargas",
    "Rojas",
    "Gutiérrez",
    "Fernández",
    "Mendoza",
    "Colque",
    "Apaza",
    "Huanca",
    "Ticona",
    "Calle",
    "Arancibia",
    "Zárate",
    "Montaño",
    "Terrazas",
    "Cuéllar",
    "Suárez",
    "Peredo",
    "Saavedra",
    "Limachi",
    "Chambi",
    "Nina",
    "Laura",
    "Yujra",
    "Callisaya",
    "Villarroel",
    "Echalar",
    "Antelo",
    "Barba",
    "Ríos",
    "Salvatierra",
    "Céspedes",
    "Ibáñez",
    "Quiroga",
    "Zambrana",
    "Torrico",
    "Claure",
    "Poma",
    "Sirpa",
    "Alarcón",
)
WORDS = (
    "Illimani",
    "Tunari",
    "Sajama",
    "Mururata",
    "Guapay",
    "Piraí",
    "Chiquitos",
    "Kantuta",
    "Tajibo",
    "Toborochi",
    "Totora",
    "Altiplano",
    "Orinoca",
    "Amboró",
    "Yungas",
    "Chapare",
    "Pagador",
    "Andamarca",
    "Uncía",
    "Colquiri",
    "Lipez",
    "Samaipata",
    "Potrerillos",
    "Caranavi",
    "Achacachi",
    "Quimsa Cruz",
    "Tihuanaco",
    "Ayoreo",
    "Guaporé",
    "Itonamas",
    "Manuripi",
    "Sol del Sur",
    "Estrella del Oriente",
    "Dos Hermanos",
    "Nueva Esperanza",
    "El Alto",
    "Oro Verde",
    "Tres Cruces",
    "Achachila",
    "Huayna Potosí",
    "Chacaltaya",
    "Incachaca",
    "Urkupiña",
    "Copacabana",
    "Tiquina",
    "Sorata",
    "Mapiri",
    "Coroico",
    "Irupana",
    "Inquisivi",
    "Sica Sica",
    "Patacamaya",
    "Curahuara",
    "Turco",
    "Poopó",
    "Challapata",
    "Huanuni",
    "Llallagua",
    "Tarabuco",
    "Sopachuy",
    "Padilla",
    "Azurduy",
    "Camargo",
    "Cotagaita",
    "Tupiza",
    "Entre Ríos",
    "Palmarito",
    "Charagua",
    "Cordillera",
    "Vallegrande",
    "Mairana",
    "Warnes",
    "Buena Vista",
    "Yapacaní",
    "Ascensión",
    "Concepción",
    "Roboré",
    "Carmen Rivero",
    "San Matías",
    "Reyes",
    "Rurrenabaque",
    "Riberalta",
    "Guayaramerín",
    "Cobija",
    "Mamoré",
    "Ichilo",
    "Iténez",
    "Paraguá",
    "Sacambaya",
    "Tapacarí",
    "Arque",
    "Mizque",
    "Aiquile",
    "Totolima",
    "Kallawaya",
    "Wiphala",
    "Chuquiago",
    "Puya Raimondi",
    "Jatun Mayu",
    "Sumaj Orcko",
    "Flor de Mayo",
    "Virgen del Socavón",
    "La Perla del Acre",
    "Cruz del Sur",
    "Valle Alto",
    "Gran Paititi",
)
TRADES = (
    "Importadora",
    "Importadora y Exportadora",
    "Comercial",
    "Distribuidora",
    "Ferretería",
    "Textiles",
    "Autopartes",
    "Agroindustrias",
    "Electrodomésticos",
    "Representaciones",
    "Corporación",
    "Inversiones",
    "Maquinarias",
    "Químicos",
)
FORMS = ("S.R.L.", "S.R.L.", "S.A.", "Ltda.", "S.R.L.")
#: Country: first words, second words, legal forms of suppliers; the space between them where there is one.
ABROAD = {
    "CN": (
        ("Yiwu", "Guangzhou", "Ningbo", "Shenzhen", "Qingdao", "Xiamen"),
        (" Hengfa", " Jinlong", " Weida", " Ruixiang", " Dongsheng", " Haoyuan", " Tianmei", " Xinrong", " Bolite", " Kangda",
         " Yuexing", " Huasheng", " Longteng", " Meijia", " Chuangyi", " Fuqiang", " Zhongmao", " Lianfeng"),
        ("Trading Co., Ltd.", "Import & Export Co., Ltd.", "Textile Co., Ltd.", "Machinery Co., Ltd."),
    ),
    "JP": (
        ("Nagoya", "Osaka", "Yokohama", "Kobe", "Chiba"),
        (" Jidosha", " Auto Export", " Motors Trading", " Hikari", " Sakura Cars"),
        ("Co., Ltd.", "K.K."),
    ),
    "BR": (
        ("Metal", "Agro", "Plasti", "Tec", "Frigo", "Eletro", "Ferro"),
        ("pantanal", "cerrado", "vale", "mato", "norte", "campos", "serra"),
        ("Indústria e Comércio Ltda.", "Importação e Exportação S.A.", "Comercial Ltda."),
    ),
    "AR": (
        ("Molinos", "Curtiembre", "Agropartes", "Laboratorio", "Metalúrgica", "Ingenio"),
        (" del Bermejo", " de Orán", " del Valle", " de Tartagal", " de Jujuy", " del Pilcomayo"),
        ("S.A.", "S.R.L."),
    ),
    "PE": (
        ("Inversiones", "Distribuidora", "Textil", "Ferretera", "Agroexport"),
        (" Collao", " Misti", " Characato", " Ilo Sur", " Moquegua", " Candarave"),
        ("S.A.C.", "E.I.R.L."),
    ),
    "CL": (
        ("Zofri", "Comercial", "Importadora", "Repuestos", "Logística"),
        (" Camanchaca", " Tarapacá", " Azapa", " Lluta", " Huara", " Chinchorro"),
        ("SpA", "Limitada", "S.A."),
    ),
    "US": (
        ("Gulf", "Doral", "Lakeport", "Sunbelt", "Bayside", "Harbor"),
        (" Meridian", " Freight", " Supply", " Auto Parts", " Traders", " Apparel"),
        ("LLC", "Inc.", "Corp."),
    ),
    "PY": (
        ("Guaraní", "Chaco", "Itapúa", "Ñandutí", "Aguará"),
        (" Cargo", " Import", " Electro", " Tabacos", " Bebidas"),
        ("S.A.", "S.R.L."),
    ),
}
STREETS = (
    "Av. 6 de Agosto",
    "Calle Comercio",
    "Av. Buenos Aires",
    "Calle Junín",
    "Av. Cristo Redentor",
    "Av. Banzer",
    "Calle Sucre",
    "Av. Panamericana",
    "Av. Heroínas",
    "Calle Tarapacá",
)
CITIES = ("La Paz", "El Alto", "Santa Cruz", "Cochabamba", "Oruro", "Tarija", "Potosí")


def person(rng: Random) -> str:
    """Given names and both surnames: "María Elena Choque Arancibia"."""
    return f"{rng.choice(MEN + WOMEN)} {' '.join(rng.sample(SURNAMES, 2))}"


def company(rng: Random, words: Sequence[str] = WORDS) -> str:
    """A Bolivian company: "Distribuidora Tajibo S.R.L."; one in five bears its owner's surnames."""
    core = " ".join(rng.sample(SURNAMES, 2)) if rng.random() < 0.2 else " ".join(rng.sample(words, 1 if rng.random() < 0.6 else 2))
    return f"{rng.choice(TRADES)} {core} {rng.choice(FORMS)}"


def supplier(rng: Random, country: str) -> str:
    """A company abroad: "Ningbo Hengfa Trading Co., Ltd."."""
    first, second, forms = ABROAD[country]
    return f"{rng.choice(first)}{rng.choice(second)} {rng.choice(forms)}"


def telling_words(name: str) -> frozenset[str]:
    """The words of a name that are not the trade, the legal form or a joining word."""
    return frozenset(word for word in name.casefold().replace(",", " ").split() if word not in _COMMON)


def address(rng: Random) -> str:
    """Street, number and city: "Calle Sucre 412, Oruro"."""
    return f"{rng.choice(STREETS)} {rng.randint(20, 3200)}, {rng.choice(CITIES)}"


_COMMON = frozenset(
    " ".join([*TRADES, *FORMS, *(form for _f, _s, forms in ABROAD.values() for form in forms), "de del la el los y & e"])
    .casefold().replace(",", " ").split()
)
