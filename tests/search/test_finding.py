"""One search finds, in everything that the viewer sees, what fits: words in two languages, phrases, numbers, operators."""

import pytest
from django.utils import translation

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.work.models import Work
from hub.kit.errors import Invalid
from intel.search.asking import question_of
from intel.search.kinds import KINDS
from intel.search.sounding import SOUNDS, sound
from intel.trade.models import Trader
from tests.reports import writing
from tests.screening import making


def found(world, who: str, words: str, **given: str) -> list[tuple[str, int]]:
    answer = world.api(world.viewers[who]).get("/api/v1/search/", {"q": words, **given})
    assert answer.status_code == 200, answer.content
    return [(row["kind"], row["id"]) for row in answer.json()["results"]]


@pytest.fixture
def report(world):
    """Shared with the police: used clothes, in Spanish, with some English."""
    return writing.disseminated(world, title="Importación de ropa usada en fardos", audience=("PB",))


@pytest.mark.parametrize(("words", "is_found"), [
    ("importaciones", True), ("IMPORTACION", True), ("fardo ropa", True), ("ropa nueva", False), ("de la", False),
    ('"ropa usada"', True), ('"usada ropa"', False), ("ropa -usada", False), ("ropa -libros", True),
    ('ropa -"ropa usada"', False), ("kind:report ropa", True), ("tipo:informe ropa", True), ("kind:alert ropa", False),
    ("agency:an ropa", True), ("agencia:PB ropa", False), ("desde:2020 ropa", True), ("until:2020-12-31 ropa", False),
    ("ropa: usada", True),
    ("import*", True), ("IMPORTACIÓN*", True), ("far* rop*", True), ("xfar*", False), ("ropa -fard*", False)])
def test_words_phrases_and_operators(world, report, words, is_found):
    assert found(world, "ana", words) == ([("report", report.pk)] if is_found else [])


def test_a_reference_is_found_exactly_however_it_is_written(world, report):
    writing.disseminated(world, title="Otro", audience=("PB",))
    plain = report.reference.replace("-", "").lower()
    assert found(world, "ana", report.reference) == found(world, "ana", plain) == [("report", report.pk)]
    assert found(world, "ana", plain[:-1]) == []
    assert ("report", report.pk) in found(world, "ana", f"{report.reference[:-1]}*")


@pytest.mark.parametrize(("who", "seen"), [("ana", True), ("carla", True), ("diego", False), ("elena", False)])
def test_each_finds_what_they_see(world, report, who, seen):
    assert bool(found(world, who, "fardos")) is seen


def test_traders_and_consignments_are_found_by_names_and_numbers(world):
    feed = making.feed(world.ana, to=(world.agencies["PB"],))
    trader = making.trader(world.ana, feed, "COMERCIAL POTRERILLOS LTDA", identifiers=(("tax", "1020703023", "BO"),))
    consignment = making.consignment(world.ana, feed, trader, units=(("container", "CSQU3054383"),))
    assert found(world, "carla", "1020703023") == [("trader", trader.pk)]
    assert found(world, "carla", "csqu 3054383") == found(world, "carla", "CSQU-305438-3") == [("consignment", consignment.pk)]
    assert set(found(world, "carla", "potrerillos")) == {("trader", trader.pk), ("consignment", consignment.pk)}
    assert found(world, "elena", "potrerillos") == []


def test_an_alert_is_found_by_the_names_of_its_subject(world):
    alert = making.alert(world.ana, "Comercial Condoriri Limitada", names=("Condoriri Import",), to=(world.agencies["PB"],))
    assert ("alert", alert.pk) in found(world, "carla", "condoriri import")


def test_the_page_shows_where_it_was_found_and_how_it_divides(world, report):
    page = world.client(world.carla).get("/search/", {"q": "importaciones fardo"}).content.decode()
    assert "<mark>Importación</mark>" in page and "<mark>fardos</mark>" in page and report.reference in page


def test_each_search_is_noted_with_its_words(world, report):
    found(world, "carla", "fardos", kind="report")
    with looking_as(world.fabio):
        assert not Event.objects.filter(action="search.made").exists()
    found(world, "ana", "fardos", kind="report")
    with looking_as(world.fabio):
        event = Event.objects.get(action="search.made")
    assert event.detail == {"terms": "fardos", "found": 1, "filters": {"kind": "report"}}


