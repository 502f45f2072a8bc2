"""What the example people write, in Spanish, as such reports and alerts are written. All invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from hub.example.names import CITIES
from hub.example.values import Paragraph
from intel.exchange.values import WatchlistEntry

PURPOSE = "Prevención y represión del contrabando y del fraude aduanero."
LEGAL_BASIS = {
    "AN": "Ley 1990 General de Aduanas, facultades de control; Ley 2492, art. 66 y 100.",
    "PB": "Ley 1970, art. 69 y 74; requerimiento fiscal vigente.",
    "SIN": "Ley 2492, art. 66, 70 y 100; facultades de fiscalización.",
}
#: Risk area and action that each agency tends to ask for.
AREAS_OF = {
    "AN": (
        ("UNDERVALUATION", "DOCUMENTARY_CHECK"),
        ("SMUGGLING", "PHYSICAL_EXAMINATION"),
        ("MISCLASSIFICATION", "DOCUMENTARY_CHECK"),
        ("IPR", "PHYSICAL_EXAMINATION"),
        ("ORIGIN_FRAUD", "POST_CLEARANCE_AUDIT"),
    ),
    "PB": (
        ("DRUGS_PRECURSORS", "SPECIFIC_CHECK"),
        ("SMUGGLING", "SIGHTING_AND_REPORTING"),
        ("WEAPONS_TERRORISM", "HOLD_FOR_ISSUER"),
        ("DRUGS_PRECURSORS", "DISCREET_CHECK"),
    ),
    "SIN": (
        ("TAX_EVASION", "POST_CLEARANCE_AUDIT"),
        ("UNDERVALUATION", "REQUEST_INFORMATION"),
        ("CASH_AML", "SIGHTING_AND_REPORTING"),
    ),
}
INSTRUCTIONS = {
    "DOCUMENTARY_CHECK": "Revisar factura, lista de empaque y medio de pago. Comparar el valor con los precios de referencia.",
    "PHYSICAL_EXAMINATION": "Aforo físico completo. Abrir al menos el 30 % de los bultos. Fotografiar marcas y series.",
    "POST_CLEARANCE_AUDIT": "No detener. Remitir copia de la DUI al emisor para control posterior.",
    "SPECIFIC_CHECK": "Control del medio de transporte y de sus ocupantes con presencia del emisor. Llamar al turno.",
    "SIGHTING_AND_REPORTING": "No intervenir. Anotar lugar, hora, acompañantes, medio de transporte y ruta.",
    "HOLD_FOR_ISSUER": "Retener la carga y avisar de inmediato al emisor. No informar al transportista del motivo.",
    "DISCREET_CHECK": "Reunir datos en el trámite de rutina. El interesado no debe notarlo.",
    "REQUEST_INFORMATION": "Enviar al emisor declaraciones y valores de los últimos doce meses.",
}
_REASONS = {
    "UNDERVALUATION": "Valores declarados de {share} % por debajo de las referencias en operaciones repetidas.",
    "SMUGGLING": "Señalado en dos operativos en {city} por mercancía sin documentos.",
    "MISCLASSIFICATION": "Declara partes donde los aforos hallaron productos terminados.",
    "IPR": "Mercancía con marcas falsificadas hallada en {city}.",
    "ORIGIN_FRAUD": "Certificados de origen que el país emisor no reconoce.",
    "DRUGS_PRECURSORS": "Compras de sustancias controladas que no guardan relación con su giro.",
    "WEAPONS_TERRORISM": "Vinculado al traslado de partes de armas halladas en {city}.",
    "TAX_EVASION": "Importa por montos que no aparecen en sus declaraciones de IVA e IUE.",
    "CASH_AML": "Movimientos de efectivo no declarados en frontera.",
}
_SUSPICIONS = (
    "Dos incautaciones en su domicilio fiscal en los últimos doce meses, con actas.",
    "Coincidencia de sus viajes con las fechas de ingreso de la mercancía, según registro migratorio.",
    "Declaración de un transportista, corroborada por guías de carga.",
)


@dataclass(frozen=True, slots=True)
class Text:
    """A report to be filled in: `{a}` and `{b}` are the subjects, `{city}` a place, `{share}` a share in per cent."""

    title: str
    risk_area: str
    level: str
    portions: tuple[tuple[str, str], ...]  # text, classification

    def paragraphs(self, subjects: Sequence[str], rng: Random) -> tuple[Paragraph, ...]:
        """The paragraphs about two subjects."""
        filled = {"a": subjects[0], "b": subjects[1], "city": rng.choice(CITIES), "share": rng.randint(25, 70)}
        return tuple(Paragraph(text.format(**filled), marking) for text, marking in self.portions)


REPORTS = (
    Text(
        "Subvaluación de calzado deportivo por Tambo Quemado",
        "UNDERVALUATION",
        "OPERATIONAL",
        (
            (
                "Entre marzo y junio se observaron catorce despachos de calzado deportivo a nombre de {a}, con valores unitarios "
                "{share} % por debajo del promedio de importadores comparables.",
                "RESTRICTED",
            ),
            (
                "Las facturas provienen de dos proveedores que comparten teléfono y dirección. {b} figura como pagador en tres de ellas.",
                "RESTRICTED",
            ),
            ("La fuente indica que la diferencia se liquida en efectivo en {city}, después de la entrega.", "CONFIDENTIAL"),
        ),
    ),
    Text(
        "Cigarrillos de origen paraguayo: ruta por Cañada Oruro",
        "SMUGGLING",
        "TACTICAL",
        (
            (
                "Camiones de carga seca cruzan de noche por sendas próximas a Cañada Oruro y descargan en depósitos de {city}.",
                "RESTRICTED",
            ),
            (
                "{a} arrienda dos de los depósitos. {b} aparece en las guías como consignatario de carga de arroz por las mismas fechas.",
                "RESTRICTED",
            ),
        ),
    ),
    Text(
        "Sustancias controladas: compras sin relación con el giro",
        "DRUGS_PRECURSORS",
        "OPERATIONAL",
        (
            (
                "{a} triplicó sus importaciones de solventes desde enero. Su giro registrado es la venta de pinturas al por menor.",
                "RESTRICTED",
            ),
            ("El almacén declarado en {city} tiene capacidad para una décima parte del volumen importado.", "RESTRICTED"),
            (
                "Se identificó a {b} como encargado de los retiros. Se recomienda control discreto, sin contacto con el importador.",
                "CONFIDENTIAL",
            ),
        ),
    ),
    Text(
        "Partes de vehículos declaradas como chatarra",
        "MISCLASSIFICATION",
        "TACTICAL",
        (
            (
                "En tres aforos la carga declarada como desperdicio metálico contenía motores y cajas de cambio completas.",
                "RESTRICTED",
            ),
            (
                "El declarante actuó por {a}. En la documentación interna aparece {b} como destinatario final en {city}.",
                "RESTRICTED",
            ),
        ),
    ),
    Text(
        "Importaciones que no aparecen en la facturación",
        "TAX_EVASION",
        "OPERATIONAL",
        (
            (
                "El cruce de declaraciones de importación con el libro de ventas de {a} muestra una diferencia de {share} % en el último semestre.",
                "RESTRICTED",
            ),
            ("{b} recibe depósitos por montos y fechas que coinciden con los ingresos de mercancía.", "RESTRICTED"),
            ("Se propone control posterior conjunto y pedido de información a proveedores.", "RESTRICTED"),
        ),
    ),
    Text(
        "Medicamentos sin registro en vuelos de carga",
        "SPS_BIOSECURITY",
        "TACTICAL",
        (
            ("Dos guías aéreas con muestras médicas superan la cantidad permitida. El consignatario es {a}.", "RESTRICTED"),
            ("{b} presentó la autorización sanitaria; la autoridad emisora no reconoce el número.", "RESTRICTED"),
        ),
    ),
    Text(
        "Marcas falsificadas en textiles: red de distribución",
        "IPR",
        "STRATEGIC",
        (
            ("La mercancía ingresa como tejido sin marca y se estampa en talleres de {city}.", "RESTRICTED"),
            ("{a} y {b} comparten apoderado y cuenta de correo. Los volúmenes crecen antes de cada feria anual.", "RESTRICTED"),
            ("El titular de la marca ofrece peritos; se reserva su identidad.", "CONFIDENTIAL"),
        ),
    ),
    Text(
        "Efectivo no declarado en Desaguadero",
        "CASH_AML",
        "TACTICAL",
        (
            ("En cuatro controles se halló efectivo oculto en vehículos vinculados a {a}.", "RESTRICTED"),
            (
                "Los conductores nombran a {b} como quien entrega el dinero en {city}. Las versiones coinciden, sin otra confirmación.",
                "RESTRICTED",
            ),
        ),
    ),
)


def reason(rng: Random, area: str, entry: WatchlistEntry) -> str:
    """Why a subject is looked for."""
    return _REASONS[area].format(share=rng.randint(25, 70), city=rng.choice(CITIES))


def suspicion(rng: Random) -> str:
    """What the suspicion of a person rests on."""
    return rng.choice(_SUSPICIONS)
