"""The pages of subjects, through the browser's door."""

import pytest
from django.urls import reverse

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.audit.models import Event
from intel.subjects.models import Subject, SubjectProposal
from intel.subjects.services import refuse, register_subject, retract
from tests.subjects.sharing import shared


def form(world, **given):
    """What the form of a new subject posts."""
    return {
        "kind": "PERSON", "label": "Rosa Condori Mamani", "classification": "RESTRICTED", "countries": "bo, PE",
        "birth_dates": "1971-03", "addresses": "Av. Arce 2147\nCalle 8, Oruro", "remarks": "Despachante.",
        "own_agency_only": "on",
        "names-TOTAL_FORMS": "2", "names-INITIAL_FORMS": "0", "names-0-kind": "ALIAS", "names-0-name": "La Doctora",
        "names-1-kind": "ALIAS", "names-1-name": "",
        "identifiers-TOTAL_FORMS": "1", "identifiers-INITIAL_FORMS": "0", "identifiers-0-kind": "national_id",
        "identifiers-0-value": "4321987 LP", "identifiers-0-country": "BO", **given}


def test_a_subject_is_registered_on_the_page(world):
    client = world.client(world.ana)
    answer = client.post(reverse("subjects:new"), form(world))
    with looking_as(world.ana):
        subject = Subject.objects.get()
        assert (subject.countries, subject.birth_dates, len(subject.addresses)) == (["BO", "PE"], ["1971-03"], 2)
        assert [(name.kind, name.name) for name in subject.names.all()] == [
            ("PRIMARY", "Rosa Condori Mamani"), ("ALIAS", "La Doctora")]
    assert answer.headers["Location"] == reverse("subjects:detail", args=[subject.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "La Doctora" in page and "4321987 LP" in page and "No check digit" in page


@pytest.mark.parametrize(("given", "words"), [
    ({"label": ""}, "This field is required"), ({"countries": "BOL"}, "no country code"),
    ({"birth_dates": "ayer"}, "is no date"), ({"identifiers-0-value": "S/N"}, "cannot identify anything"),
    ({"identifiers-0-country": "X9"}, "no country code"), ({"own_agency_only": ""}, "Choose who may see it"),
    ({"classification": "SECRET"}, "Select a valid choice"),
])
def test_a_form_that_needs_mending_keeps_nothing_and_says_why(world, given, words):
    answer = world.client(world.ana).post(reverse("subjects:new"), form(world, **given))
    assert answer.status_code == 200 and words in answer.content.decode()
    with looking_as(world.ana):
        assert not Subject.objects.exists()


def test_a_subject_is_edited_and_an_old_form_is_refused(world):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="PERSON", label="Rosa Condori", names=[("ALIAS", "La Doctora")])
    client, address = world.client(world.hugo), reverse("subjects:edit", args=[subject.pk])
    assert "La Doctora" in client.get(address).content.decode()
    assert client.post(address, form(world, revision="1", **{"names-0-DELETE": "on"})).status_code == 302
    assert "Somebody changed this subject" in client.post(address, form(world, revision="1")).content.decode()
    with looking_as(world.ana):
        subject = Subject.objects.get()
        assert (subject.label, subject.revision, subject.names.count()) == ("Rosa Condori Mamani", 2, 1)


@pytest.mark.parametrize(("person", "detail", "edit"), [
    ("ana", 200, 200), ("hugo", 200, 200), ("carla", 200, 403), ("diego", 404, 404), ("elena", 404, 404),
    ("fabio", 404, 404), (None, 404, 404)])
def test_who_opens_and_who_edits(world, person, detail, edit):
    subject = shared(world, world.ana, to=("PB",), kind="PERSON", label="Rosa Condori")
    client = world.client(world.viewers[person] if person else None)
    api = world.api(world.viewers[person] if person else None)
    assert client.get(reverse("subjects:detail", args=[subject.pk])).status_code == detail
    assert client.get(reverse("subjects:edit", args=[subject.pk])).status_code == edit
    url = f"/api/v1/subjects/{subject.pk}/"
    assert api.get(url).status_code == detail
    assert api.patch(url, {"revision": 1, "remarks": "x"}).status_code == (202 if edit == 200 else edit)
    assert client.get(reverse("subjects:detail", args=[987654321])).content == (
        client.get(reverse("subjects:detail", args=[subject.pk])).content if detail == 404
        else client.get(reverse("subjects:detail", args=[987654322])).content)


def test_a_subject_is_shared_from_its_page_by_two(world):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="PERSON", label="Rosa Condori")
    groups = {"audience": reader_groups([world.agencies["SIN"]], act="subjects.view_subject")}
    assert world.client(world.carla).post(reverse("subjects:share", args=[subject.pk]), groups).status_code == 404
    assert world.client(world.ana).post(reverse("subjects:share", args=[subject.pk]), groups).status_code == 302
    assert world.client(world.ana).post(reverse("subjects:share", args=[subject.pk]), {}).status_code == 400
    diego, address = world.client(world.diego), reverse("subjects:detail", args=[subject.pk])
    assert diego.get(address).status_code == 404
    ana, bruno = world.client(world.ana).get(address).content.decode(), world.client(world.bruno).get(address).content.decode()
    assert "Servicio de Impuestos Nacionales" in ana and "Approve" not in ana and "Take it back" in ana
    assert "Approve" in bruno and "Take it back" not in bruno
    assert "Rosa Condori" in world.client(world.bruno).get(reverse("subjects:proposals")).content.decode()
    with looking_as(world.bruno):
        proposal = SubjectProposal.objects.get()
    approve = reverse("subjects:approve", args=[proposal.pk])
    assert world.client(world.ana).post(approve, {"revision": 1}).status_code == 403
    assert world.client(world.carla).post(approve, {"revision": 1}).status_code == 404
    assert world.client(world.bruno).post(approve, {}).status_code == 400
    assert world.client(world.bruno).post(approve, {"revision": 1}).status_code == 302
    assert diego.get(address).status_code == 200


