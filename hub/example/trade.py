"""The example trade: parties, goods, routes, and the declarations of the last ninety days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random

from hub.example import names, numbers
from intel.trade.values import Declaration, GoodsItem, Identifier, Party, Transport

#: HS code, description, origin, US dollars a kilogram, kilograms of a usual lot.
GOODS = (
    ("640419", "Calzado deportivo con suela de caucho y parte superior de materia textil", "CN", 9.5, 4200),
    ("640299", "Sandalias y calzado de plástico", "CN", 4.8, 5100),
    ("851713", "Teléfonos inteligentes", "CN", 260.0, 310),
    ("851762", "Enrutadores y aparatos de red", "CN", 38.0, 640),
    ("850760", "Acumuladores de ion de litio", "CN", 17.0, 1900),
    ("870899", "Partes de vehículos, juegos de amortiguadores", "CN", 3.4, 6100),
    ("871120", "Motocicletas de 150 cm3, desarmadas", "CN", 5.6, 9800),
    ("847989", "Máquinas selladoras de empaque", "CN", 12.0, 2100),
    ("540752", "Tejidos teñidos de poliéster", "CN", 4.3, 8800),
    ("610910", "Camisetas de punto de algodón", "CN", 8.9, 3700),
    ("852872", "Televisores de pantalla plana", "CN", 14.0, 3300),
    ("401110", "Neumáticos para automóviles", "CN", 3.2, 9700),
    ("731815", "Pernos y tornillos de acero", "CN", 1.9, 12500),
    ("950300", "Juguetes de plástico", "CN", 3.8, 5200),
    ("854143", "Paneles fotovoltaicos", "CN", 6.2, 15800),
    ("870323", "Vehículo automóvil usado, 1.800 cm3", "JP", 4.1, 1400),
    ("840734", "Motores de émbolo usados, de más de 1.000 cm3", "JP", 3.6, 7400),
    ("630900", "Prendería usada, en fardos", "US", 0.9, 18000),
    ("870422", "Camión usado de 12 t", "US", 3.3, 9100),
    ("901890", "Equipos médicos de diagnóstico", "US", 95.0, 260),
    ("220830", "Whisky en botellas de 0,75 l", "PY", 7.2, 2600),
    ("240220", "Cigarrillos de tabaco rubio", "PY", 11.0, 3900),
    ("220290", "Bebidas energizantes en lata", "PY", 1.6, 14800),
    ("310210", "Urea granulada", "AR", 0.6, 26000),
    ("110100", "Harina de trigo, en bolsas de 50 kg", "AR", 0.5, 27500),
    ("300490", "Medicamentos acondicionados para la venta al por menor", "AR", 48.0, 450),
    ("281511", "Hidróxido de sodio sólido (soda cáustica)", "BR", 0.9, 20000),
    ("290211", "Ciclohexano", "BR", 1.8, 9000),
    ("291411", "Acetona, en tambores de 160 kg", "BR", 1.4, 11200),
    ("691090", "Sanitarios de cerámica", "BR", 1.1, 14000),
    ("100630", "Arroz semiblanqueado", "BR", 0.7, 25000),
    ("721420", "Barras corrugadas de acero para construcción", "BR", 0.8, 27000),
    ("252329", "Cemento, en bolsas de 42,5 kg", "PE", 0.2, 28000),
    ("732690", "Manufacturas de hierro, ferretería surtida", "PE", 3.1, 6900),
    ("330499", "Cosméticos y preparaciones de belleza", "CL", 13.5, 1800),
    ("271019", "Aceites lubricantes", "CL", 2.4, 16000),
)


@dataclass(frozen=True)
class Route:
    """A way into the country."""

    departure: str
    mode: str  # UN/ECE Recommendation 19
    office: str
    code: int  # of the office, in declaration numbers
    way: str


_ARICA = Route("CL", "3", "Frontera Tambo Quemado", 421, "{port} - Arica - Tambo Quemado - La Paz")
_IQUIQUE = Route("CL", "3", "Frontera Pisiga", 422, "{port} - Iquique - Pisiga - Oruro")
_ILO = Route("PE", "3", "Frontera Desaguadero", 241, "{port} - Ilo - Desaguadero - El Alto")
_YACUIBA = Route("AR", "3", "Frontera Yacuiba", 621, "Salta - Pocitos - Yacuiba - Santa Cruz")
_SUAREZ = Route("BR", "2", "Frontera Puerto Suárez", 721, "Corumbá - Puerto Suárez - Santa Cruz")
_ORURO = Route("PY", "3", "Frontera Cañada Oruro", 643, "Mariscal Estigarribia - Cañada Oruro - Villamontes")
_BY_AIR = Route("US", "4", "Aeropuerto El Alto", 211, "Miami - El Alto")

#: By origin of the goods; what weighs little may fly.
ROUTES: dict[str, tuple[Route, ...]] = {
    "CN": (_ARICA, _ARICA, _IQUIQUE, _IQUIQUE, _ILO),
    "JP": (_IQUIQUE, _ARICA),
    "US": (_ARICA, _IQUIQUE),
    "BR": (_SUAREZ,),
    "AR": (_YACUIBA,),
    "PY": (_ORURO,),
    "PE": (replace(_ILO, way="Ilo - Desaguadero - El Alto"),),
    "CL": (replace(_ARICA, way="Arica - Tambo Quemado - La Paz"), replace(_IQUIQUE, way="Iquique - Pisiga - Oruro")),
}
_PORTS = {"CN": ("Qingdao", "Shanghái", "Ningbo"), "JP": ("Nagoya", "Yokohama"), "US": ("Houston", "Miami")}
_LIGHT = 700  # kilograms that go by air


@dataclass
class Market:
    """Everybody who trades, by part. Importers and suppliers take turns, so that each declares at least once."""

    importers: list[Party]
    sellers: dict[str, list[Party]]
    brokers: list[Party]
    carriers: list[Party]

    def __post_init__(self) -> None:
        self._importers = cycle(self.importers)
        self._sellers: dict[str, Iterator[Party]] = {country: cycle(those) for country, those in self.sellers.items()}

    def importer(self) -> Party:
        """The next importer."""
        return next(self._importers)

    def seller(self, country: str) -> Party:
        """The next supplier of a country."""
        return next(self._sellers[country])


def market(rng: Random, is_apart: Callable[[str], bool]) -> Market:
    """Some 550 parties, each with its own name, of names that are `is_apart`: no alert is about any of them."""
    taken: set[str] = set()

    def own(name: Callable[[], str]) -> str:
        while (made := name()).casefold() in taken or not is_apart(made):
            pass
        taken.add(made.casefold())
        return made

    return Market(
        importers=[importer(rng, own(lambda: names.company(rng))) for _n in range(260)]
        + [importer(rng, own(lambda: names.person(rng)), person=True) for _n in range(60)],
        sellers={
            country: [_seller(rng, own(lambda c=country: names.supplier(rng, c)), country) for _n in range(count)]
            for country, count in {"CN": 70, "BR": 26, "US": 18, "PY": 16, "AR": 16, "PE": 12, "CL": 12, "JP": 12}.items()
        },
        brokers=[importer(rng, own(lambda: f"Agencia Despachante de Aduana {_pair(rng)} S.R.L.")) for _n in range(22)],
        carriers=[importer(rng, own(lambda: f"Transportes {_word(rng)} {rng.choice(names.FORMS)}")) for _n in range(26)],
    )


def importer(rng: Random, name: str, *, person: bool = False) -> Party:
    """A Bolivian party with its tax number."""
    card = numbers.ci(rng)
    found = [Identifier("tax", numbers.nit_of_person(card) if person else numbers.nit(rng), "BO", "NIT")]
    if person:
        found.append(Identifier("national_id", card, "BO", "CI"))
    return Party(
        role="IMPORTER",
        name=name,
        kind="person" if person else "entity",
        country="BO",
        identifiers=tuple(found),
        address=names.address(rng),
        birth_date=birth_date(rng) if person else "",
    )


def birth_date(rng: Random) -> str:
    """Of somebody between 22 and 70."""
    return f"{rng.randint(1955, 2003)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def declaration(
    rng: Random, number: int, day: date, where: Market, *, by: Party | None = None, sold_by: Party | None = None
) -> Declaration:
    """One import declaration, by somebody given or by whose turn it is. `number` is its serial number."""
    country = sold_by.country if sold_by and sold_by.country in ROUTES else rng.choice(GOODS)[2]
    items = _items(rng, country)
    net = sum((item.net_kg or Decimal(0) for item in items), Decimal(0))
    route = _BY_AIR if net < _LIGHT and country in ("CN", "US") else rng.choice(ROUTES[country])
    parties = (
        replace(by or where.importer(), role="IMPORTER"),
        replace(sold_by or where.seller(country), role="SELLER"),
        replace(rng.choice(where.brokers), role="DECLARANT"),
        replace(rng.choice(where.carriers), role="CARRIER"),
    )
    by_road = route.mode == "3"
    return Declaration(
        source="example",
        number=f"{day.year}/{route.code}/C-{number:05}",
        date=day,
        office=route.office,
        regime="IM4",
        transport_mode=route.mode,
        country_of_departure=route.departure,
        country_of_destination="BO",
        route=route.way.format(port=rng.choice(_PORTS.get(country, ("",)))),
        terms=rng.choice(("FOB", "CFR", "FCA", "CPT")),
        parties=parties,
        items=items,
        containers=(numbers.container(rng),) if by_road and country in _PORTS and rng.random() < 0.7 else (),
        transports=(Transport(kind="VEHICLE", id=numbers.plate(rng), id_kind="plate", country="BO"),) if by_road else (),
        documents=(f"380 F-{rng.randint(1000, 99999)}",),
        gross_kg=sum((item.gross_kg or Decimal(0) for item in items), Decimal(0)),
        value=sum((item.value or Decimal(0) for item in items), Decimal(0)),
        currency="USD",
    )


def days_before(rng: Random, today: date) -> date:
    """A day of the last ninety."""
    return today - timedelta(days=rng.randint(0, 90))


def _items(rng: Random, country: str) -> tuple[GoodsItem, ...]:
    """One to three lines of goods of one origin."""
    offered = [goods for goods in GOODS if goods[2] == country]
    chosen = rng.sample(offered, min(len(offered), rng.choice((1, 1, 1, 2, 3))))
    items = []
    for number, (hs, what, origin, price, usual) in enumerate(chosen, start=1):
        net = Decimal(str(round(usual * rng.uniform(0.5, 1.6) / len(chosen), 1)))
        value = (net * Decimal(str(price)) * Decimal(str(round(rng.uniform(0.8, 1.2), 3)))).quantize(Decimal("0.01"))
        items.append(
            GoodsItem(
                number=number,
                hs_code=hs,
                description=what,
                origin=origin,
                gross_kg=(net * Decimal("1.04")).quantize(Decimal("0.1")),
                net_kg=net,
                value=value,
                currency="USD",
                tax_rate=Decimal(rng.choice((0, 5, 10, 20, 40))),
            )
        )
    return tuple(items)


def _seller(rng: Random, name: str, country: str) -> Party:
    number = numbers.tax_number(rng, country)
    return Party(role="SELLER", name=name, kind="entity", country=country, identifiers=(number,) if number else ())


def _pair(rng: Random) -> str:
    return " ".join(rng.sample(names.SURNAMES, 2))


def _word(rng: Random) -> str:
    return rng.choice(names.WORDS)
