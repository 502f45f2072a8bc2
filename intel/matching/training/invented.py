"""Names made up from common words: the clean parties no register lists, and a whole world where there is no data."""

from __future__ import annotations

from random import Random

# fmt: off
SPANISH_GIVEN = tuple(
    "Juan José Luis Carlos María Ana Jorge Pedro Miguel Rosa Carmen Víctor Hugo Fernando Roberto Marco Antonio "
    "Wilson Edwin Freddy Ramiro Gonzalo Mario Óscar Rubén Elena Silvia Patricia "
    "Claudia Gladys Martha Teresa Julia Felipe Andrés Diego Javier Ricardo Eduardo Alejandro Daniel David Jaime Raúl "
    "Sergio Álvaro Gustavo Julio César Alberto Enrique Francisco Manuel Rafael "
    "Ramón Lourdes Verónica Mónica Sandra Jhonny Grover Limber Yolanda Nelly Beatriz Norma Iván Henry Walter "
    "Nelson Franz Reynaldo Hernán Ernesto Guillermo".split()
)
SPANISH_SURNAMES = tuple(
    "Mamani Quispe Condori Choque Flores Vargas Gutiérrez Rojas Fernández Cruz López García Rodríguez González Pérez "
    "Martínez Sánchez Ramírez Torres Díaz Morales Ortiz Castro Suárez Romero Herrera "
    "Mendoza Aguilar Medina Vega Salazar Guzmán Chávez Copa Huanca Apaza Ticona Calle Callisaya Limachi Nina Yujra "
    "Poma Villca Colque Mendieta Arce Peña Justiniano Parada Céspedes Montaño Camacho "
    "Saavedra Paz Antelo Cuéllar Zeballos Siles Soria Rivero Villarroel Terrazas Claros Zambrana Orellana "
    "Ayala Delgado Espinoza Molina Navarro Ríos Soto Contreras Silva Núñez Ibáñez Cabrera Campos".split()
)
OTHER_GIVEN = tuple(
    "James John Robert Michael William David Richard Thomas Mary Patricia Jennifer Linda Wei Ming Li Jun Xin Hui "
    "Fang Yan Mohammed Ahmed Ali Hassan Omar Khalid Fatima Yusuf Ibrahim Mahmoud Sergey "
    "Andrey Dmitriy Aleksandr Olga Natalya Igor Vladimir Tatyana Hans Peter Klaus Anna Luca Marco Giulia "
    "Pierre Jean Marie Francois Paulo João Pedro Rui Ravi Sanjay Anil Priya Mehmet Mustafa Ayşe Emre".split()
)
OTHER_SURNAMES = tuple(
    "Smith Johnson Brown Jones Miller Davis Wilson Anderson Taylor Thomas Wang Li Zhang Liu Chen Yang Huang Zhao Wu "
    "Zhou Xu Sun Khan Hussain Rahman Al-Hassan Al-Masri Haddad Khoury Mansour Ivanov "
    "Petrov Sidorov Kuznetsov Popov Volkov Smirnov Sokolov Müller Schmidt Schneider Fischer Weber Rossi "
    "Bianchi Russo Ferrari Martin Bernard Dubois Silva Santos Oliveira Souza Kumar Singh Sharma Patel Yilmaz "
    "Demir Kaya Nguyen Tran Kim Park".split()
)
MORE_NAMES = tuple(name.upper() for name in (*SPANISH_GIVEN[:30], *SPANISH_SURNAMES[:30], *OTHER_GIVEN,
*OTHER_SURNAMES[:40]))
TRADES = tuple(
    "Ferretería|Importadora|Distribuidora|Comercial|Constructora|Agropecuaria|Transportes|Industrias|Laboratorios|"
    "Supermercado|Textiles|Repuestos|Autopartes|Farmacia|Librería|Mueblería|Minera|Maderera|Avícola|"
    "Electrónica|Trading|Shipping|Logistics|Chemicals|Technology|Electronics|Foods|Machinery|Motors|Steel|"
    "Plastics|Garments|Energy|Pharma|Agencia Despachante|Servicios|Exportadora|Confecciones|Calzados".split("|")
)
FANCY = tuple(
    "Andina Illimani Oriental Pacífico Los Andes San José Santa Rita El Cóndor Sol Luna Estrella Titicaca Chaco "
    "Amazonas Continental Universal Moderna Nueva Era Global Star Golden Dragon Sunrise Royal Eagle Pearl "
    "Silk Delta Omega Sigma Nova Vega Polar Atlas Orion Phoenix Victoria Imperial Central Unión Progreso "
    "Esperanza Fortuna Horizonte Puma Jaguar Altiplano Tunari Sajama Sumaj Inti Killa Wara".split()
)
FORMS = ("S.R.L.", "SRL", "S.A.", "Ltda.", "S.A.C.", "E.I.R.L.", "S.A. de C.V.", "LLC", "Inc.", "Ltd.", "Co., Ltd.",
    "GmbH", "S.L.", "OOO", "S.p.A.", "B.V.", "")
SYLLABLES = tuple(
    "ba be bi bo bra ca ce chi co cu da de di dor el en fa fer fi ga gal gi gra ha il in ka ki ko la len li lo lu "
    "ma mar me mi mo na nel ni no or pa pe pi po qui ra ren ri ro sa sel si so su ta te ti tor tra u va ver vi vo "
    "xa ya yu za zi"
    .split()
)
TAILS = ("International", "Bolivia", "Import Export", "Group", "y Cía.", "del Sur", "Internacional")
# fmt: on


def person(rng: Random) -> str:
    """A common person's name, listed form: "MAMANI QUISPE, Juan Carlos"; three in five are Spanish."""
    if rng.random() < 0.6:
        given = rng.sample(SPANISH_GIVEN, rng.choice((1, 2, 2)))
        return f"{' '.join(rng.choices(SPANISH_SURNAMES, k=2)).upper()}, {' '.join(given)}"
    return f"{rng.choice(OTHER_SURNAMES).upper()}, {' '.join(rng.sample(OTHER_GIVEN, rng.choice((1, 1, 2))))}"


def brand(rng: Random) -> str:
    """A made-up word of two to four syllables."""
    return "".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 3, 4)))).capitalize()


def organisation(rng: Random) -> str:
    """A firm of trade words, surnames, fancy words and made-up ones, mostly with a legal form."""
    middle = rng.choice(
        (
            brand(rng),
            f"{brand(rng)} {rng.choice(FANCY)}",
            f"{rng.choice(FANCY)} {rng.choice(FANCY)}",
            rng.choice(SPANISH_SURNAMES),
            f"{rng.choice(SPANISH_SURNAMES)} Hermanos",
            brand(rng),
        )
    )
    act = rng.random()
    if act < 0.45:
        core = f"{rng.choice(TRADES)} {middle}"
    elif act < 0.8:
        core = f"{middle} {rng.choice(TRADES)}"
    else:
        core = f"{middle} {rng.choice(TRADES)} {rng.choice(TAILS)}"
    return f"{core} {rng.choice(FORMS)}".strip()
