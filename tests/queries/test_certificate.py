"""The certificate of a query: a dated, numbered document for the case file."""

import io

import pytest
from django.db import DatabaseError
from django.utils import translation
from pypdf import PdfReader

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from intel.queries import index, services
from intel.queries.models import Certificate
from tests.alerts import writing as alerts
from tests.queries.asking import asked, disclosed, opened, work
from tests.world import as_operator, engaged

NAMES = ("Ñuflo Müller Çelik Đorđević Łukasiewicz", "Жуков Пётр", "Αλέξης", "王小明", "محمد علي", "🕵 Wilo 🚢", "x" * 300,
         "Palabra " * 30)


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


def answered(by, **changed):
    query = asked(by, **changed)
    work()
    opened(query)
    return query


def taken(client, query, path="/queries/{}/certificate/"):
    page = client.get(path.format(query.pk))
    assert (page.status_code, page["Content-Type"]) == (200, "application/pdf")
    assert "attachment" in page["Content-Disposition"] and "no-store" in page["Cache-Control"]
    return page.content


def text(document):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(document)).pages)


def test_it_says_what_was_asked_why_and_what_was_answered(world):
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    alerts.issued(world)
    query = answered(world.carla, kind="ORGANISATION", names=("Importadora Sajama S.R.L.",), birth_dates=(),
                     identifiers=(("tax", "3345019027", "BO"),))
    client = world.client(world.carla)
    assert f"/queries/{query.pk}/certificate/" in client.get(f"/queries/{query.pk}/").content.decode()
    said = text(taken(client, query))
    for part in ("Policía Boliviana", query.reference, "Importadora Sajama S.R.L.", "3345019027", "LP-118/2026", "Ley 1970",
                 "Hit: contact the owner", "AN-H-", "Aduana Nacional", "No hit is no proof of absence", "Restricted", "PB-QC-"):
        assert part in said, part


def test_it_has_the_same_number_and_the_same_bytes_whoever_takes_it_again(world):
    query = answered(world.carla)
    first = taken(world.client(world.carla), query)
    by_program = taken(world.api(world.carla), query, "/api/v1/queries/{}/certificate/")
    assert first == taken(world.client(world.celia), query) == by_program
    with looking_as(world.celia):
        certificate = Certificate.objects.get()
    assert certificate.issued_by_id == world.carla.user_id and certificate.number in text(first)
    other = answered(world.carla)
    assert certificate.number not in text(taken(world.client(world.carla), other))
    with looking_as(engaged(world.agencies["PB"], "paula", Role.AUDITOR)):
        noted = Event.objects.filter(action="query.certified", object_id=query.pk)
        assert [event.detail for event in noted] == [{"certificate": certificate.number}] * 3


def test_it_is_in_the_language_of_who_takes_it(world):
    query = answered(world.carla)
    with as_operator():
        world.users["carla"].language = "es"
        world.users["carla"].save(update_fields=["language"])
    client = world.client(world.carla)
    client.cookies["django_language"] = "es"
    with translation.override("en"):
        said = text(taken(client, query))
    assert "no prueba" in said and "No hit is no proof" not in said
    assert "no proof" in text(taken(world.client(world.celia), query))


def test_names_in_any_writing_do_not_break_it(world):
    query = answered(world.carla, names=NAMES, addresses=("Calle 王 7 " + "y" * 380,), legal_basis="Ley Ж " * 600)
    said = text(taken(world.client(world.carla), query))
    for part in (NAMES[0], NAMES[1], NAMES[2], "‹WangXiaoMing›", "Wilo", "Latin letters"):
        assert part in said, part


def test_it_says_that_a_query_was_taken_back(world):
    query = answered(world.carla)
    with looking_as(world.carla):
        services.withdraw(by=world.carla, query=query, reason="Otra persona.")
    assert "taken back as a mistake" in (said := text(taken(world.client(world.carla), query))) and "Otra persona." in said


def test_without_an_answer_there_is_none(world):
    query = asked(world.carla)
    client = world.client(world.carla)
    assert "certificate/" not in client.get(f"/queries/{query.pk}/").content.decode()
    assert client.get(f"/queries/{query.pk}/certificate/").status_code == 409
    assert world.api(world.carla).get(f"/api/v1/queries/{query.pk}/certificate/").status_code == 409
    with looking_as(world.carla):
        assert not Certificate.objects.exists()


@pytest.mark.parametrize("who", ["ana", "diego", "elena", "gala", None])
def test_nobody_else_takes_one(world, who):
    query = answered(world.carla)
    viewer = world.viewers[who] if who else None
    taken(world.client(world.carla), query)
    assert world.client(viewer).get(f"/queries/{query.pk}/certificate/").status_code == 404
    assert world.api(viewer).get(f"/api/v1/queries/{query.pk}/certificate/").status_code == 404
    if viewer:
        with looking_as(viewer):
            assert not Certificate.objects.exists()


def test_the_database_holds_what_was_issued(world):
    query = answered(world.carla)
    taken(world.client(world.carla), query)
    with looking_as(world.carla):
        assert not Certificate.objects.update(number="PB-QC-1")
    with as_service("tests"):
        assert not Certificate.objects.update(number="PB-QC-1")
    with pytest.raises(DatabaseError), looking_as(world.celia):
        Certificate.objects.create(query=asked(world.celia), number="PB-QC-2", issued_by_id=world.carla.user_id)
