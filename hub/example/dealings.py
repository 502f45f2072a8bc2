"""What the agencies of the example world ask and tell each other, and for how long they keep it: one of each state.

Plain words and names; `partners.py` does it through the services.
"""

from dataclasses import dataclass
from enum import Enum


class Fate(Enum):
    """How far a request for information has come."""

    DRAFT = "draft"
    PENDING = "submitted, not sent"
    RETURNED = "returned to its author"
    DROPPED = "given up"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    IN_WORK = "worked on"
    PROPOSED = "an answer waits for a second person"
    ANSWERED = "answered"
    PARTLY_ANSWERED = "answered in part"
    REFUSED = "refused"
    NO_RECORD = "nothing that can be given"
    CLOSED = "answered and closed"
    RECALLED = "taken back"


@dataclass(frozen=True, slots=True)
class Requested:
    """One request: by whom, whom it asks, what, how urgently, and what became of it. `answer_in`: minutes until it is due."""

    author: str
    addressees: tuple[str, ...]
    question: str
    fate: Fate
    answer: str = ""
    purpose: str = "CRIMINAL_INVESTIGATION"
    urgency: str = "ROUTINE"
    answer_in: int = 0


REQUESTS = (
    Requested("carla", ("AN",), "¿Qué importaciones declaró {0} en los últimos doce meses, y por qué aduanas?", Fate.DRAFT),
    Requested("carla", ("AN", "SIN"), "¿Se conocen otras empresas con el domicilio de {1}?", Fate.PENDING),
    Requested("diego", ("AN",), "¿Cuál fue el valor declarado por {2} en 2025?", Fate.RETURNED, purpose="TAX_CONTROL"),
    Requested("diego", ("PB",), "¿Hay denuncias contra los socios de {3}?", Fate.DROPPED, purpose="TAX_CONTROL"),
    Requested("gabriela", ("PB",), "¿Figura {4} en un registro de vehículos robados o en una investigación en curso?",
              Fate.SENT, purpose="CUSTOMS_CONTROL", urgency="PRIORITY"),
    Requested("carla", ("AN",), "¿Está en recinto aduanero la mercancía de {5}?", Fate.ACKNOWLEDGED, answer_in=2),
    Requested("diego", ("AN",), "¿Quién declaró por cuenta de {0} ante la aduana de Tambo Quemado?", Fate.IN_WORK,
              purpose="TAX_CONTROL"),
    Requested("carla", ("AN",), "¿Qué transportista trajo los últimos contenedores de {1}?", Fate.PROPOSED,
              "La misma empresa de transporte en cuatro de cinco despachos; los nombres van aparte."),
    Requested("gabriela", ("SIN",), "¿Declara {2} ventas que correspondan a lo que importa?", Fate.ANSWERED,
              "No. Las ventas declaradas son un tercio del valor importado.", purpose="RISK_ANALYSIS"),
    Requested("diego", ("AN", "PB"), "¿Qué se sabe de las personas que actúan por {3}?", Fate.PARTLY_ANSWERED,
              "Dos personas firman los despachos. De la tercera no consta nada que pueda entregarse.", purpose="TAX_CONTROL"),
    Requested("gabriela", ("PB",), "¿Tiene {4} antecedentes por contrabando?", Fate.REFUSED, purpose="RISK_ANALYSIS"),
    Requested("carla", ("SIN",), "¿Está activo el NIT de {5}?", Fate.NO_RECORD),
    Requested("gabriela", ("SIN",), "¿Desde cuándo está inscrita {0}?", Fate.CLOSED, "Desde marzo de 2021, con otra actividad.",
              purpose="RISK_ANALYSIS"),
    Requested("diego", ("PB",), "¿Es {1} el domicilio de un depósito ya allanado?", Fate.RECALLED, purpose="TAX_CONTROL"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: by whom, for what, about a subject of this agency's, or about a name that nobody has."""

    by: str
    purpose: str
    about: str = ""
    name: str = ""
    again_each_night: bool = False
    taken_back: bool = False


QUERIES = (
    Asked("carla", "CRIMINAL_INVESTIGATION", about="AN"),
    Asked("carla", "CRIMINAL_INVESTIGATION", about="SIN"),
    Asked("carla", "CRIMINAL_INVESTIGATION", name="Ximena Ortuño Villarpando", again_each_night=True),
    Asked("diego", "TAX_CONTROL", about="AN"),
    Asked("diego", "TAX_CONTROL", name="Comercializadora Wara Wara S.R.L.", taken_back=True),
    Asked("gabriela", "RISK_ANALYSIS", about="PB"),
    Asked("gabriela", "RISK_ANALYSIS", about="SIN"),
)

#: What agencies let others learn who ask, by risk area: the agency, for which other (all: ""), how much, whether confirmed.
DISCLOSED = (
    ("AN", "ANY", "", "HIT_CONTACT_OWNER", True), ("PB", "ANY", "AN", "HIT_CONTACT_OWNER", True),
    ("SIN", "ANY", "PB", "HIT_CONTACT_OWNER", False),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A sharing group: by whom it is kept, with whom, why, and whether its members know of each other."""

    kept_by: str
    name: str
    purpose: str
    legal_basis: str
    members: tuple[str, ...]
    members_hidden: bool = False


GROUPS = (
    Group("bruno", "Frontera Tambo Quemado", "Contrabando de mercancías por el paso de Tambo Quemado", "Ley 1990, art. 66",
          ("PB", "SIN")),
    Group("marco", "Operativo Altiplano", "Investigación de redes que operan entre Oruro y la frontera", "Ley 913, art. 12",
          ("AN",), members_hidden=True),
)


@dataclass(frozen=True, slots=True)
class Arranged:
    """An arrangement of two agencies: who drafted it, whose authorities signed; both tell each other whom to contact, and what the
    one that drafted it holds of its own goes to the other as arranged, up to `released`."""

    drafted_by: str
    other: str
    legal_basis: str
    signed_by: tuple[str, ...]
    released: str = ""


ARRANGED = (
    Arranged("gabriela", "PB", "Convenio interinstitucional AN-PB 4/2026, cláusula sexta", ("hugo", "natalia"),
             released="RESTRICTED"),
    Arranged("gabriela", "SIN", "Convenio interinstitucional AN-SIN 2/2026, cláusula cuarta", ("hugo",)),
)

#: Columns of a file of queries, and its rows: the last one cannot be asked.
FILE = "tipo;nombre;fecha_de_nacimiento;país\n"
FILE_ROWS = ("PERSON;Gualberto Sirpa Limachi;1979-05-02;BO", "ORGANISATION;Importadora Qhana Pampa S.R.L.;;BO",
             "PERSON;Nieves Colque Arancibia;1988;BO", "PERSON;;1990;BO")