def test_a_change_of_a_shared_subject_is_shown_beside_what_is_approved(world):
    subject = shared(world, world.ana, to=("PB",), kind="PERSON", label="Rosa Condori")
    address = reverse("subjects:detail", args=[subject.pk])
    answer = world.client(world.ana).post(reverse("subjects:edit", args=[subject.pk]), form(world, revision="1"), follow=True)
    assert "It waits for a second person" in answer.content.decode()
    page = world.client(world.bruno).get(address).content.decode()
    assert "Despachante." in page and "La Doctora" in page and page.count("<h1") == 1 and "Approve" in page
    assert "Despachante." not in world.client(world.carla).get(address).content.decode()
    with looking_as(world.bruno):
        proposal = SubjectProposal.objects.get(state="WAITING")
    refuse = reverse("subjects:refuse", args=[proposal.pk])
    assert world.client(world.bruno).post(refuse, {"revision": 1, "reason": " "}).status_code == 400
    assert world.client(world.bruno).post(refuse, {"revision": 1, "reason": "Sin fuente."}).status_code == 302
    assert "Despachante." not in world.client(world.bruno).get(address).content.decode()


@pytest.mark.parametrize(("query", "found"), [
    ("", 2), ("?q=jose", 1), ("?q=ñañez+jose", 1), ("?q=flaco", 1), ("?q=4321987", 1), ("?q=4321", 1), ("?q=987", 0),
    ("?q=CSQU305", 1), ("?q=jose+sajama", 0), ("?kind=PERSON", 1), ("?kind=VESSEL", 0), ("?agency=AN", 2),
    ("?agency=PB", 0), ("?q=oculto", 0)])