@pytest.mark.parametrize(("given", "field"), [
    ({"q": "x" * 301}, "q"), ({"q": " ".join(["a1"] * 2000)}, "q"), ({"q": " ".join(f"p{n}" for n in range(13))}, "q"),
    ({"q": "a\0b"}, "q"), ({"q": "\u202eabc"}, "q"), ({"q": "-ropa"}, "q"), ({"q": "kind:xyz a"}, "kind"),
    ({"q": "agency:XX a"}, "agency"), ({"q": "since:² a"}, "since"), ({"q": "since:2026-02-30 a"}, "since"),
    ({"q": "a", "page": "²"}, "page"), ({"q": "a", "page": "0"}, "page"), ({"q": "a since:2026 until:2025"}, "until")])
def test_what_cannot_be_searched_for_is_said(world, given, field):
    told = world.api(world.ana).get("/api/v1/search/", given)
    page = world.client(world.ana).get("/search/", given)
    assert (told.status_code, page.status_code) == (400, 400)
    assert field in str(told.json())


def test_kinds_are_named_in_the_language_of_who_asks_and_understood_so(world):
    for language, named in (("en", "report, alert, subject"), ("es", "informe, alerta, sujeto")):
        with translation.override(language), looking_as(world.ana), pytest.raises(Invalid) as refused:
            question_of("kind:xyz a")
        known = refused.value.message.split(": ")[1].rstrip(".").split(", ")
        assert ", ".join(known[:3]) == named
        with looking_as(world.ana):
            assert [question_of(f"tipo:{word} a").kind for word in known] == list(KINDS)


def test_nobody_searches_without_signing_in(world):
    assert world.api().get("/api/v1/search/", {"q": "a"}).status_code in (401, 403, 404)
    assert world.client().get("/search/", {"q": "a"}).status_code == 302


@pytest.fixture
def potrerillos(world):
    """A trader whom the police see, too."""
    return making.trader(world.ana, making.feed(world.ana, to=(world.agencies["PB"],)), "COMERCIAL POTRERILLOS LTDA")


@pytest.mark.parametrize("words", ["Comersial Potrerilos", "comercial Potrerillso", "POTRERILOS", "potrerilos ltda"])
def test_a_name_is_found_though_it_is_misspelt_once_a_worker_has_been_there(world, potrerillos, words):
    assert found(world, "carla", words) == []
    done_what_waits()
    assert found(world, "carla", words) == [("trader", potrerillos.pk)]
    assert found(world, "carla", f'"{words}"') == found(world, "carla", "Comercial Pocitos") == []


def test_how_long_names_wait_is_told_to_who_sees_them_alone(world, potrerillos):
    def told(who: str) -> str | None:
        return world.api(world.viewers[who]).get("/api/v1/search/", {"q": "potrerillos"}).json()["names_wait_since"]

    assert told("carla") and not told("elena")
    assert "not yet found where they are misspelt" in world.client(world.carla).get("/search/?q=potrerillos").content.decode()
    done_what_waits()
    assert not told("carla")


def test_a_name_that_changed_is_found_by_its_new_sound_alone(world, potrerillos):
    done_what_waits()
    with looking_as(world.ana):
        Trader.objects.filter(pk=potrerillos.pk).update(name="IMPORTADORA CONDORIRI SA")
    done_what_waits()
    assert found(world, "carla", "potrerilos") == []
    assert found(world, "carla", "importadora condorri") == [("trader", potrerillos.pk)]


def done_what_waits() -> None:
    """What workers do with names."""
    with as_service("test"):
        work = Work.objects.filter(kind=SOUNDS)
        sound(list(work.values_list("object_id", flat=True)))
        work.delete()


def test_what_somebody_wrote_comes_before_trade(world):
    feed = making.feed(world.ana)
    making.trader(world.ana, feed, "Fardos Fardos")
    writing.draft(world, title="Un camión con doce fardos y otras cosas")
    kinds = [line["kind"] for line in world.api(world.ana).get("/api/v1/search/", {"q": "fardos"}).json()["results"]]
    assert kinds == ["report", "trader"]
