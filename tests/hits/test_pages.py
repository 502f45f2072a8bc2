"""The worklist and the page of a hit, through HTTP, as each of the people."""

import pytest

from agencies.access import looking_as
from agencies.audit.models import Event
from intel.hits import services
from intel.hits.models import Hit
from tests.hits import making


def test_the_worklist_shows_the_best_first_with_reason_and_action(world):
    feed = making.making.feed(world.ana)
    hit = making.hit(world, feed=feed)
    other = making.hit(world, feed=feed, party="COMERCIAL ILLAMPU DEL SUR SRL", subject="Comercial Illampu Limitada")
    page = world.client(world.ana).get("/hits/").content.decode()
    assert making.PARTY in page and making.SUBJECT in page and "Documentary check" in page
    assert f'href="/hits/{hit.pk}/"' in page and f'href="/hits/{other.pk}/"' in page
    with looking_as(world.ana):
        best = list(Hit.objects.order_by("-match__probability", "-match_id").values_list("pk", flat=True))
    places = [page.index(f'href="/hits/{pk}/"') for pk in best]
    assert places == sorted(places)


@pytest.mark.parametrize(("query", "found"), [
    ("", True), ("?q=punti+limitada", True), ("?q=punti+nadie", False), ("?state=CANDIDATE", True),
    ("?state=NOT_A_MATCH", False), ("?state=ALL", True), ("?agency=AN", True), ("?agency=PB", False),
    ("?kind=ORGANISATION", True), ("?kind=CONTAINER", False), ("?min_probability=0.0001", True),
    ("?min_probability=1", False), ("?min_probability=many", False), ("?state=SOMETHING", False),
])
def test_it_is_narrowed_by_words_state_agency_kind_and_probability(world, query, found):
    hit = making.hit(world)
    response = world.client(world.ana).get(f"/hits/{query}")
    assert response.status_code == 200
    assert (f'href="/hits/{hit.pk}/"' in response.content.decode()) is found


def test_a_search_and_a_read_are_recorded_with_their_terms(world):
    hit = making.hit(world)
    client = world.client(world.ana)
    client.get("/hits/?q=punti&agency=AN")
    client.get(f"/hits/{hit.pk}/")
    with looking_as(world.fabio):
        searched, read = Event.objects.filter(action__startswith="hit.", actor_id=world.ana.user_id).order_by("id")
    assert searched.detail == {"terms": "punti", "filters": {"agency": "AN"}, "found": 1}
    assert (read.action, read.object_id) == ("hit.read", hit.pk)


def test_the_page_shows_the_evidence_side_by_side(world):
    hit = making.hit(world)
    page = world.client(world.ana).get(f"/hits/{hit.pk}/").content.decode()
    with looking_as(world.ana):
        hit = Hit.objects.select_related("match").get(pk=hit.pk)
        score = hit.match.score
    for words in (making.PARTY, making.SUBJECT, "Documentary check", f"{score:.1f}", "with probability", "D"):
        assert words in page
    assert page.count("<rect class=\"bar-") >= len(hit.match.evidence["parts"])


def test_a_container_is_named_by_its_number(world):
    feed = making.making.feed(world.ana)
    making.making.alert(world.ana, "Contenedor", kind="CONTAINER", identifiers=(("container", "CSQU3054383", ""),))
    making.making.consignment(world.ana, feed, units=(("container", "CSQU 305438-3"),))
    making.screened()
    with looking_as(world.ana):
        hit = Hit.objects.get()
    client = world.client(world.ana)
    for path in ("/hits/", "/hits/?q=CSQU3054383", f"/hits/{hit.pk}/"):
        assert "CSQU" in client.get(path).content.decode().partition("<main")[2]
    assert f'href="/hits/{hit.pk}/"' not in client.get("/hits/?q=CSQU9999999").content.decode()
    assert world.api(world.ana).get(f"/api/v1/hits/{hit.pk}/").json()["party_name"].startswith("CSQU")


@pytest.mark.parametrize("method_and_path", [
    ("get", ""), ("post", "take/"), ("post", "let-go/"), ("post", "judge/"), ("post", "reopen/")])
@pytest.mark.parametrize("person", ["elena", "fabio", "gala", "ivan", None])
def test_who_may_not_see_it_gets_what_is_not_there(world, person, method_and_path):
    hit = making.hit(world)
    method, path = method_and_path
    client = world.client(world.viewers[person] if person else None)
    given = {"state": "NOT_A_MATCH", "preset": "0", "reason": "x"} if method == "post" else {}
    hidden, absent = (getattr(client, method)(f"/hits/{pk}/{path}", given) for pk in (hit.pk, 987654321))
    assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_a_role_without_the_act_is_told_so_and_nobody_is_asked_in(world):
    assert world.client(world.fabio).get("/hits/").status_code == 403
    assert world.client().get("/hits/").headers["Location"] == "/account/sign-in/?next=/hits/"