def test_the_list_is_narrowed(world, query, found):
    with looking_as(world.ana):
        register_subject(by=world.ana, kind="PERSON", label="José Ñáñez", names=[("ALIAS", "El Flaco")],
                         identifiers=[("national_id", "4321987 LP", "BO")])
        register_subject(by=world.ana, kind="ORGANISATION", label="Sajama S.R.L.",
                         identifiers=[("container", "CSQU 305438-3", "")])
    with looking_as(world.carla):
        register_subject(by=world.carla, kind="PERSON", label="Oculto", identifiers=[("national_id", "4321987", "BO")])
    page = world.client(world.ana).get(reverse("subjects:list") + query).content.decode()
    assert page.count("<tr data-href") == found
    assert len(world.api(world.ana).get("/api/v1/subjects/" + query).json()["results"]) == found


@pytest.mark.parametrize(("person", "status"), [(None, 302), ("fabio", 403), ("gala", 403), ("elena", 200)])
def test_the_list_asks_who_is_there(world, person, status):
    assert world.client(world.viewers[person] if person else None).get(reverse("subjects:list")).status_code == status


def test_searches_and_reads_are_recorded(world):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="PERSON", label="Rosa Condori")
    client = world.client(world.ana)
    client.get(reverse("subjects:list") + "?q=rosa&kind=PERSON")
    client.get(reverse("subjects:detail", args=[subject.pk]))
    with looking_as(world.fabio):
        searched = Event.objects.get(action="subject.searched")
        assert searched.detail == {"terms": "rosa", "filters": {"kind": "PERSON"}, "found": 1}
        assert Event.objects.filter(action="subject.read", object_id=subject.pk).count() == 1


def test_what_waits_is_listed_to_who_decides_and_to_who_proposed(world):
    with looking_as(world.ana):
        for label in ("Rosa Condori", "Juan Mamani"):
            register_subject(by=world.ana, kind="PERSON", label=label,
                             groups=reader_groups([world.agencies["SIN"]], act="subjects.view_subject"))
        first, second = SubjectProposal.objects.order_by("id")
    home = {name: world.client(world.viewers[name]).get("/").content.decode() for name in ("ana", "bruno", "hugo", "celia")}
    assert {name for name, page in home.items() if "Rosa Condori" in page} == {"bruno"}
    with looking_as(world.bruno):
        own = register_subject(by=world.bruno, kind="PERSON", label="Luis Choque",
                               groups=reader_groups([world.agencies["SIN"]], act="subjects.view_subject"))
        mine = SubjectProposal.objects.get(subject=own)
    assert "Luis Choque" not in world.client(world.bruno).get("/").content.decode()
    with looking_as(world.bruno):
        retract(by=world.bruno, proposal=mine, revision=1)
    with looking_as(world.bruno):
        refuse(by=world.bruno, proposal=first, revision=1, reason="Sin fuente.")
    listed = reverse("subjects:proposals")
    for person, query, rows in (("bruno", "", 1), ("bruno", "?whose=OTHERS", 1), ("bruno", "?whose=MINE", 0),
                                ("ana", "?whose=MINE", 1), ("ana", "?whose=OTHERS", 0), ("ana", "?state=REFUSED", 1),
                                ("ana", "?state=ALL", 3), ("ana", "?state=ALL&whose=MINE", 2),
                                ("ana", "?state=ALL&kind=CHANGE", 0), ("carla", "?state=ALL", 0)):
        viewer = world.viewers[person]
        page = world.client(viewer).get(listed + query).content.decode()
        assert (page.count("<tr data-href"), page.count("Sin fuente.")) == (
            rows, 1 if rows and query in ("?state=REFUSED", "?state=ALL", "?state=ALL&whose=MINE") else 0), query
        assert len(world.api(viewer).get("/api/v1/subject-proposals/" + query).json()["results"]) == rows
    assert "Rosa Condori" not in world.client(world.bruno).get("/").content.decode()
    assert world.client(world.bruno).post(reverse("subjects:retract", args=[second.pk]), {"revision": 1}).status_code == 403
    assert world.client(world.ana).post(reverse("subjects:retract", args=[second.pk]), {"revision": 1}).status_code == 302
    assert "Juan Mamani" not in world.client(world.bruno).get("/").content.decode()
