"""The agencies of the example world, their units and their people."""

from hub.example.values import Agency, Unit, User

AGENCIES = (
    Agency("AN", "Aduana Nacional", "CUSTOMS"),
    Agency("PB", "Policía Boliviana", "POLICE"),
    Agency("SIN", "Servicio de Impuestos Nacionales", "TAX"),
    Agency("CEN", "Central de Intercambio", "HUB"),
)

UNITS = (
    Unit("AN", "UIA", "Unidad de Inteligencia Aduanera"),
    Unit("AN", "GRO", "Gerencia Regional Oruro"),
    Unit("AN", "GRSC", "Gerencia Regional Santa Cruz"),
    Unit("AN", "TQ", "Administración de Frontera Tambo Quemado"),
    Unit("PB", "FELCC", "División Delitos Económicos"),
    Unit("PB", "UTOP", "Unidad de Control Operativo Aduanero"),
    Unit("PB", "INT", "Dirección de Inteligencia"),
    Unit("SIN", "GF", "Gerencia de Fiscalización"),
    Unit("SIN", "GDLP", "Gerencia Distrital La Paz"),
    Unit("SIN", "IT", "Departamento de Inteligencia Tributaria"),
    Unit("CEN", "UC", "Unidad de Coordinación"),
)

USERS = (
    User("ana", "Ana", "Quisbert Loza", "AN", "TQ", ("OFFICER",), "RESTRICTED"),
    User("gabriela", "Gabriela", "Antezana Rivero", "AN", "UIA", ("ANALYST",), "CONFIDENTIAL"),
    User("fidel", "Fidel", "Condori Huarachi", "AN", "TQ", ("FRONT_LINE",), "RESTRICTED"),
    User("delia", "Delia", "Saavedra Mercado", "AN", "UIA", ("DESK",), "CONFIDENTIAL"),
    User("elvira", "Elvira", "Terrazas Luna", "AN", "UIA", ("DATA_PROTECTION",), "SECRET"),
    User("bruno", "Bruno", "Villegas Arce", "AN", "UIA", ("SUPERVISOR",), "SECRET"),
    User("hugo", "Hugo", "Peñaranda Sanjinés", "AN", "UIA", ("RELEASE_AUTHORITY",), "SECRET"),
    User("irene", "Irene", "Claros Medrano", "AN", "UIA", ("AUDITOR",), "SECRET"),
    User("joel", "Joel", "Chuquimia Alanoca", "AN", "UIA", ("AGENCY_ADMINISTRATOR",), "UNCLASSIFIED"),
    User("carla", "Carla", "Justiniano Roca", "PB", "UTOP", ("OFFICER", "ANALYST"), "CONFIDENTIAL"),
    User("marco", "Marco Antonio", "Zeballos Ortuño", "PB", "INT", ("SUPERVISOR",), "SECRET"),
    User("natalia", "Natalia", "Cuéllar Banegas", "PB", "INT", ("RELEASE_AUTHORITY",), "SECRET"),
    User("oscar", "Óscar", "Tarqui Yujra", "PB", "INT", ("AGENCY_ADMINISTRATOR",), "RESTRICTED"),
    User("rosa", "Rosa", "Mamani Flores", "PB", "INT", ("AUDITOR",), "RESTRICTED"),
    User("diego", "Diego", "Aramayo Tejerina", "SIN", "IT", ("OFFICER", "ANALYST"), "CONFIDENTIAL"),
    User("paola", "Paola", "Bejarano Suárez", "SIN", "GF", ("SUPERVISOR",), "CONFIDENTIAL"),
    User("ramiro", "Ramiro", "Ledezma Camacho", "SIN", "GF", ("RELEASE_AUTHORITY",), "CONFIDENTIAL"),
    User("silvia", "Silvia", "Apaza Huanca", "SIN", "IT", ("AGENCY_ADMINISTRATOR",), "RESTRICTED"),
    User("tomas", "Tomás", "Rocha Guzmán", "SIN", "IT", ("AUDITOR",), "RESTRICTED"),
    User("ursula", "Úrsula", "Vargas Pinto", "CEN", "UC", ("HUB_AUDITOR",), "UNCLASSIFIED"),
    User("victor", "Víctor", "Salinas Roca", "CEN", "UC", ("COORDINATOR",), "RESTRICTED"),
    User("wilma", "Wilma", "Choque Nina", "CEN", "UC", ("AGENCY_ADMINISTRATOR",), "UNCLASSIFIED"),
)

# Who writes and who issues in each agency.
AUTHORS = {"AN": ("gabriela", "ana"), "PB": ("carla",), "SIN": ("diego",)}
ISSUERS = {"AN": "bruno", "PB": "marco", "SIN": "paola"}
