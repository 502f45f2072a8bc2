"""Who there is: which roles a body has, which exclude each other, who stands in for whom, and what the hub's auditor counts."""

from itertools import combinations

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from agencies.access import Viewer, looking_as
from agencies.access.acts import acts_of, in_markdown
from agencies.models import Agency, AgencyRole
from agencies.people import change_person
from agencies.roles import EXCLUSIVE, HUB, READERS, Role, excluded, roles_in
from agencies.services import complete_agencies, engage, found_agency
from hub.configuration import ROOT
from hub.kit.errors import Invalid
from tests.reports import writing
from tests.world import as_operator, engaged, person

PAIRS = list(combinations([role for role in Role if role in roles_in("CUSTOMS")], 2))


@pytest.fixture
def keeper(world):
    with as_operator():
        return found_agency(code="CEN", name="Central", kind=HUB)


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda role: role.value)
def test_the_database_holds_duties_apart(world, first, second):
    apart = bool(excluded({first, second}))
    assert apart == any(first in one and second in other for one in EXCLUSIVE for other in EXCLUSIVE if one != other)
    with as_operator():
        user = engage(agency=world.agencies["AN"], username="julia", roles=[first])
        second_group = AgencyRole.objects.get(agency=world.agencies["AN"], role=second).group
        try:
            with transaction.atomic():
                user.groups.add(second_group)
            assert not apart
        except IntegrityError as refused:
            assert apart and "different people" in str(refused)


def test_an_administrator_is_told_which_duties_exclude_each_other(world):
    with as_operator():
        user = engage(agency=world.agencies["AN"], username="julia", roles=[Role.OFFICER])
    with looking_as(world.gala), pytest.raises(Invalid, match="Supervisor and Auditor") as refused:
        change_person(by=world.gala, person=user, first_name="J", last_name="Q", email="", unit=None,
                      roles=["AUDITOR", "SUPERVISOR", "OFFICER"], clearance="RESTRICTED", language="es")
    assert refused.value.field == "roles"


@pytest.mark.parametrize("role", ["OFFICER", "SUPERVISOR", "DATA_PROTECTION"])
def test_the_keeper_of_the_hub_has_no_roles_of_an_agency(keeper, role):
    group = AgencyRole.objects.filter(agency=keeper).first().group
    with as_operator(), pytest.raises(IntegrityError, match="no role"), transaction.atomic():
        AgencyRole.objects.filter(group=group).update(role=role)


def test_no_agency_has_the_roles_of_the_keeper_or_becomes_it(world):
    with as_operator():
        with pytest.raises(IntegrityError, match="no role"), transaction.atomic():
            AgencyRole.objects.filter(agency=world.agencies["AN"], role=Role.DESK).update(role=Role.HUB_AUDITOR)
        with pytest.raises(IntegrityError, match="keeper"), transaction.atomic():
            Agency.objects.filter(code="AN").update(kind=HUB)


def test_the_keeper_is_no_audience(world, keeper):
    page = world.client(world.ana).get("/reports/new/").content.decode()
    assert "Policía Boliviana" in page and "Central" not in page
    [told] = [agency for agency in world.api(world.ana).get("/api/v1/agencies/").json()["results"] if agency["code"] == "CEN"]
    assert told["roles"] == []


def test_a_role_that_came_later_is_given_to_agencies_that_were_there(world):
    with as_operator():
        held = AgencyRole.objects.get(agency=world.agencies["AN"], role=Role.DESK)
        held.delete()
        complete_agencies()
        complete_agencies()
        assert AgencyRole.objects.filter(agency=world.agencies["AN"]).count() == len(roles_in("CUSTOMS"))


def test_a_supervisor_decides_on_releases_where_nobody_is_named_to(world):
    assert world.bruno.may("agencies.decide_release") and not world.ana.may("agencies.decide_release")
    authority = engaged(world.agencies["AN"], "zoe", Role.RELEASE_AUTHORITY)
    with as_operator():
        again = Viewer.of(world.users["bruno"])
        assert (authority.may("agencies.decide_release"), again.may("agencies.decide_release")) == (True, False)
        named = person(authority)
        named.is_active = False
        named.save(update_fields=["is_active"])
        assert Viewer.of(world.users["bruno"]).may("agencies.decide_release")


