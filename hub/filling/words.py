"""What names and texts of a filled hub are made of: lists in which the first come often and the last seldom."""

from random import Random

from hub.example.names import MEN, SURNAMES, TRADES, WOMEN, WORDS

#: So many invented words besides those of the example world.
INVENTED = 20_000
_BEGIN = "ba be bo ca ce co cu da de do fa fe ga go gua ha hua i ja ju ka la li lo ma me mi mo na ne no pa pe po qui ra re ri ro" \
         " sa se si so su ta te ti to tu u va vi ya yu za zo".split()
_MIDDLE = "ba bri ca chi co cu da di fa ga gra la lla lo ma mi na ni ño pa pi ra ri rra sa si ta ti tra va vi ya".split()
_END = "ba ca cha co da dor go ja l lla ma mo n na ni ño pa que r ra res ri ro s sa ta te to va yo z".split()

GIVEN = (*MEN, *WOMEN)
FORMS = ("S.R.L.", "S.A.", "Ltda.", "E.I.R.L.", "S.C.", "Cía. Ltda.")
FORMS_ABROAD = ("Co., Ltd.", "S.A.", "Trading Co., Ltd.", "Ltda.", "Inc.", "SpA", "S.A.C.", "LLC", "GmbH", "K.K.")
ABROAD = ("CN", "BR", "CL", "PE", "AR", "US", "CN", "PY", "JP", "DE", "ES", "KR", "IT", "IN", "MX", "CO", "UY", "TW", "NL", "TR")
OFFICES = ("Tambo Quemado", "Pisiga", "Zona Franca Cobija", "Interior Santa Cruz", "Interior La Paz", "Arroyo Concepción",
           "Yacuiba", "Villazón", "Interior Cochabamba", "Interior Oruro", "Aeropuerto Viru Viru", "Aeropuerto El Alto",
           "Desaguadero", "Guayaramerín", "Kasani", "Bermejo", "Puerto Suárez", "San Matías", "Charaña", "Avaroa")
GOODS = ("Partes de vehículos", "Prendas de punto", "Calzado con suela de caucho", "Teléfonos móviles", "Neumáticos nuevos",
         "Ordenadores portátiles", "Artículos de cocina", "Juguetes", "Baterías", "Fungicidas", "Tubos de acero",
         "Azulejos", "Papel higiénico", "Herramientas manuales", "Bebidas alcohólicas", "Cigarrillos", "Medicamentos",
         "Lámparas", "Muebles de madera", "Harina de trigo")
PREFIXES = ("MSCU", "TCNU", "CSQU", "HLXU", "SUDU", "CMAU", "OOLU", "TEMU", "BMOU", "FSCU", "GESU", "TRLU", "CAIU", "DFSU",
            "EGHU", "EMCU", "HJCU", "KKFU", "MEDU", "MRKU")
RISKS = ("UNDERVALUATION", "SMUGGLING", "MISCLASSIFICATION", "TAX_EVASION", "ORIGIN_FRAUD", "IPR", "DRUGS_PRECURSORS",
         "CASH_AML", "SPS_BIOSECURITY", "OTHER", "WEAPONS_TERRORISM", "CITES_ENVIRONMENT", "CULTURAL_GOODS")
ACTIONS = ("DOCUMENTARY_CHECK", "PHYSICAL_EXAMINATION", "SIGHTING_AND_REPORTING", "REQUEST_INFORMATION", "DISCREET_CHECK",
           "POST_CLEARANCE_AUDIT", "SPECIFIC_CHECK", "SCAN", "INQUIRY_CHECK", "OPERATIONAL_ANALYSIS", "HOLD_FOR_ISSUER")
#: How a class is drawn: three in ten are open, one in twenty is secret.
CLASSES = (*["RESTRICTED"] * 9, *["UNCLASSIFIED"] * 6, *["CONFIDENTIAL"] * 4, "SECRET")
#: What a paragraph says, about a name, before another sentence.
SENTENCES = (
    "Se declara un valor por debajo de los precios de referencia en los envíos de",
    "La carga fue descargada fuera del recinto por personas que dijeron trabajar para",
    "El conductor cambió de ruta tras cruzar la frontera y entregó la mercancía a",
    "Las facturas presentadas llevan el mismo número que otras emitidas a nombre de",
    "La sociedad comparte domicilio y teléfono con",
    "Según el manifiesto, el contenedor iba consignado a",
    "Se observaron cajas de cigarrillos sin precinto en el depósito de",
    "Los pagos salieron de una cuenta abierta tres semanas antes a nombre de",
    "El certificado de origen no coincide con el puerto de embarque declarado por",
    "Vecinos vieron camiones sin placas de noche frente al galpón de",
    "Una revisión posterior encontró diferencias de inventario en",
    "El despachante dijo no conocer al representante de",
    "Fueron detectados precursores entre la carga de limpieza de",
    "El peso declarado y el de la balanza difieren en los despachos de",
    "The invoices were issued by a company that shares its owner with",
)
SECOND = (
    "Se pide control documental en el próximo despacho.", "No se informó al interesado.", "La fuente lo vio en persona.",
    "El dato no pudo ser corroborado.", "Coincide con lo observado el año anterior.", "Se adjuntó copia de la declaración.",
    "The driver was not questioned.", "La vigilancia continúa.")


def words(seed: int) -> list[str]:
    """Words of names: those of the example world first, then invented ones, each once."""
    rng = Random(seed)
    found = dict.fromkeys(WORDS)
    while len(found) < len(WORDS) + INVENTED:
        middle = "".join(rng.choice(_MIDDLE) for _part in range(rng.randint(0, 2)))
        found.setdefault((rng.choice(_BEGIN) + middle + rng.choice(_END)).capitalize())
    return list(found)


def codes(seed: int) -> list[str]:
    """Headings of the Harmonised System with their subheadings, in no order; none begins with 00."""
    rng = Random(seed)
    return list(dict.fromkeys(f"{rng.randint(1, 97):02}{rng.randint(1, 20):02}{rng.choice('123459')}0" for _one in range(1500)))


#: By the name of a function of the session that takes a number from 0 to 1.
LISTS = {"given": GIVEN, "surname": SURNAMES, "trade": TRADES, "form": FORMS, "form_abroad": FORMS_ABROAD, "abroad": ABROAD,
         "office": OFFICES, "goods": GOODS, "risk": RISKS, "action": ACTIONS, "class": CLASSES, "sentence": SENTENCES,
         "second": SECOND}
