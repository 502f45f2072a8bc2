"""What is said to a sharing group: who learns it, by when they joined, and by whom it is said and confirmed."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.sharing import catching_up, services
from agencies.sharing.models import Epoch, Member
from hub.kit.errors import Conflict, Invalid
from intel.queries import index
from intel.queries.disclosure import On, confirm, disclose, disclosures
from intel.queries.models import Disclosure
from tests.alerts import writing as alerts
from tests.queries.asking import answered, asked
from tests.sharing.test_groups import again, founded, joins

ASKED = {"kind": "ORGANISATION", "names": ("Importadora Sajama S.R.L.",)}
CONTACT = "HIT_CONTACT_OWNER"


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


def said(world, group, level=CONTACT, **on):
    ana = again(world.ana)
    with looking_as(ana):
        return disclose(by=ana, on=On(**on), level=level, sharing_group=group.pk)


def confirmed(world, row):
    bruno = again(world.bruno)
    with looking_as(bruno):
        return confirm(by=bruno, disclosure=row)


def learns(viewer):
    return answered(asked(again(viewer), **ASKED)).answer


def test_members_learn_it_and_nobody_else(world):
    group, it = founded(world, "PB"), alerts.issued(world)
    row = said(world, group, alert=it)
    assert learns(world.carla) == "NO_HIT"
    confirmed(world, row)
    assert (learns(world.carla), learns(world.diego)) == (CONTACT, "NO_HIT")
    said(world, group, "SILENT", alert=it)
    assert learns(world.carla) == "NO_HIT"


def test_who_joined_between_proposal_and_confirmation_learns_it_only_when_two_say_so(world):
    group, it = founded(world, "PB"), alerts.issued(world)
    row = said(world, group, alert=it)
    joins(world, group, "SIN")
    confirmed(world, row)
    assert (learns(world.carla), learns(world.diego)) == (CONTACT, "NO_HIT")
    ana, bruno = again(world.ana), again(world.bruno)
    with looking_as(ana):
        catch_up = catching_up.propose(by=ana, group=group)
    assert learns(world.diego) == "NO_HIT"
    with looking_as(bruno):
        assert catching_up.confirm(by=bruno, catch_up=catch_up).given == 1
    assert (learns(world.carla), learns(world.diego)) == (CONTACT, CONTACT)


def test_who_left_and_a_group_that_ended_count_for_nothing(world):
    group, it = founded(world, "PB", "SIN"), alerts.issued(world)
    confirmed(world, said(world, group, alert=it))
    assert (learns(world.carla), learns(world.diego)) == (CONTACT, CONTACT)
    with looking_as(world.bruno):
        services.remove(by=world.bruno, member=Member.objects.get(sharing_group=group, agency=world.agencies["PB"], left_at=None))
    assert (learns(world.carla), learns(world.diego)) == ("NO_HIT", CONTACT)
    with looking_as(world.bruno):
        services.end_group(by=world.bruno, group=group)
    assert learns(world.diego) == "NO_HIT"


def test_a_group_that_ended_since_is_told_nothing_more(world):
    group = founded(world, "PB")
    row = said(world, group, risk_area="ANY")
    with looking_as(world.bruno):
        services.end_group(by=world.bruno, group=group)
    with pytest.raises(Conflict):
        confirmed(world, row)
    with pytest.raises(Invalid):
        said(world, group, risk_area="OTHER")


def test_what_was_said_is_taken_back_by_an_agency_that_left(world):
    """It no longer sees the group, and what was said to all others is not touched."""
    with looking_as(world.celia):
        group = services.found_group(by=world.celia, name="Lago", purpose="Contrabando", legal_basis="Ley 1990",
                                     members=[services.MemberEntry(world.agencies["AN"])])
    it = alerts.issued(world)
    confirmed(world, said(world, group, alert=it))
    with looking_as(world.ana):
        others = disclose(by=world.ana, on=On(alert=it), level=CONTACT)
    confirmed(world, others)
    bruno = again(world.bruno)
    with looking_as(bruno):
        services.remove(by=bruno, member=Member.objects.get(sharing_group=group, agency=bruno.agency_id, left_at=None))
    with pytest.raises(Invalid):
        said(world, group, alert=it)
    said(world, group, "SILENT", alert=it)
    with as_service("tests"):
        assert set(Disclosure.objects.values_list("sharing_group", "level")) == {(group.pk, "SILENT"), (None, CONTACT)}
    assert (learns(world.carla), learns(world.diego)) == ("NO_HIT", CONTACT)
    assert "A sharing group that you are not in" in world.client(bruno).get(f"/alerts/{it.pk}/").content.decode()


def test_a_proposal_to_a_group_that_one_no_longer_gives_into_is_not_confirmed(world):
    with looking_as(world.celia):
        group = services.found_group(by=world.celia, name="Lago", purpose="Contrabando", legal_basis="Ley 1990",
                                     members=[services.MemberEntry(world.agencies["AN"])])
    row = said(world, group, risk_area="ANY")
    bruno = again(world.bruno)
    with looking_as(bruno):
        services.remove(by=bruno, member=Member.objects.get(sharing_group=group, agency=bruno.agency_id, left_at=None))
    with pytest.raises(Conflict):
        confirmed(world, row)


@pytest.mark.parametrize("who", ["carla", "diego", "elena"])
def test_no_other_agency_sees_what_is_said_to_a_group(world, who):
    group = founded(world, "PB", "SIN")
    row = confirmed(world, said(world, group, risk_area="ANY"))
    viewer = again(world.viewers[who])
    with looking_as(viewer):
        assert not disclosures().exists()
    assert world.api(viewer).post(f"/api/v1/disclosures/{row.pk}/drop/").status_code == 404


def test_in_sql_a_group_is_told_by_who_gives_into_it_and_newcomers_by_two(world):
    group = founded(world, "PB")
    row = confirmed(world, said(world, group, risk_area="ANY"))
    joins(world, group, "SIN")
    bruno = again(world.bruno)
    with looking_as(bruno):
        epoch = catching_up.newest(group)
    with pytest.raises(DatabaseError), looking_as(bruno), transaction.atomic():  # alone
        Disclosure.objects.filter(pk=row.pk).update(epoch=epoch)
    with looking_as(bruno):
        catching_up.propose(by=bruno, group=group)
    with pytest.raises(DatabaseError), looking_as(bruno), transaction.atomic():  # what oneself proposed
        Disclosure.objects.filter(pk=row.pk).update(epoch=epoch)
    waiting = said(world, group, risk_area="OTHER")
    with pytest.raises(DatabaseError), looking_as(bruno), transaction.atomic():  # in another's name
        Disclosure.objects.filter(pk=waiting.pk).update(decided_by=world.celia.user_id, decided_at=timezone.now())
    for by in (again(world.elena), again(world.diego)):
        for level in (CONTACT, "SILENT"):
            decided = {"decided_by_id": by.user_id, "decided_at": timezone.now()} if level == "SILENT" else {}
            for values in ({"sharing_group_id": group.pk, "epoch_id": epoch.pk}, {"sharing_group_id": 1, "epoch_id": 1}):
                if by.agency_code == "SIN" and values["epoch_id"] == epoch.pk:
                    continue  # a member that may give
                with pytest.raises(DatabaseError) as refused, looking_as(by), transaction.atomic():
                    Disclosure.objects.create(owner_agency_id=by.agency_id, proposed_by_id=by.user_id, risk_area="ANY",
                                              level=level, **values, **decided)
                assert refused.value.__cause__.sqlstate == "42501"
    with pytest.raises(DatabaseError), looking_as(again(world.ana)), transaction.atomic():  # an agency and a group
        Disclosure.objects.create(owner_agency_id=world.ana.agency_id, proposed_by_id=world.ana.user_id, risk_area="IPR",
                                  level=CONTACT, agency_id=world.agencies["PB"].pk, sharing_group_id=group.pk, epoch_id=epoch.pk)


def test_on_the_page_who_would_learn_is_shown_before_and_when_it_is_confirmed(world):
    group, it = founded(world, "PB"), alerts.issued(world)
    ana, bruno = world.client(again(world.ana)), world.client(again(world.bruno))
    page = ana.get(f"/alerts/{it.pk}/").content.decode()
    assert f'value="#{group.pk}"' in page and "Frontera sur" in page
    given = {"alert": it.pk, "level": CONTACT, "whom": f"#{group.pk}"}
    preview = ana.post("/queries/disclosures/who-learns/", given).content.decode()
    assert "PB (" in preview and "SIN" not in preview
    ana.post("/queries/disclosures/new/", given)
    page = bruno.get(f"/alerts/{it.pk}/").content.decode()
    assert "Would learn it:" in page and "PB (" in page and "Frontera sur" in page
    assert ana.post("/queries/disclosures/who-learns/", given | {"whom": "#12"}).status_code == 200


@pytest.mark.parametrize(("given", "field"), [
    ({"sharing_group": 12}, "sharing_group"), ({"sharing_group": "²"}, "sharing_group"),
    ({"sharing_group": 2 ** 70}, "sharing_group"), ({"sharing_group": "\x00"}, "sharing_group"),
    ({"sharing_group": None}, "sharing_group"), ({"epoch": 1}, "epoch")])
def test_bad_input_says_where(world, given, field):
    answer = world.api(world.ana).post("/api/v1/disclosures/", {"risk_area": "ANY", "level": CONTACT, **given}, format="json")
    assert answer.status_code == 400 and field in {error["field"] for error in answer.json()["errors"]}


def test_in_the_api(world):
    group = founded(world, "PB")
    api = world.api(again(world.ana))
    body = {"risk_area": "ANY", "level": CONTACT, "sharing_group": group.pk}
    made = api.post("/api/v1/disclosures/", body, format="json")
    assert (made.status_code, made.json()["sharing_group"], made.json()["agency"]) == (201, group.pk, None)
    both = api.post("/api/v1/disclosures/", body | {"agency": "PB"}, format="json")
    assert both.status_code == 400 and both.json()["errors"][0]["field"] == "sharing_group"
    assert api.post("/api/v1/disclosures/", body, format="json").status_code == 409
    refused = world.api(world.diego).post("/api/v1/disclosures/", body, format="json")
    assert refused.json() | {"instance": ""} == world.api(world.diego).post(
        "/api/v1/disclosures/", body | {"sharing_group": 12}, format="json").json() | {"instance": ""}


def test_answering_asks_for_no_more_whether_there_are_groups_or_not(world, django_assert_max_num_queries):
    from intel.queries.disclosing import Asker, Disclosures, items

    it, group = alerts.issued(world), founded(world, "PB")
    for _more in range(3):
        joins(world, founded(world, name=f"Otro {_more}"), "PB")
    confirmed(world, said(world, group, alert=it))
    with as_service("tests"), django_assert_max_num_queries(2 + 1 + 2):
        asker = Asker.of(world.carla.user_id, world.carla.agency_id)
        assert len(asker.joined) == 4
        found = items([it.subject_id])
        Disclosures.on(found.values(), asked_by=[world.carla.agency_id])


def test_of_two_who_say_something_to_a_group_at_once_one_does(world):
    group = founded(world, "PB")
    said(world, group, risk_area="ANY")
    with pytest.raises(Conflict):
        said(world, group, risk_area="ANY")
    with looking_as(world.ana):
        disclose(by=world.ana, on=On(risk_area="ANY"), level=CONTACT)
    with as_service("tests"):
        assert Disclosure.objects.count() == 2 and Epoch.objects.count() == 1