def test_data_protection_reads_what_its_agency_holds_and_nothing_else(world):
    protector = engaged(world.agencies["AN"], "dora", Role.DATA_PROTECTION)
    of_police = engaged(world.agencies["PB"], "dino", Role.DATA_PROTECTION)
    report = writing.disseminated(world, audience=("PB",))
    assert world.client(protector).get(f"/reports/{report.pk}/").status_code == 200
    assert world.client(world.carla).get(f"/reports/{report.pk}/").status_code == 200
    assert world.client(of_police).get(f"/reports/{report.pk}/").status_code == 404
    assert world.client(protector).get("/reports/new/").status_code == 403


def test_the_desk_asks_and_reads_and_writes_requests_arrangements_and_releases_alone(world):
    desk = engaged(world.agencies["PB"], "dina", Role.DESK)
    report = writing.disseminated(world, audience=("PB",))
    assert world.client(desk).get(f"/reports/{report.pk}/").status_code == 200
    assert {act for act in desk.acts if not act.partition(".")[2].startswith(("view_", "enter"))} == {
        "enquiries.write_enquiry", "enquiries.send_request", "queries.add_query", "protection.write_onward",
        "hours.keep_duty", "arrangements.write_arrangement", "releases.write_release", "releases.release_on_duty",
        "deconfliction.answer_side"}


class TestCounting:
    """The auditor of the hub counts acts: no person, no object, no words."""

    @pytest.fixture
    def ursula(self, keeper):
        return engaged(keeper, "ursula", Role.HUB_AUDITOR, clearance="UNCLASSIFIED")

    def test_it_counts_the_acts_of_all_agencies(self, world, ursula):
        report = writing.disseminated(world, title="Contrabando de calzado", audience=("PB",))
        for viewer in (world.ana, world.ana, world.carla):
            world.client(viewer).get(f"/reports/{report.pk}/?q=calzado")
        told = world.api(ursula).get("/api/v1/acts/")
        counted = {(one["agency"], one["action"]): one["times"] for one in told.json()}
        assert (counted["AN", "report.read"], counted["PB", "report.read"], counted["AN", "report.disseminated"]) == (2, 1, 1)
        page = world.client(ursula).get("/audit/acts/").content.decode()
        assert "report.disseminated" in page
        for text in (told.content.decode(), page):
            assert "calzado" not in text and report.reference not in text and "bruno" not in text.lower()

    def test_it_reads_nothing_else(self, world, ursula):
        report = writing.disseminated(world, audience=("PB",))
        client = world.client(ursula)
        assert client.get(f"/reports/{report.pk}/").status_code == 404
        assert {client.get(address).status_code for address in ("/audit/", "/reports/", "/alerts/", "/hits/")} == {403}
        with looking_as(ursula), connection.cursor() as cursor:
            cursor.execute("select count(*) from audit_event")
            assert cursor.fetchone() == (0,)

    def test_nobody_else_counts(self, world, ursula):
        for viewer in (world.ana, world.bruno, world.fabio, world.gala):
            assert world.client(viewer).get("/audit/acts/").status_code == 403
            assert world.api(viewer).get("/api/v1/acts/").status_code == 403
            with looking_as(viewer), connection.cursor() as cursor:
                cursor.execute("select count(*) from hub_acts_counted('-infinity', 'infinity')")
                assert cursor.fetchone() == (0,)

    @pytest.mark.parametrize("asked", ["since=x", "since=2026-01-02&until=2026-01-01", "since=2020-01-01&until=2026-01-01"])
    def test_days_that_cannot_be_used_are_told(self, world, ursula, asked):
        answer = world.api(ursula).get(f"/api/v1/acts/?{asked}")
        assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == "since"
        assert world.client(ursula).get(f"/audit/acts/?{asked}").status_code == 200

    def test_counting_is_an_event_itself(self, world, ursula, keeper):
        world.client(ursula).get("/audit/acts/?since=2026-01-01&until=2026-01-02")
        wanda = engaged(keeper, "wanda", Role.AUDITOR)
        assert "audit.counted" in world.client(wanda).get("/audit/").content.decode()


def test_every_reader_of_the_office_may_be_an_audience_and_no_other():
    assert {role.value for role in READERS} >= {role for role in Role.values if "reports.view_report" in acts_of(role)} - {
        "DATA_PROTECTION"}
    of_everybody = {"agencies.enter", "notices.view_inbox", "keeping.view_receipt", "hours.view_week", "deputies.view_delegation"}
    assert not any(acts_of(role.value) & acts_of(Role.OFFICER.value) - of_everybody for role in roles_in(HUB))


def test_the_book_shows_who_may_do_what():
    assert in_markdown() in (ROOT / "docs" / "roles.md").read_text("utf-8")
