"""A list asks the database as often for 30 rows as for 3, and seldom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.access import looking_as
from intel.exchange.models import ImportRun
from intel.queries.models import Batch
from tests.hits.making import screened
from tests.reports import writing
from tests.rules.addresses import of_lists
from tests.screening import making
from tests.world import engaged

#: The most that any list, form or home page may ask; what a page really asks is printed when it fails.
MOST = 40
#: The inbox asks once for each sort of thing that waits in each room.
MOST_IN_THE_INBOX = 60


def fill(world, count: int) -> None:
    """So many more rows of each kind, each with its parts, shared with the police."""
    police = (world.agencies["PB"],)
    feed = making.feed(world.ana, to=police)
    for number in range(count):
        writing.disseminated(world, title=f"Informe {number}", audience=("PB",))
        alert = making.alert(world.ana, f"Comercial Condoriri {number}A Limitada", names=(f"Condoriri {number}A",),
                             identifiers=(("tax", f"10207{number:05}", "BO"),), to=police)
        trader = making.trader(world.ana, feed, f"COMERCIAL CONDORIRI {number}A LTDA",
                               identifiers=(("tax", f"10207{number:05}", "BO"),))
        making.consignment(world.ana, feed, trader, units=(("container", f"CSQU305{number:04}"),))
        assert alert.pk
        engaged(world.agencies["AN"], f"u{feed.pk}x{number}", "OFFICER", "ANALYST")
    with looking_as(world.ana):
        ImportRun.objects.bulk_create([ImportRun(feed=feed, file_name=f"{n}.csv", file_hash="0" * 64) for n in range(count)])
    with looking_as(world.bruno):
        asking = {"owner_agency": world.agencies["AN"], "started_by_id": world.bruno.user_id, "purpose": "TAX_CONTROL",
                  "legal_basis": "x", "classification": "RESTRICTED", "asked_date": timezone.localdate(), "file_hash": "0" * 64}
        Batch.objects.bulk_create([Batch(reference=f"AN-QF-{feed.pk}-{n}", case_reference=f"{feed.pk}-{n}", **asking)
                                   for n in range(count)])
    screened()


def counts(world, people) -> dict[str, int]:
    """How many statements each list, form and home page takes, by person and path."""
    found = {}
    for name in people:
        browser, program = world.client(world.viewers[name]), world.api(world.viewers[name])
        for address in of_lists():
            client = program if address.path.startswith("/api/") else browser
            client.get(address.path)  # what is asked once per process (content types) is asked now
            with CaptureQueriesContext(connection) as asked:
                response = client.get(address.path)
            if response.status_code == 200:
                found[f"{name} {address.path}"] = len(asked)
    return found


@pytest.mark.slow
def test_a_list_asks_as_often_for_many_rows_as_for_few(world):
    people = ("bruno", "fabio", "gala")
    fill(world, 3)
    few = counts(world, people)
    fill(world, 27)
    many = counts(world, people)
    assert len(few) > 20
    assert {path: (few[path], many[path]) for path in few if many.get(path, 0) > few[path]} == {}
    assert {path: asked for path, asked in many.items()
            if asked > (MOST_IN_THE_INBOX if path.endswith("/inbox/") else MOST)} == {}
