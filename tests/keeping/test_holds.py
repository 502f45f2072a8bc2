"""A legal hold stops the purge of one row: placed by one person with the right role, lifted by another."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.keeping import holds
from agencies.keeping.models import Hold, Receipt
from agencies.roles import Role
from hub.kit.errors import Conflict, Invalid, NotAllowed
from intel.enquiries import services as enquiries
from intel.enquiries.models import Answer, Enquiry, EnquiryNote, EnquiryStep, Proposal, Request, RequestStep
from intel.queries.models import Query
from tests.enquiries import making
from tests.keeping.days import later
from tests.keeping.test_purge import went
from tests.queries import asking
from tests.world import engaged

WHY = {"reason": "Proceso penal en curso", "legal_basis": "Auto 12/2026, Juzgado 3.º"}


@pytest.fixture
def elvira(world):
    """Who holds the police to data protection."""
    return engaged(world.agencies["PB"], "elvira", Role.DATA_PROTECTION)


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def held(by, row, **changed) -> Hold:
    with looking_as(by):
        return holds.place(by=by, on=row, **{**WHY, "until": in_days(400), **changed})


def test_what_is_held_stays_until_somebody_else_lifts_it(world, elvira):
    query, other = asking.asked(world.carla), asking.asked(world.carla)
    hold = held(elvira, query)
    with later(91):
        assert went()["queries.query"] == 1
        with looking_as(world.carla):
            assert Query.objects.get(pk=query.pk).names and not Query.objects.get(pk=other.pk).names
        with looking_as(elvira), pytest.raises(NotAllowed, match="You placed it"):
            holds.lift(by=elvira, hold=hold, reason="Ya no")
        with looking_as(world.celia):
            holds.lift(by=world.celia, hold=hold, reason="Sobreseído")
            with pytest.raises(Conflict):
                holds.lift(by=world.celia, hold=hold, reason="Sobreseído")
        assert went()["queries.query"] == 1


def test_a_hold_that_is_over_holds_nothing(world, elvira):
    held(elvira, asking.asked(world.carla), until=in_days(100))
    with later(100):
        assert "queries.query" not in went()
    with later(101):
        assert went()["queries.query"] == 1


@pytest.mark.parametrize(("holder", "on", "others"), [
    ("bruno", Enquiry, ["carla", "celia"]), ("celia", Enquiry, ["ana", "bruno"]), ("celia", Request, ["ana", "bruno"])])
def test_of_two_agencies_either_holds_and_the_other_learns_nothing_of_it(world, holder, on, others):
    """What the other reads, and the receipts it has, are as if it were purged on its day."""
    row = answered_and_noted(world)
    by = world.viewers[holder]
    with looking_as(by):
        thing = on.objects.get(pk=row.pk if on is Enquiry else row.request_id)
    with later(1826):  # as it goes without a hold
        with transaction.atomic():
            went()
            gone = {name: all_seen(world, name) for name in others}
            transaction.set_rollback(True)
    hold = held(by, thing, until=in_days(1826))
    assert not any(_sees(world.viewers[name], hold) for name in others)
    with later(1826):
        assert went() == {}
        assert {name: all_seen(world, name) for name in others} == gone
        assert all_seen(world, holder)[0]["enquiries.enquiry"] == 1
        for name in others:
            with looking_as(world.viewers[name]), connection.cursor() as cursor:
                cursor.execute("select hub_holds('enquiries.enquiry', %s)", [row.pk])
                assert cursor.fetchone()[0] is False
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    cursor.execute("select enquiries_enquiry_over_for(%s)", [world.viewers[name].agency_id])
            assert world.api(world.viewers[name]).get(f"/api/v1/enquiries/{row.pk}/").status_code == 404
    with later(1827):
        assert went() == {"enquiries.enquiry": 1, "enquiries.request": 1}
        assert {name: all_seen(world, name) for name in others} == gone
        assert all_seen(world, holder)[1][0][:2] == ("enquiries.enquiry", row.reference)


@pytest.mark.parametrize(("holder", "left"), [("bruno", "AN"), ("celia", "PB")])
def test_what_the_other_side_wrote_for_itself_goes_on_its_day(world, holder, left):
    row = answered_and_noted(world)
    with looking_as(world.carla):
        enquiries.note(by=world.carla, enquiry=row, text="Llamar el lunes")
    assert own_words() == {("note", "AN"), ("note", "PB"), ("proposal", "AN")}
    with looking_as(world.viewers[holder]):
        thing = Enquiry.objects.get(pk=row.pk)
    held(world.viewers[holder], thing, until=in_days(1826))
    with later(1825):
        went()
        assert len(own_words()) == 3
    with later(1826):
        assert went() == {} and {agency for _what, agency in own_words()} == {left}
        with looking_as(world.viewers[holder]):
            assert Enquiry.objects.count() == Answer.objects.count() == 1 and EnquiryStep.objects.exists()
        assert went() == {}
    with later(1827):
        assert went() == {"enquiries.enquiry": 1, "enquiries.request": 1} and not own_words()


def own_words():
    """What agencies wrote for themselves that is stored still, whoever may read it."""
    with as_labeller() as cursor:
        cursor.execute("select 'note', a.code from enquiries_enquirynote n join agencies_agency a on a.id = n.agency_id union"
                       " select 'proposal', a.code from enquiries_proposal p join agencies_agency a on a.id = p.agency_id")
        return set(cursor.fetchall())


@contextmanager
def as_labeller():
    """The role that labels rows, and so finds all of them."""
    with connection.cursor() as cursor:
        cursor.execute("set role hub_labels")
        yield cursor
        cursor.execute("set role hub_application")


def answered_and_noted(world):
    row = making.in_work(world)
    making.answered(world, row)
    with looking_as(world.ana):
        enquiries.note(by=world.ana, enquiry=row, text="Ver expediente")
    return row


def all_seen(world, name):
    """How many rows somebody reads of each model, and which receipts."""
    models = (Request, RequestStep, Enquiry, EnquiryStep, Answer, Proposal, EnquiryNote)
    with looking_as(world.viewers[name]):
        receipts = Receipt.objects.order_by("kind").values_list(
            "kind", "reference", "object_id", "kept_since", "kept_until", "days", "rows")
        return {model._meta.label_lower: model.objects.count() for model in models}, list(receipts)


def test_a_receipt_counts_nothing_that_the_other_side_wrote_for_itself(world):
    """Else it would tell, of an agency that had nothing to give, that it had something to consider."""
    plain, considered = making.in_work(world), making.in_work(world)
    proposal = making.proposed(world, considered)
    with looking_as(world.bruno):
        enquiries.return_answer(by=world.bruno, proposal=proposal, reason="No se da", revision=proposal.revision)
    with later(2200):
        went()
    with looking_as(world.celia):
        rows = dict(Receipt.objects.filter(kind="enquiries.enquiry").values_list("object_id", "rows"))
    assert rows[plain.pk] == rows[considered.pk]


def test_a_held_request_holds_its_answers(world):
    row = making.in_work(world)
    with looking_as(world.celia):
        request = Request.objects.get(pk=row.request_id)
    held(world.celia, request, until=in_days(1826))
    with later(1826):
        assert went() == {}
    assert _count(world.carla, Enquiry) == 1
    with later(1860):
        assert went() == {"enquiries.enquiry": 1, "enquiries.request": 1}


@pytest.mark.parametrize(("given", "field"), [
    ({"reason": " "}, "reason"), ({"legal_basis": ""}, "legal_basis"), ({"until": "today"}, "until"),
    ({"until": "late"}, "until")])
def test_a_hold_says_why_on_what_ground_and_until_when(world, elvira, given, field):
    query = asking.asked(world.carla)
    given = {name: {"today": in_days(0), "late": in_days(2000)}.get(value, value) for name, value in given.items()}
    with pytest.raises(Invalid) as refused:
        held(elvira, query, **given)
    assert refused.value.field == field


def test_who_has_the_role_in_the_own_agency_places_it(world, elvira):
    query = asking.asked(world.carla)
    with pytest.raises(NotAllowed):
        held(world.carla, query)
    with pytest.raises(NotAllowed):
        held(world.bruno, query)
    assert world.api(world.bruno).post("/api/v1/legal-holds/", {
        "kind": "queries.query", "number": query.pk, "until": in_days(9), **WHY}, format="json").status_code == 404
    row = {"owner_agency_id": world.bruno.agency_id, "classification": "UNCLASSIFIED", "kind": "queries.query",
           "object_id": query.pk, "object_reference": "x", "until": in_days(9), "placed_by_id": world.bruno.user_id, **WHY}
    with looking_as(world.bruno), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Hold.objects.bulk_create([Hold(**row)])


def test_a_hold_is_not_changed_and_not_lifted_by_who_placed_it(world, elvira):
    hold = held(elvira, asking.asked(world.carla))
    lifted = {"lifted_by": elvira.user_id, "lifted_at": timezone.now()}
    with looking_as(elvira):
        for change, refused in ((lifted, (ProgrammingError, IntegrityError)), ({"until": in_days(1)}, ProgrammingError)):
            with pytest.raises(refused), transaction.atomic():
                Hold.objects.filter(pk=hold.pk).update(**change)


def test_pages_and_api_show_until_when_and_who_keeps_it(world, elvira):
    query = asking.asked(world.carla)
    browser, program = world.client(elvira), world.api(world.celia)
    form = {"kind": "queries.query", "number": query.pk, "until": in_days(9), **WHY}
    assert "Kept until" in browser.get(f"/queries/{query.pk}/").content.decode()
    assert program.get(f"/api/v1/queries/{query.pk}/").json()["retain_until"] == in_days(90).isoformat()
    sent = browser.post("/retention/holds/place/", form, follow=True)
    assert "A legal hold keeps it." in sent.content.decode() and "Auto 12/2026" in sent.content.decode()
    [hold] = program.get("/api/v1/legal-holds/?state=IN_FORCE").json()["results"]
    assert (hold["reference"], hold["placed_by"], hold["is_in_force"]) == (query.reference, "elvira", True)
    assert "Auto 12/2026" in browser.get("/retention/holds/?q=Auto").content.decode()
    lifted = program.post(f"/api/v1/legal-holds/{hold['id']}/lift/", {"reason": "Sobreseído"}, format="json")
    assert lifted.json()["lifted_by"] == "celia"
    with later(91):
        went()
    assert "Kept no longer" in browser.get(f"/queries/{query.pk}/").content.decode()
    assert "Kept no longer" in browser.get("/queries/").content.decode()
    assert query.reference in browser.get("/retention/receipts/").content.decode()
    [receipt] = program.get("/api/v1/purge-receipts/?kind=queries.query").json()["results"]
    assert (receipt["reference"], receipt["code"], receipt["days"]) == (query.reference, "QUERY", 90)
    assert browser.post("/retention/holds/place/", form).status_code == 409
    assert {rule["kind"]: rule["days"] for rule in program.get("/api/v1/retention/").json()}["queries.query"] == 90
    for address in ("/retention/", "/retention/holds/", "/retention/receipts/"):
        assert world.client(world.celia).get(address).status_code == 200
    assert world.client(world.fabio).get("/retention/receipts/").status_code == 200
    assert world.client(world.fabio).get("/retention/holds/").status_code == 403


def test_bad_input_is_told(world, elvira):
    query = asking.asked(world.carla)
    program = world.api(elvira)
    good = {"kind": "queries.query", "number": query.pk, "until": in_days(9).isoformat(), **WHY}
    for bad in ({"kind": "notices.notice"}, {"kind": "agencies.user"}, {"number": "²"}, {"until": "mañana"}, {"reason": "a\x00b"},
                {"purge": True}):
        assert program.post("/api/v1/legal-holds/", {**good, **bad}, format="json").status_code == 400, bad
    assert program.post("/api/v1/legal-holds/", good, format="json").status_code == 201


def _sees(viewer, hold) -> bool:
    with looking_as(viewer):
        return Hold.objects.filter(pk=hold.pk).exists()


def _count(viewer, model) -> int:
    with looking_as(viewer):
        return model.objects.count()
