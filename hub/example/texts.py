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

    agency: str  # whose work it is
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
        "AN",
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
        "PB",
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
        "PB",
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
        "AN",
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
        "SIN",
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
        "AN",
        "Medicamentos sin registro en vuelos de carga",
        "SPS_BIOSECURITY",
        "TACTICAL",
        (
            ("Dos guías aéreas con muestras médicas superan la cantidad permitida. El consignatario es {a}.", "RESTRICTED"),
            ("{b} presentó la autorización sanitaria; la autoridad emisora no reconoce el número.", "RESTRICTED"),
        ),
    ),
    Text(
        "AN",
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
        "PB",
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
    Text(
        "AN",
        "Certificados de origen no reconocidos en textiles",
        "ORIGIN_FRAUD",
        "OPERATIONAL",
        (
            (
                "La entidad emisora comunicó que seis certificados de origen presentados por {a} no figuran en sus registros. "
                "Corresponden a tejidos de poliéster ingresados por Desaguadero entre mayo y agosto.",
                "RESTRICTED",
            ),
            ("Los rollos conservan etiquetas con caracteres chinos debajo de las etiquetas de origen andino.", "RESTRICTED"),
            (
                "{b} tramitó los certificados y ofrece el mismo servicio a otros importadores de {city}. Se recomienda control "
                "posterior de las declaraciones de los dos últimos años antes de observar nuevos despachos.",
                "CONFIDENTIAL",
            ),
        ),
    ),
    Text(
        "PB",
        "Vehículos indocumentados: sendas al norte de Pisiga",
        "SMUGGLING",
        "TACTICAL",
        (
            (
                "En las noches del 3, 9 y 10 se contaron entre quince y veintidós vehículos que cruzaron en caravana, con las luces "
                "apagadas, por tres sendas al norte del paso de Pisiga.",
                "RESTRICTED",
            ),
            ("Un camión con repuestos y combustible los espera a 12 km de la frontera. {a} figura como propietario.", "RESTRICTED"),
            (
                "{b} entrega las placas en un taller de {city}. La fuente no conoce quién facilita los documentos de transferencia.",
                "CONFIDENTIAL",
            ),
        ),
    ),
    Text(
        "PB",
        "Munición de caza en encomiendas desde la frontera sur",
        "WEAPONS_TERRORISM",
        "TACTICAL",
        (
            ("Dos encomiendas abiertas en {city} contenían cartuchos calibre 12 entre repuestos de motocicleta.", "RESTRICTED"),
            (
                "El remitente usó la cédula de una persona fallecida. {a} retiró envíos anteriores con las mismas características de "
                "peso y embalaje.",
                "RESTRICTED",
            ),
            (
                "El número de contacto de la guía pertenece a {b}. No hay indicio de que conozca el contenido; se pide tratarlo "
                "como mencionado y no como sospechoso.",
                "RESTRICTED",
            ),
        ),
    ),
    Text(
        "SIN",
        "Importadores de un solo despacho con domicilio compartido",
        "TAX_EVASION",
        "STRATEGIC",
        (
            (
                "Treinta y un contribuyentes inscritos en los últimos doce meses declararon domicilio en dos inmuebles de {city}. "
                "Cada uno realizó uno o dos despachos por montos altos y dejó de presentar declaraciones.",
                "RESTRICTED",
            ),
            ("{a} firmó como apoderado en diecinueve inscripciones. Los titulares son personas sin ingresos conocidos.", "RESTRICTED"),
            (
                "La mercancía se vende en los comercios de {b}, que no registra compras por {share} % de lo que factura. "
                "Se propone levantar la inscripción de los activos y compartir la lista con Aduana.",
                "RESTRICTED",
            ),
        ),
    ),
    Text(
        "SIN",
        "Facturas de fletes que no se prestaron",
        "TAX_EVASION",
        "OPERATIONAL",
        (
            (
                "{a} computó crédito fiscal por fletes internacionales de un transportista que no tuvo cruces de frontera en las fechas "
                "de las facturas, según los manifiestos de carga.",
                "RESTRICTED",
            ),
            ("El transportista emitió facturas similares a otras siete empresas, entre ellas {b}.", "RESTRICTED"),
            ("El perjuicio estimado del semestre equivale al {share} % del crédito declarado.", "RESTRICTED"),
        ),
    ),
    Text(
        "SIN",
        "Pagos al exterior por encima del valor declarado",
        "UNDERVALUATION",
        "OPERATIONAL",
        (
            (
                "Los giros de {a} a proveedores de Guangzhou superan en {share} % el valor de las facturas presentadas en Aduana.",
                "RESTRICTED",
            ),
            (
                "Parte de los giros se ordenó desde cuentas de {b}, sin relación comercial conocida con los proveedores.",
                "RESTRICTED",
            ),
            ("La entidad financiera pide que no se la mencione en requerimientos a terceros.", "CONFIDENTIAL"),
            ("Se solicita a Aduana el detalle de los despachos de los últimos doce meses con marcas y modelos.", "RESTRICTED"),
        ),
    ),
    Text(
        "SIN",
        "Depósitos en efectivo tras ferias de electrodomésticos",
        "CASH_AML",
        "TACTICAL",
        (
            ("Después de tres ferias en {city}, {a} depositó efectivo en siete agencias bancarias en un mismo día.", "RESTRICTED"),
            (
                "Los importes quedan siempre por debajo del monto que obliga a declarar el origen. {b} hizo depósitos "
                "paralelos en las mismas agencias, con minutos de diferencia.",
                "RESTRICTED",
            ),
        ),
    ),
)


def report_of(agency: str, nth: int) -> Text:
    """The nth report of an agency's own work, from 0; there are five of each."""
    return [text for text in REPORTS if text.agency == agency][nth]


def reason(rng: Random, area: str, entry: WatchlistEntry) -> str:
    """Why a subject is looked for."""
    return _REASONS[area].format(share=rng.randint(25, 70), city=rng.choice(CITIES))


def suspicion(rng: Random) -> str:
    """What the suspicion of a person rests on."""
    return rng.choice(_SUSPICIONS)
