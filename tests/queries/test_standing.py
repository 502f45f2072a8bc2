"""Standing queries: asked again each night, and told of only when more is disclosed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.models import User
from agencies.notices.models import Notice
from agencies.roles import Role
from agencies.work import kinds, running
from agencies.work.models import Work
from hub.kit.errors import Conflict, NotAllowed, WrongState
from intel.queries import index, services
from intel.queries.models import Answer, Query, Sounding, Standing
from intel.queries.standing import rounds
from intel.queries.standing.services import stand, stop
from intel.queries.tasks import ask_again, look_at_answers
from tests.alerts import writing as alerts
from tests.queries.asking import asked, disclosed, opened, work
from tests.world import as_operator, engaged

SAJAMA = {"kind": "ORGANISATION", "names": ("Importadora Sajama S.R.L.",)}


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


def stood(by, query=None, **changed):
    query = query or asked(by, **{**SAJAMA, **changed})
    work()
    opened(query)
    with looking_as(by):
        return stand(by=by, query=query)


def night():
    """A night: asked, answered, opened, looked at. Before it, a day passes."""
    with as_service("tests"):
        Standing.objects.filter(asked_on__isnull=False).update(asked_on=timezone.localdate() - timedelta(days=1))
    ask_again()
    running.run_due(kinds.NOTICES)
    work()
    with as_service("tests"):
        for query in Query.objects.filter(standing__isnull=False):
            opened(query)
    look_at_answers()
    running.run_due(kinds.NOTICES)


def again(standing):
    with as_service("tests"):
        return list(Query.objects.filter(standing=standing).order_by("id"))


def notices(by):
    with looking_as(by):
        return list(Notice.objects.filter(kind="query.more").values_list("object_id", flat=True))


def test_it_is_asked_again_as_the_same_question_of_the_same_person_once_a_night(world):
    standing = stood(world.carla)
    night()
    [query] = again(standing)
    with looking_as(world.carla):
        first = Query.objects.get(pk=standing.query_id)
    for name in ("names", "kind", "purpose", "legal_basis", "case_reference", "urgency", "asked_by_id", "owner_agency_id"):
        assert getattr(query, name) == getattr(first, name)
    ask_again()
    running.run_due(kinds.NOTICES)
    assert len(again(standing)) == 1
    with looking_as(engaged(world.agencies["PB"], "paula", Role.AUDITOR)):
        [event] = Event.objects.filter(action="query.asked", object_id=query.pk)
        assert event.actor_id == world.carla.user_id and event.detail["again"] == first.reference


def test_its_asker_alone_is_told_when_more_is_disclosed_and_once(world):
    standing = stood(world.carla)
    night()
    assert notices(world.carla) == []
    alerts.issued(world)
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    night()
    better = again(standing)[-1]
    assert notices(world.carla) == [better.pk]
    for other in (world.celia, world.ana, world.diego):
        assert notices(other) == []
    page = world.client(world.carla).get("/notices/").content.decode()
    assert better.reference in page and "Sajama" not in page
    night()
    assert notices(world.carla) == [better.pk]


def test_a_second_hit_and_data_are_more_and_less_is_not(world):
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    it = alerts.issued(world)
    standing = stood(world.carla)
    night()
    assert notices(world.carla) == []
    disclosed(world.ana, "SILENT", alert=it)
    night()
    assert notices(world.carla) == []
    disclosed(world.ana, "HIT_CONTACT_OWNER", alert=it)
    night()
    assert notices(world.carla) == []  # as much as it was before
    alerts.issued(world, audience=("PB",))
    night()
    assert notices(world.carla) == [again(standing)[-1].pk]


def test_silent_and_absent_leave_the_same_and_tell_nobody(world):
    alerts.issued(world)
    silent, absent = stood(world.carla), stood(world.carla, names=("Nadie Jamas S.R.L.",))
    night()
    night()
    assert notices(world.carla) == [] and len(again(silent)) == len(again(absent)) == 2
    with as_service("tests"):
        kept = {(one.asked_on, one.ended_at, one.looked_upto is None) for one in Standing.objects.all()}
        assert len(kept) == 1
        answers = Answer.objects.filter(query__standing__isnull=False)
        assert {(one.answer, tuple(one.hits)) for one in answers} == {("NO_HIT", ())}


def test_what_is_asked_again_opens_at_a_whole_hour_after_it_was_asked(world):
    standing = stood(world.carla)
    ask_again()
    running.run_due(kinds.NOTICES)
    work()
    with as_service("tests"):
        answer = Answer.objects.get(query__standing=standing)
    query = again(standing)[0]
    assert answer.visible_from - query.asked_at == timedelta(hours=1)
    with looking_as(world.carla):
        assert not Answer.objects.filter(query=query).exists()
    assert rounds.opens_at(Query(asked_at=timezone.now() - timedelta(minutes=90))) > timezone.now()


def test_the_owner_is_told_once_and_by_the_reference_that_the_asker_reads(world):
    it = alerts.issued(world)
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    standing = stood(world.carla)
    night()
    night()
    with as_service("tests"):
        [sounding] = Sounding.objects.all()
        references = {hit["hit_reference"] for answer in Answer.objects.all() for hit in answer.hits}
    assert (sounding.subject_id, sounding.told) == (it.subject_id, "HIT_CONTACT_OWNER") and references == {sounding.reference}
    assert len(again(standing)) == 2


def test_what_was_silent_at_first_bears_the_owners_reference_when_it_is_disclosed(world):
    alerts.issued(world)
    stood(world.carla)
    night()
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    night()
    with as_service("tests"):
        [sounding] = Sounding.objects.all()
        [hit] = [hit for answer in Answer.objects.all() for hit in answer.hits]
    assert (sounding.told, sounding.reference) == ("HIT_CONTACT_OWNER", hit["hit_reference"])


def test_it_ends_by_itself(world):
    standing = stood(world.carla)
    assert standing.ends_on == timezone.localdate() + timedelta(days=30)
    early = timezone.localdate() + timedelta(days=31)
    with pytest.MonkeyPatch.context() as later:
        later.setattr("intel.queries.standing.rounds.timezone.localdate", lambda *given: early)
        ask_again()
        running.run_due(kinds.NOTICES)
    assert again(standing) == []
    with as_service("tests"):
        assert Standing.objects.get().ended_at is not None
    assert world.api(world.carla).get("/api/v1/queries/standing/").json()["results"] == []


@pytest.mark.parametrize("how", ["without the role", "inactive", "withdrawn"])
def test_it_ends_when_its_asker_may_not_ask_any_more_or_took_it_back(world, how):
    standing = stood(world.carla)
    if how == "withdrawn":
        with looking_as(world.carla):
            services.withdraw(by=world.carla, query=Query.objects.get(pk=standing.query_id), reason="Otra persona.")
    with as_operator():
        if how == "without the role":
            world.users["carla"].groups.clear()
        if how == "inactive":
            world.users["carla"].is_active = False
            world.users["carla"].save(update_fields=["is_active"])
    night()
    assert again(standing) == []
    with as_service("tests"):
        assert Standing.objects.get().ended_at is not None


def test_it_has_a_budget_of_its_own(world, monkeypatch):
    monkeypatch.setattr("intel.queries.budget.STANDING_AT_ONCE", 2)
    monkeypatch.setattr("intel.queries.budget.A_DAY", 3)
    first = stood(world.carla)
    stood(world.carla)
    with pytest.raises(Conflict, match="2 standing queries"):
        stood(world.carla)
    with looking_as(world.carla):
        stop(by=world.carla, standing=first)
    night()  # what is asked again counts nowhere
    monkeypatch.setattr("intel.queries.budget.A_DAY", 4)
    stood(world.carla)


def test_one_stands_once_and_only_by_who_asked(world):
    query = asked(world.carla, **SAJAMA)
    stood(world.carla, query)
    for by, error in ((world.carla, Conflict), (world.celia, NotAllowed)):
        with pytest.raises(error), looking_as(by):
            stand(by=by, query=query)
    night()
    with looking_as(world.carla):
        with pytest.raises(WrongState):
            stand(by=world.carla, query=Query.objects.get(standing__isnull=False))


def test_on_pages_one_chooses_it_sees_it_and_stops_it(world):
    query = asked(world.carla, **SAJAMA)
    client = world.client(world.carla)
    assert "Ask again each night" in client.get(f"/queries/{query.pk}/").content.decode()
    assert client.post(f"/queries/{query.pk}/standing/").status_code == 302
    assert client.post(f"/queries/{query.pk}/standing/").status_code == 409
    page = client.get(f"/queries/{query.pk}/").content.decode()
    assert "Asked again each night" in page and "Ask again each night" not in page
    assert "Sajama" in client.get("/queries/standing/").content.decode()
    for other in (world.celia, world.diego):
        assert "Sajama" not in world.client(other).get("/queries/standing/").content.decode()
    night()
    assert client.get("/queries/").content.decode().count("Importadora Sajama") == 1
    with looking_as(world.carla):
        standing = Standing.objects.get()
    assert "Importadora Sajama" in client.get(f"/queries/?standing={standing.pk}").content.decode()
    assert world.client(world.celia).post(f"/queries/standing/{standing.pk}/stop/").status_code == 404
    assert client.post(f"/queries/standing/{standing.pk}/stop/").status_code == 302
    assert client.post(f"/queries/standing/{standing.pk}/stop/").status_code == 404
    assert "Sajama" not in client.get("/queries/standing/").content.decode()
    night()
    assert len(again(standing)) == 1


def test_a_program_does_the_same(world):
    query, api = asked(world.carla, **SAJAMA), world.api(world.carla)
    assert world.api(world.celia).post(f"/api/v1/queries/{query.pk}/standing/").status_code == 403
    assert world.api(world.diego).post(f"/api/v1/queries/{query.pk}/standing/").status_code == 404
    made = api.post(f"/api/v1/queries/{query.pk}/standing/")
    assert made.status_code == 201 and made.json()["reference"] == query.reference
    [one] = api.get("/api/v1/queries/standing/").json()["results"]
    assert one == made.json()
    assert world.api(world.celia).post(f"/api/v1/queries/standing/{one['id']}/stop/").status_code == 404
    assert api.post(f"/api/v1/queries/standing/{one['id']}/stop/").status_code == 204
    assert api.get("/api/v1/queries/standing/").json()["results"] == []


def test_the_database_holds_whose_it_is_and_that_it_ended(world):
    standing = stood(world.carla)
    for change in ({"ends_on": timezone.localdate() + timedelta(days=900)}, {"asked_on": timezone.localdate()}):
        with pytest.raises(DatabaseError), looking_as(world.carla):
            Standing.objects.filter(pk=standing.pk).update(**change)
    with looking_as(world.celia):
        assert not Standing.objects.exists() and not Standing.objects.update(ended_at=timezone.now())
    with pytest.raises(DatabaseError), looking_as(world.celia):
        Standing.objects.create(query_id=standing.query_id, owner_agency_id=world.celia.agency_id, classification="RESTRICTED",
                                asked_by_id=world.celia.user_id, ends_on=timezone.localdate())
    with looking_as(world.carla):
        stop(by=world.carla, standing=standing)
    with pytest.raises(DatabaseError), as_service("tests"):
        Standing.objects.update(ended_at=None)


def test_who_is_no_longer_cleared_for_it_asks_no_more_and_holds_nobody_up(world):
    lost, other = stood(world.carla), stood(world.diego)
    with as_operator():
        User.objects.filter(pk=world.carla.user_id).update(clearance="UNCLASSIFIED")
    night()
    assert (len(again(lost)), len(again(other))) == (0, 1)
    with as_service("tests"):
        assert Standing.objects.get(pk=lost.pk).ended_at and not Work.objects.filter(object_id=lost.pk).exists()


@pytest.mark.parametrize("stands", [True, False])
def test_nobody_learns_whether_another_agency_has_it_asked_again(world, stands):
    query = asked(world.carla, **SAJAMA)
    if stands:
        stood(world.carla, query)
    with pytest.raises(DatabaseError, match="violates foreign key"), looking_as(world.diego), transaction.atomic():
        Standing.objects.create(query_id=query.pk, owner_agency_id=world.diego.agency_id, asked_by_id=world.diego.user_id,
                                classification="RESTRICTED", ends_on=timezone.localdate())
