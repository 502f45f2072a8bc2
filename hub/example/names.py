"""Names that read true, all invented: people with two surnames, companies, suppliers abroad, addresses."""

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
    "Chaparé",
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
ABROAD = {
    "CN": (
        ("Yiwu", "Guangzhou", "Ningbo", "Shenzhen", "Qingdao", "Xiamen"),
        ("Hengfa", "Jinlong", "Weida", "Ruixiang", "Dongsheng", "Haoyuan", "Tianmei", "Xinrong", "Bolite", "Kangda"),
        ("Trading Co., Ltd.", "Import & Export Co., Ltd.", "Textile Co., Ltd.", "Machinery Co., Ltd."),
    ),
    "BR": (
        ("",),
        ("Paranatec", "Frigo Corumbá", "Metalpantanal", "Agrocerrado", "Plastivale", "Tecmato"),
        ("Indústria e Comércio Ltda.", "Importação e Exportação S.A.", "Comercial Ltda."),
    ),
    "AR": (
        ("",),
        ("Molinos del Bermejo", "Curtiembre Salteña", "Agropartes del Norte", "Laboratorio Jujeño"),
        ("S.A.", "S.R.L."),
    ),
    "PE": (("",), ("Inversiones Collao", "Distribuidora Misti", "Textil Characato", "Ferrosur Ilo"), ("S.A.C.", "E.I.R.L.")),
    "CL": (
        ("",),
        ("Zofri Andina", "Comercial Camanchaca", "Importadora Tarapacá", "Repuestos Azapa"),
        ("SpA", "Limitada", "S.A."),
    ),
    "US": (("",), ("Gulf Meridian", "Doral Freight", "Lakeport Supply", "Sunbelt Auto"), ("LLC", "Inc.", "Corp.")),
    "PY": (("",), ("Guaraní Cargo", "Chaco Import", "Electro Itapúa"), ("S.A.", "S.R.L.")),
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


def company(rng: Random) -> str:
    """A Bolivian company: "Distribuidora Tajibo S.R.L."; some bear their owner's surnames."""
    core = " ".join(rng.sample(SURNAMES, 2)) if rng.random() < 0.25 else rng.choice(WORDS)
    middle = f" {rng.choice(WORDS)}" if rng.random() < 0.45 else ""
    return f"{rng.choice(TRADES)} {core}{middle if middle.strip() != core else ''} {rng.choice(FORMS)}"


def supplier(rng: Random, country: str) -> str:
    """A company abroad: "Ningbo Hengfa Trading Co., Ltd."."""
    places, cores, forms = ABROAD[country]
    return (
        f"{rng.choice(places)} {rng.choice(cores)} {rng.choice(WORDS) if rng.random() < 0.2 else ''} {rng.choice(forms)}".replace(
            "  ", " "
        ).strip()
    )


def address(rng: Random) -> str:
    """Street, number and city: "Calle Sucre 412, Oruro"."""
    return f"{rng.choice(STREETS)} {rng.randint(20, 3200)}, {rng.choice(CITIES)}"
