"""Run as a process of its own by the survival test: files alerts and traders as officers do, at a hub that is running.

    python -m tests.hub.filing alerts 20
    python -m tests.hub.filing traders 0 100      # each bears the tax number of one of the alerts
    python -m tests.hub.filing upload 6000        # a file of declarations
"""

import sys

import django

NAMES = ("Illampu", "Tunari", "Sajama", "Parinacota", "Huayna", "Chacaltaya", "Mururata", "Ancohuma", "Uturuncu",
         "Licancabur", "Chorolque", "Azanaques", "Tata Sabaya", "Condoriri", "Quimsa Cruz", "Illimani", "Pomerape",
         "Acotango", "Sunicha", "Zapaleri")


def name(which: int) -> str:
    """The name of the alert's subject with this number, and of every trader that is meant by it."""
    return f"Importadora {NAMES[which % len(NAMES)]} SRL"


def tax_number(which: int) -> tuple[str, str, str]:
    """The tax number of the same."""
    return ("tax", str(1020700000 + 7919 * (which % len(NAMES))), "BO")


def file_alerts(count: int) -> None:
    """Found the agencies; Ana issues alerts."""
    from tests import world
    from tests.screening import making

    ana = world.build().ana
    for which in range(count):
        making.alert(ana, name(which), identifiers=(tax_number(which),))
    making.feed(ana)


def file_traders(first: int, beyond: int) -> None:
    """Ana receives traders, each in a transaction of its own with its pending work."""
    from agencies.access import looking_as
    from agencies.access.signing import recognised
    from intel.trade.models import Feed, Trader
    from tests.screening import making

    ana = recognised(username="ana")
    with looking_as(ana):
        feed = Feed.objects.get()
    for which in range(first, beyond):
        with looking_as(ana):
            taken = Trader.objects.filter(external_ref=f"S{which}").exists()
        if not taken:
            making.trader(ana, feed, name(which), identifiers=(tax_number(which),), ref=f"S{which}")


def upload(rows: int) -> None:
    """Bruno uploads a file of so many declarations."""
    from agencies.access import looking_as
    from agencies.access.signing import recognised
    from intel.exchange import uploads
    from intel.trade.models import Feed

    bruno = recognised(username="bruno")
    with looking_as(bruno):
        uploads.upload(by=bruno, feed=Feed.objects.get(), file_name="week 47.csv", content=declarations(rows).encode())


def declarations(rows: int, prefix: str = "U") -> str:
    """So many declarations as CSV; every third is of an importer of an earlier one."""
    lines = ["Declaration ID,Date,Importer ID,HS6 Code,Net Mass,Item Price"]
    lines += [f"{prefix}{which},2026-11-{which % 28 + 1:02},I{which % (2 * rows // 3 + 1)},640399,12.5,100"
              for which in range(rows)]
    return "\n".join(lines) + "\n"


def main(what: str, *numbers: str) -> None:
    """What the command line says."""
    django.setup()
    {"alerts": file_alerts, "traders": file_traders, "upload": upload}[what](*map(int, numbers))


if __name__ == "__main__":
    main(*sys.argv[1:])
