"""Both agencies and nobody else: third ones see no row, count, notice or event; and raw SQL signs nothing for anybody."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.notices.models import Notice
from agencies.roles import Role
from hub.kit.errors import HubError, WrongState
from intel.arrangements import services
from intel.arrangements.entries import TermEntry
from intel.arrangements.models import Arrangement, Term
from intel.queries import index
from tests.alerts import writing as alerts
from tests.arrangements.making import CONTACT, SILENT, drafted, in_force, proposed, seen, signed
from tests.beside import beside, waits
from tests.notices.told import words, work_done
from tests.queries.asking import answered, asked, disclosed
from tests.world import engaged

SAJAMA = {"kind": "ORGANISATION", "names": ("Importadora Sajama S.R.L.",)}


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


def learns(viewer, **given):
    return answered(asked(viewer, **SAJAMA | given)).answer


def test_a_query_is_answered_by_it_in_the_place_of_the_default(world):
    it = alerts.issued(world)
    row = in_force(world, TermEntry(world.agencies["AN"].pk, CONTACT, purposes=("CRIMINAL_INVESTIGATION",)))
    assert (learns(world.carla), learns(world.diego)) == (CONTACT, "NO_HIT")
    assert learns(world.carla, purpose="TAX_CONTROL") == "NO_HIT"
    disclosed(world.ana, CONTACT, risk_area="ANY")
    silent = in_force(world, TermEntry(world.agencies["AN"].pk, SILENT), replaces=row)
    assert (learns(world.carla), learns(world.diego)) == ("NO_HIT", CONTACT)
    disclosed(world.ana, CONTACT, alert=it, agency=world.agencies["PB"])
    assert learns(world.carla) == CONTACT
    with looking_as(world.celia):
        services.end(by=world.celia, arrangement=silent, reason="x", revision=silent.revision)
    disclosed(world.ana, "SILENT", alert=it, agency=world.agencies["PB"])
    assert learns(world.carla) == "NO_HIT"


@pytest.mark.parametrize("who", ["diego", "elena", None])
def test_a_third_agency_sees_nothing_of_it(world, who):
    row = in_force(world)
    viewer = world.viewers[who] if who else None
    if viewer:
        assert seen(viewer) == 0
        with looking_as(viewer):
            assert not Term.objects.exists() and not Event.objects.filter(action__startswith="arrangement.").exists()
        assert world.client(viewer).get("/arrangements/").content.decode().count(row.reference) == 0
        assert world.api(viewer).get("/api/v1/arrangements/").json()["results"] == []
    client, program = world.client(viewer), world.api(viewer)
    for act in ("", "sign/", "decline/", "withdraw/", "end/"):
        assert client.post(f"/arrangements/{row.pk}/{act}").status_code in (404, 405)
        assert program.post(f"/api/v1/arrangements/{row.pk}/{act}", {"revision": 1, "reason": "x"}).status_code in (404, 405)
    assert client.get(f"/arrangements/{row.pk}/").status_code == program.get(f"/api/v1/arrangements/{row.pk}/").status_code == 404


def test_a_draft_is_its_agencys_alone(world):
    row = drafted(world)
    assert world.client(world.celia).get(f"/arrangements/{row.pk}/").status_code == 404
    with looking_as(world.celia):
        assert not Term.objects.exists()
    with looking_as(world.ana):
        services.withdraw(by=world.ana, arrangement=row, reason="x", revision=row.revision)
    assert seen(world.celia) == 0


def test_who_signs_is_told_and_no_other_agency(world):
    def told(viewer):
        work_done()
        return words(viewer)

    row = drafted(world)
    assert told(world.bruno) == [f"Arrangement {row.reference} waits for a signature."] and told(world.celia) == []
    signed(world.bruno, row)
    assert told(world.celia) == [f"AN proposes an arrangement: {row.reference}."]
    signed(world.celia, row)
    assert f"PB signed arrangement {row.reference}: it is in force." in told(world.ana)
    assert told(world.diego) == told(world.elena) == []
    with as_service("tests"):
        people = set(Notice.objects.filter(object_kind="arrangements.arrangement").values_list("to", flat=True))
    assert people <= {world.ana.user_id, world.bruno.user_id, world.celia.user_id}


def test_each_auditor_reads_what_their_own_people_did(world):
    in_force(world)
    with looking_as(world.fabio):
        found = set(Event.objects.filter(action__startswith="arrangement.").values_list("action", flat=True))
    assert found == {"arrangement.drafted", "arrangement.proposed"}


def signs_for(world, who, **values):
    viewer = world.viewers[who]
    with looking_as(viewer), transaction.atomic():
        Arrangement.objects.filter(**values.pop("where")).update(**values)
        return Arrangement.objects.filter(**{name: value for name, value in values.items() if name != "proposed_as"}).exists()


def test_in_sql_nobody_signs_alone_for_others_or_twice(world):
    row, now = drafted(world), timezone.now()
    where = {"pk": row.pk}
    sent = {"state": "PROPOSED", "version": 1, "proposed_at": now}
    taken = {"state": "IN_FORCE", "accepted_at": now}
    for who, values in (
            ("ana", sent | {"proposed_by": world.ana.user_id}), ("ana", sent | {"proposed_by": world.bruno.user_id}),
            ("hugo", sent | {"proposed_by": world.hugo.user_id}), ("bruno", sent | {"proposed_by": world.celia.user_id}),
            ("bruno", sent | taken | {"proposed_by": world.bruno.user_id, "accepted_by": world.bruno.user_id})):
        with pytest.raises(DatabaseError):
            signs_for(world, who, where=where, **values)
    signed(world.bruno, row)
    for who, values in (
            ("bruno", taken | {"accepted_by": world.bruno.user_id}), ("carla", taken | {"accepted_by": world.carla.user_id}),
            ("bruno", taken | {"accepted_by": world.celia.user_id}), ("celia", {"state": "WITHDRAWN"}),
            ("celia", {"state": "ENDED"}),
            ("bruno", {"ends_on": row.ends_on + timedelta(days=1)}), ("celia", {"legal_basis": "x"}),
            ("bruno", {"proposed_as": {}}), ("celia", {"proposing_agency": world.agencies["SIN"].pk})):
        with pytest.raises(DatabaseError):
            signs_for(world, who, where=where, **values)
    signed(world.celia, row)
    for who, values in (("celia", {"accepted_at": now}), ("bruno", {"state": "PROPOSED"}), ("carla", {"state": "ENDED",
                        "ended_at": now, "ended_by": world.carla.user_id})):
        with pytest.raises(DatabaseError):
            signs_for(world, who, where=where, **values)
    assert not signs_for(world, "diego", where=where, legal_basis="x")


def test_in_sql_terms_stand_once_it_is_proposed_and_are_of_the_two(world):
    row = drafted(world)
    values = {"level": CONTACT, "risk_area": "IPR", "arrangement": row}
    ours = {"of_agency": world.agencies["AN"]}
    for who, more in (("ana", {"of_agency": world.agencies["SIN"]}), ("ana", ours | {"level": "HIT_WITH_DATA"}),
                      ("celia", ours), ("diego", ours)):
        with pytest.raises(DatabaseError), looking_as(world.viewers[who]), transaction.atomic():
            Term.objects.create(**values | more)
    signed(world.bruno, row)
    for who in ("ana", "bruno", "celia"):
        with pytest.raises(DatabaseError), looking_as(world.viewers[who]), transaction.atomic():
            Term.objects.create(**values | ours)
        with pytest.raises(DatabaseError), looking_as(world.viewers[who]), transaction.atomic():
            Term.objects.filter(arrangement=row)._raw_delete("default")
        with looking_as(world.viewers[who]):
            assert not Term.objects.filter(arrangement=row).update(level=SILENT)


def test_in_sql_no_version_follows_what_is_not_of_the_two_or_not_signed(world):
    row = proposed(world)
    values = {"reference": row.reference, "replaces": row, "proposing_agency_id": world.ana.agency_id,
              "created_by_id": world.ana.user_id, "starts_on": row.starts_on, "ends_on": row.ends_on, "legal_basis": "x"}
    with pytest.raises(DatabaseError), looking_as(world.ana), transaction.atomic():
        Arrangement.objects.create(**values, other_agency=world.agencies["PB"])
    signed(world.celia, row)
    with pytest.raises(DatabaseError), looking_as(world.ana), transaction.atomic():
        Arrangement.objects.create(**values, other_agency=world.agencies["SIN"])


@pytest.mark.parametrize("there", [True, False])
def test_in_sql_no_reference_of_another_agency_is_taken_whether_or_not_there_is_one(world, there):
    """Nobody learns, number by number, what another agency drafts; or keeps it from drafting."""
    row = drafted(world, other="SIN")
    taken = row.reference if there else "AN-SA-2026-000000"
    with looking_as(world.carla), transaction.atomic(), pytest.raises(DatabaseError, match="row-level security"):
        Arrangement.objects.create(reference=taken, proposing_agency_id=world.carla.agency_id, legal_basis="x",
                                   other_agency=world.agencies["SIN"], created_by_id=world.carla.user_id,
                                   starts_on=row.starts_on, ends_on=row.ends_on)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("which", ["the same draft", "two versions"])
def test_of_two_authorities_of_one_side_at_once_one_has_signed(world, which):
    if which == "the same draft":
        rows, people = [drafted(world)] * 2, (world.bruno, engaged(world.agencies["AN"], "sara", Role.SUPERVISOR))
    else:
        first = in_force(world)
        rows = [proposed(world, replaces=first) for _turn in range(2)]
        people = (world.celia, engaged(world.agencies["PB"], "sara", Role.SUPERVISOR))
    start = threading.Barrier(2)

    def sign(by, row):
        with looking_as(by):
            row = Arrangement.objects.get(pk=row.pk)
        start.wait(10)
        return signed(by, row)

    acts = [beside(lambda by=by, row=row: sign(by, row)) for by, row in zip(people, rows, strict=True)]
    for thread, _found in acts:
        thread.join(60)
    found = {type(came).__name__ for _thread, [came] in acts}
    assert "Arrangement" in found and found & {"Conflict", "Stale", "WrongState"}, found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_waits_for_the_first_signature_of_a_draft_is_told_that_it_was_given(world):
    """The draft has become a row of two agencies meanwhile, and is there still."""
    row, sara = drafted(world), engaged(world.agencies["AN"], "sara", Role.SUPERVISOR)
    with looking_as(world.bruno):
        services.sign(by=world.bruno, arrangement=row, revision=row.revision)
        second, found = beside(lambda: signed(sara, row))
        waits("arrangements_arrangement")
    second.join(30)
    [error] = found
    assert isinstance(error, WrongState), error


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_ends_and_who_signs_at_once_leave_one_state(world):
    """One waits for the other, and is told that it changed."""
    row, found, start = proposed(world), [], threading.Barrier(2)

    def act(by, serve, **given):
        try:
            start.wait()
            with looking_as(by):
                found.append(serve(by=by, arrangement=Arrangement.objects.get(pk=row.pk), revision=row.revision, **given).state)
        except HubError as error:
            found.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=(world.celia, services.sign)),
               threading.Thread(target=act, args=(world.bruno, services.withdraw), kwargs={"reason": "x"})]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with looking_as(world.bruno):
        state = Arrangement.objects.get(pk=row.pk).state
    assert state in found and state in ("IN_FORCE", "WITHDRAWN")
    assert set(found) - {state} <= {"Conflict", "Stale", "WrongState", "InUse"} and len(found) == 2


BODY = {"other": "PB", "legal_basis": "Convenio", "starts_on": "2030-01-01", "ends_on": "2031-01-01",
        "terms": [{"of": "AN", "level": CONTACT, "purposes": ["CRIMINAL_INVESTIGATION"]}]}


def test_in_the_api_from_draft_to_end(world):
    made = world.api(world.ana).post("/api/v1/arrangements/", BODY, format="json")
    assert made.status_code == 201 and made.json()["version"] is None
    path, ana = f"/api/v1/arrangements/{made.json()['id']}/", world.api(world.ana)
    changed = ana.put(path, {**BODY, "legal_basis": "Ley", "revision": 1} | {"other": "PB"}, format="json")
    assert changed.status_code == 400 and changed.json()["errors"][0]["field"] == "other"
    body = {name: value for name, value in BODY.items() if name != "other"} | {"legal_basis": "Ley", "revision": 1}
    assert ana.put(path, body, format="json").json()["revision"] == 2
    answer = world.api(world.bruno).post(f"{path}sign/", {"revision": 2}, format="json")
    assert (answer.status_code, "step_up_required" in answer.json()["type"]) == (403, True)
    signing = world.api(world.bruno, signed_in=True).post(f"{path}sign/", {"revision": 2}, format="json").json()
    assert (signing["state"], signing["version"], signing["revision"]) == ("PROPOSED", 1, 1)
    celia = world.api(world.celia, signed_in=True)
    assert celia.post(f"{path}sign/", {"revision": 1}, format="json").json()["state"] == "IN_FORCE"
    ended = celia.post(f"{path}end/", {"revision": 2, "reason": "Fin"}, format="json").json()
    assert (ended["state"], [step["state"] for step in ended["steps"]]) == ("ENDED", ["PROPOSED", "IN_FORCE", "ENDED"])
    following = world.api(world.carla).post("/api/v1/arrangements/", {**{k: v for k, v in BODY.items() if k != "other"},
                                            "replaces": ended["id"]}, format="json").json()
    assert (following["reference"], following["other_agency"]) == (ended["reference"], "AN")


@pytest.mark.parametrize(("given", "field"), [
    ({"other": "XX"}, "other"), ({"other": "AN"}, "other"), ({"other": "\x00"}, "other"), ({"replaces": "²"}, "replaces"),
    ({"replaces": 12, "other": "PB"}, ""), ({"legal_basis": "a\x00"}, "legal_basis"),
    ({"ends_on": "2029-01-01"}, "ends_on"), ({"terms": []}, "terms"),
    ({"terms": [{"of": "SIN", "level": CONTACT}]}, "terms.0.of"),
    ({"terms": [{"of": "AN", "level": "HIT_WITH_DATA"}]}, "terms.0.level"),
    ({"terms": [{"of": "AN", "levl": 1}]}, "terms.0.levl"),
    ({"terms": [{"of": "AN", "level": CONTACT, "purposes": ["²"]}]}, "terms.0.purposes"),
    ({"terms": [{"of": "AN", "level": CONTACT}] * 2}, "terms.1"), ({"state": "IN_FORCE"}, "state")])
def test_bad_input_says_where(world, given, field):
    answer = world.api(world.ana).post("/api/v1/arrangements/", BODY | given, format="json")
    assert answer.status_code == (400 if field else 404), answer.content
    if field:
        assert field in {error["field"] for error in answer.json()["errors"]}, answer.json()


def test_on_the_pages_from_draft_to_end(world):
    ana, bruno, celia = (world.client(by) for by in (world.ana, world.bruno, world.celia))
    rows = {"releases-TOTAL_FORMS": "0", "releases-INITIAL_FORMS": "0", "terms-TOTAL_FORMS": "2", "terms-INITIAL_FORMS": "0",
            "terms-0-of": "OURS", "terms-0-risk_area": "ANY",
            "terms-0-level": CONTACT, "terms-1-of": "THEIRS", "terms-1-risk_area": "IPR", "terms-1-level": SILENT,
            "terms-1-purposes": ["TAX_CONTROL"]}
    given = {"other": "PB", "legal_basis": "Convenio 4", "starts_on": "2030-01-01", "ends_on": "2031-01-01", **rows}
    assert "Choose the other agency." in ana.post("/arrangements/new/", given | {"other": ""}).content.decode()
    sent = ana.post("/arrangements/new/", given)
    address = sent["Location"]
    page = bruno.get(address).content.decode()
    assert "Convenio 4" in page and 'id="sign"' in page and 'id="sign"' not in ana.get(address).content.decode()
    assert "Arrangements to sign" in bruno.get("/inbox/").content.decode()
    bruno.post(f"{address}sign/", {"revision": "1"})
    page = celia.get(address).content.decode()
    assert 'id="sign"' in page and 'id="decline"' in page and "Policía Boliviana" in page
    assert celia.post(f"{address}sign/", {"revision": "²"}).status_code == 400
    celia.post(f"{address}sign/", {"revision": "1"})
    page = ana.get(f"/arrangements/new/?replaces={address.split('/')[2]}").content.decode()
    assert "It takes the place of" in page and "Convenio 4" in page
    for wrong in ("²", "9" * 30, "x", "123"):
        assert ana.get(f"/arrangements/new/?replaces={wrong}").status_code == 404
    celia.post(f"{address}end/", {"revision": "2", "reason": "Fin"})
    assert "Ended" in ana.get(address).content.decode() and "Fin" in ana.get(address).content.decode()
