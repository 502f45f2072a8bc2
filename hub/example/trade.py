"""The example trade: parties, goods, routes, and the declarations of the last ninety days."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hub.example import names, numbers
from intel.trade.values import Declaration, GoodsItem, Identifier, Party, Transport

#: HS code, description, origin, US dollars a kilogram, kilograms of a usual lot.
GOODS = (
    ("640419", "Calzado deportivo con suela de caucho y parte superior de materia textil", "CN", 9.5, 4200),
    ("851713", "Teléfonos inteligentes", "CN", 260.0, 310),
    ("870323", "Vehículo automóvil usado, 1.800 cm3", "JP", 4.1, 1400),
    ("630900", "Prendería usada, en fardos", "US", 0.9, 18000),
    ("220830", "Whisky en botellas de 0,75 l", "PY", 7.2, 2600),
    ("240220", "Cigarrillos de tabaco rubio", "PY", 11.0, 3900),
    ("870899", "Partes de vehículos, juegos de amortiguadores", "CN", 3.4, 6100),
    ("847989", "Máquinas selladoras de empaque", "CN", 12.0, 2100),
    ("310210", "Urea granulada", "AR", 0.6, 26000),
    ("281511", "Hidróxido de sodio sólido (soda cáustica)", "BR", 0.9, 20000),
    ("290211", "Ciclohexano", "BR", 1.8, 9000),
    ("540752", "Tejidos teñidos de poliéster", "CN", 4.3, 8800),
    ("691090", "Sanitarios de cerámica", "BR", 1.1, 14000),
    ("100630", "Arroz semiblanqueado", "BR", 0.7, 25000),
    ("852872", "Televisores de pantalla plana", "CN", 14.0, 3300),
    ("300490", "Medicamentos acondicionados para la venta al por menor", "AR", 48.0, 450),
    ("401110", "Neumáticos para automóviles", "CN", 3.2, 9700),
    ("731815", "Pernos y tornillos de acero", "CN", 1.9, 12500),
    ("950300", "Juguetes de plástico", "CN", 3.8, 5200),
)
#: Country of departure, mode (UN/ECE Rec. 19), customs office, route.
ROUTES = (
    ("CL", "3", "Frontera Tambo Quemado", "{port} - Arica - Tambo Quemado - La Paz"),
    ("CL", "3", "Frontera Pisiga", "{port} - Iquique - Pisiga - Oruro"),
    ("PE", "3", "Frontera Desaguadero", "Ilo - Desaguadero - El Alto"),
    ("AR", "3", "Frontera Yacuiba", "Salta - Pocitos - Yacuiba - Santa Cruz"),
    ("BR", "2", "Frontera Puerto Suárez", "Corumbá - Puerto Suárez - Santa Cruz"),
    ("US", "4", "Aeropuerto El Alto", "Miami - El Alto"),
    ("PY", "3", "Frontera Cañada Oruro", "Mariscal Estigarribia - Cañada Oruro - Villamontes"),
)


@dataclass
class Market:
    """Everybody who trades, by part: importers, sellers by country, brokers, carriers."""

    importers: list[Party]
    sellers: dict[str, list[Party]]
    brokers: list[Party]
    carriers: list[Party]


def market(rng: Random) -> Market:
    """Some 600 parties that no alert is about."""
    return Market(
        importers=[importer(rng, names.company(rng)) for _n in range(260)]
        + [importer(rng, names.person(rng), person=True) for _n in range(60)],
        sellers={country: [seller(rng, country) for _n in range(34)] for country in names.ABROAD},
        brokers=[importer(rng, f"Agencia Despachante de Aduana {rng.choice(names.SURNAMES)} S.R.L.") for _n in range(22)],
        carriers=[importer(rng, f"Transportes {rng.choice(names.WORDS)} {rng.choice(names.FORMS)}") for _n in range(26)],
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


def seller(rng: Random, country: str) -> Party:
    """A supplier abroad."""
    number = numbers.tax_number(rng, country)
    return Party(
        role="SELLER", name=names.supplier(rng, country), kind="entity", country=country, identifiers=(number,) if number else ()
    )


def birth_date(rng: Random) -> str:
    """Of somebody between 22 and 70."""
    return f"{rng.randint(1955, 2003)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def declaration(
    rng: Random, number: int, day: date, where: Market, *, by: Party | None = None, sold_by: Party | None = None
) -> Declaration:
    """One import declaration, by somebody given or anybody."""
    departure, mode, office, route = rng.choice(ROUTES)
    hs, what, origin, price, usual = rng.choice(GOODS)
    net = Decimal(str(round(usual * rng.uniform(0.5, 1.6), 1)))
    value = (net * Decimal(str(price)) * Decimal(str(round(rng.uniform(0.8, 1.2), 3)))).quantize(Decimal("0.01"))
    sold = sold_by or rng.choice(where.sellers[origin if origin in where.sellers else "CN"])
    parties = (
        replace(by or rng.choice(where.importers), role="IMPORTER"),
        replace(sold, role="SELLER"),
        replace(rng.choice(where.brokers), role="DECLARANT"),
        replace(rng.choice(where.carriers), role="CARRIER"),
    )
    return Declaration(
        source="example",
        number=f"{day.year}/{rng.choice((201, 211, 241, 421, 701, 721))}/C-{number:05}",
        date=day,
        office=office,
        regime="IM4",
        transport_mode=mode,
        country_of_departure=departure,
        country_of_destination="BO",
        route=route.format(port=rng.choice(("Qingdao", "Shanghái", "Colón"))),
        parties=parties,
        items=(
            GoodsItem(
                number=1,
                hs_code=hs,
                description=what,
                origin=origin,
                gross_kg=(net * Decimal("1.04")).quantize(Decimal("0.1")),
                net_kg=net,
                value=value,
                currency="USD",
                tax_rate=Decimal(rng.choice((0, 5, 10, 20, 40))),
            ),
        ),
        containers=(numbers.container(rng),) if mode in ("2", "3") and rng.random() < 0.6 else (),
        transports=(Transport(kind="VEHICLE", id=numbers.plate(rng), id_kind="plate", country="BO"),) if mode == "3" else (),
        gross_kg=(net * Decimal("1.04")).quantize(Decimal("0.1")),
        value=value,
        currency="USD",
    )


def days_before(rng: Random, today: date) -> date:
    """A day of the last ninety."""
    return today - timedelta(days=rng.randint(0, 90))