def test_it_is_judged_from_the_page(world):
    hit = making.hit(world)
    client = world.client(world.ana)
    client.post(f"/hits/{hit.pk}/take/", {"revision": 1})
    given = {"state": "NOT_A_MATCH", "preset": "1", "words": "Otro rubro.", "revision": 2}
    response = client.post(f"/hits/{hit.pk}/judge/", given)
    assert response.headers["Location"] == f"/hits/{hit.pk}/"
    page = client.get(f"/hits/{hit.pk}/").content.decode()
    assert "Only a common name is shared. Otro rubro." in page and "Kept as “Not a match”." in page
    assert client.post(f"/hits/{hit.pk}/judge/", given).status_code == 409
    client.post(f"/hits/{hit.pk}/reopen/", {"reason": "New document", "revision": 3})
    with looking_as(world.ana):
        assert Hit.objects.get(pk=hit.pk).state == "CANDIDATE"


@pytest.mark.parametrize("given", [
    {}, {"state": "NOT_A_MATCH"}, {"state": "NOT_A_MATCH", "preset": "other", "words": " "},
    {"state": "CANDIDATE", "preset": "0"}, {"state": "UNCERTAIN", "preset": "77"}])
def test_a_judgement_without_a_reason_is_refused(world, given):
    hit = making.hit(world)
    assert world.client(world.ana).post(f"/hits/{hit.pk}/judge/", given).status_code == 400
    with looking_as(world.ana):
        assert Hit.objects.get(pk=hit.pk).state == "CANDIDATE"


def test_a_reader_of_neither_agency_gets_no_buttons(world):
    tax = world.agencies["SIN"]
    hit = making.hit(world, feed_to=(tax,), alert_to=(tax,))
    page = world.client(world.diego).get(f"/hits/{hit.pk}/").content.decode()
    assert making.PARTY in page and "judge-NOT_A_MATCH" not in page
    refused = world.client(world.diego).post(f"/hits/{hit.pk}/judge/", {"state": "UNCERTAIN", "preset": "0"})
    assert refused.status_code == 403


def test_the_api_gives_the_same_and_takes_acts(world):
    hit = making.hit(world)
    api = world.api(world.ana)
    listed = api.get("/api/v1/hits/").json()["results"]
    assert [(row["id"], row["party_name"], row["agency"]) for row in listed] == [(hit.pk, making.PARTY, "AN")]
    one = api.get(f"/api/v1/hits/{hit.pk}/").json()
    assert sum(part["bits"] for part in one["evidence"]) == pytest.approx(one["score"])
    assert making.PARTY in one["explanation"] and len(one["sightings"]) == 1
    judged = api.post(f"/api/v1/hits/{hit.pk}/judge/", {"state": "CONFIRMED_HIT", "reason": "NIT", "revision": 1})
    assert (judged.status_code, judged.json()["judgements"][0]["judged_by"]) == (200, "ana")
    late = api.post(f"/api/v1/hits/{hit.pk}/judge/", {"state": "UNCERTAIN", "reason": "?", "revision": 1})
    assert (late.status_code, late.json()["type"]) == (409, "urn:hub:problem:conflict")
    assert api.get("/api/v1/hits/").json()["results"] == []
    assert len(api.get("/api/v1/hits/?state=ALL").json()["results"]) == 1
    for person in (world.elena, None):
        hidden, absent = (world.api(person).get(f"/api/v1/hits/{pk}/") for pk in (hit.pk, 987654321))
        assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_the_command_prints_what_each_officer_sees(world, capsys):
    from django.core.management import call_command

    making.hit(world)
    call_command("first_hits", "--as", "ana")
    assert "PUNTI ALAMBRES" in capsys.readouterr().out
    call_command("first_hits", "--as", "elena")
    assert "No hit waits" in capsys.readouterr().out
    call_command("first_hits", "--count", "3")
    assert "Ana (ana), Aduana Nacional sees" in capsys.readouterr().out


def test_the_panel_stands_on_the_pages_of_trader_and_consignment_only_for_who_sees_it(world, rf):
    from hub.kit.panels import panels_for
    from intel.screening.models import Sighting

    hit = making.hit(world)
    for viewer, there in ((world.ana, True), (world.elena, False)):
        request = rf.get("/")
        request.viewer, request.user = viewer, world.users["ana"]
        with looking_as(world.ana):
            trader = Hit.objects.get(pk=hit.pk).match.trader
            alert = hit.match.alert
            consignment = Sighting.objects.select_related("consignment").get(match=hit.match_id).consignment
        with looking_as(viewer):
            for place, row in (("trade.trader", trader), ("alerts.detail", alert), ("trade.consignment", consignment)):
                html = "".join(panels_for(place, request, row))
                assert (f'href="/hits/{hit.pk}/"' in html) is there, place


def test_a_hit_of_two_agencies_is_judged_by_either_and_read_by_both(world):
    police = world.agencies["PB"]
    hit = making.hit(world, feed_to=(police,), alert_by=world.carla, alert_to=(world.agencies["AN"],))
    with looking_as(world.carla):
        services.judge(by=world.carla, hit=hit, revision=hit.revision, state="CONFIRMED_HIT", reason="Same NIT")
    page = world.client(world.ana).get(f"/hits/{hit.pk}/").content.decode()
    assert "Carla · PB" in page and "Same NIT" in page
