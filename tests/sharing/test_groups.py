"""Sharing groups: who reads what was given when, who sees whom, and what newcomers are let read."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.access import Viewer, at_the_door, looking_as
from agencies.access.audience import given_into, who_will_see
from agencies.access.grants import agencies_reached
from agencies.roles import Role
from agencies.sharing import catching_up, selectors, services
from agencies.sharing.models import Epoch, Member, SharingGroup
from agencies.sharing.services import MemberEntry
from hub.kit.errors import Conflict, Invalid, NotAllowed, StepUpRequired
from intel.reports.models import Report
from intel.reports.services import disseminate, submit
from tests.notices.told import words, work_done
from tests.reports.writing import draft
from tests.world import engaged, person

WORDS = {"name": "Frontera sur", "purpose": "Contrabando por Villazón", "legal_basis": "Ley 1990, art. 66"}


def again(viewer: Viewer) -> Viewer:
    """The same person, as the hub knows them now."""
    user = person(viewer)
    with at_the_door():
        return Viewer.of(user).confirmed()


def founded(world: Any, *codes: str, **given: Any) -> SharingGroup:
    """A group that customs keeps, of these agencies besides."""
    with looking_as(world.bruno):
        return services.found_group(by=world.bruno, members=[MemberEntry(world.agencies[code]) for code in codes],
                                    **WORDS | given)


def joins(world: Any, group: SharingGroup, code: str, *, by: Viewer | None = None, **given: Any) -> None:
    by = by or world.bruno
    with looking_as(by):
        services.let_in(by=by, group=group, members=[MemberEntry(world.agencies[code], **given)])


def newest(by: Viewer, group: SharingGroup) -> int:
    with looking_as(by):
        epoch = catching_up.newest(group)
        assert epoch is not None
        return epoch.group_id


def report_into(world: Any, group: SharingGroup) -> Report:
    """A report of customs that is given into the group as it is now."""
    return given_to(world, newest(again(world.ana), group))


def given_to(world: Any, epoch: int) -> Report:
    ana, bruno = again(world.ana), again(world.bruno)
    report = draft(world, ana, audience_groups=[epoch])
    with looking_as(ana):
        report = submit(by=ana, report=report, revision=report.revision)
    with looking_as(bruno):
        return disseminate(by=bruno, report=report, revision=report.revision)


def reads(viewer: Viewer, report: Report) -> bool:
    with looking_as(again(viewer)):
        return Report.objects.filter(pk=report.pk).exists()


def test_members_read_what_is_given_and_nobody_else(world):
    report = report_into(world, founded(world, "PB"))
    assert reads(world.carla, report)
    assert not reads(world.diego, report) and not reads(world.elena, report)


def test_who_joins_later_reads_only_what_is_given_later(world):
    group = founded(world, "PB")
    before = report_into(world, group)
    joins(world, group, "SIN")
    after = report_into(world, group)
    assert not reads(world.diego, before) and reads(world.diego, after)
    assert reads(world.carla, before) and reads(world.carla, after)


def test_what_was_chosen_before_somebody_joined_goes_out_without_them(world):
    group = founded(world, "PB")
    chosen = newest(world.bruno, group)
    joins(world, group, "SIN")
    report = given_to(world, chosen)
    assert reads(world.carla, report) and not reads(world.diego, report)


def test_who_is_removed_reads_nothing_any_more(world):
    group = founded(world, "PB", "SIN")
    report = report_into(world, group)
    with looking_as(world.bruno):
        services.remove(by=world.bruno, member=selectors.members(group).get(agency=world.agencies["SIN"]))
    assert not reads(world.diego, report) and reads(world.carla, report)
    joins(world, group, "SIN")
    assert not reads(world.diego, report)


def test_a_group_that_ended_is_read_by_nobody_and_joined_by_nobody(world):
    group = founded(world, "PB")
    report = report_into(world, group)
    with looking_as(world.bruno):
        services.end_group(by=world.bruno, group=group)
        with pytest.raises(NotAllowed):
            services.let_in(by=world.bruno, group=selectors.sharing_groups().get(pk=group.pk),
                            members=[MemberEntry(world.agencies["SIN"])])
        with pytest.raises(DatabaseError), transaction.atomic():
            Member.objects.create(sharing_group=group, agency=world.agencies["SIN"], roles=["ANALYST"],
                                  let_in_by_id=world.bruno.user_id)
    assert not reads(world.carla, report) and reads(world.ana, report)


def test_only_the_roles_that_are_members_read(world):
    group = founded(world)
    joins(world, group, "PB", roles=(Role.SUPERVISOR,))
    report = report_into(world, group)
    assert reads(world.celia, report) and not reads(world.carla, report)


def test_a_person_whom_the_agency_names_reads_from_then_on_and_no_other_agency_learns_who(world):
    group = founded(world)
    joins(world, group, "PB", roles=(Role.SUPERVISOR,))
    before = report_into(world, group)
    with looking_as(again(world.celia)):
        services.name_person(by=again(world.celia), group=group, person=world.users["carla"])
    after = report_into(world, group)
    assert reads(world.carla, after) and not reads(world.carla, before)
    with looking_as(again(world.bruno)):
        assert not Member.objects.filter(person__isnull=False).exists()
        seers = who_will_see([newest(world.bruno, group)], classification="UNCLASSIFIED", by=world.bruno,
                             act="reports.view_report")
    assert ("PB", "", None) in {(one.agency_code, one.role, one.people) for one in seers}
    with looking_as(world.bruno):
        services.remove(by=world.bruno, member=selectors.members(group).get(agency=world.agencies["PB"]))
    assert not reads(world.carla, after)  # with the agency goes whom it named


def test_nobody_names_a_person_of_another_agency(world):
    group = founded(world, "PB")
    with looking_as(world.bruno):
        with pytest.raises(Invalid):
            services.name_person(by=world.bruno, group=group, person=world.users["diego"])
        with pytest.raises(DatabaseError), transaction.atomic():
            Member.objects.create(sharing_group=group, agency=world.agencies["SIN"], person=world.users["diego"],
                                  roles=["ANALYST"], let_in_by_id=world.bruno.user_id)


def test_outsiders_learn_of_no_group_no_member_and_no_epoch(world):
    group = founded(world, "PB")
    for viewer in (world.diego, world.elena, world.gala):
        with looking_as(again(viewer)), connection.cursor() as cursor:
            for table in ("sharing_sharinggroup", "sharing_member", "sharing_epoch", "sharing_catchup"):
                cursor.execute(f"select count(*) from {table}")
                assert cursor.fetchone() == (0,)
            cursor.execute("select count(*) from auth_group where name like 'sharing %'")
            assert cursor.fetchone() == (0,)
            assert who_will_see([], classification="UNCLASSIFIED", by=again(viewer), act="reports.view_report") is not None
    assert world.client(world.diego).get(f"/sharing-groups/{group.pk}/").status_code == 404


def test_a_stranger_learns_no_member_by_asking_who_will_see(world):
    group = founded(world, "PB")
    groups = [newest(world.bruno, group)]
    with looking_as(world.diego):
        seers = who_will_see(groups, classification="UNCLASSIFIED", by=world.diego, act="reports.view_report")
    assert {one.agency_code for one in seers} == {"SIN"}


def test_members_hidden_from_each_other_are_seen_by_who_gives(world):
    group = founded(world, members_hidden=True)
    joins(world, group, "PB", may_give=False)
    joins(world, group, "SIN")
    seen = {}
    for viewer in (world.bruno, world.carla, world.diego):
        with looking_as(again(viewer)):
            seen[viewer.agency_code] = {member.agency.code for member in selectors.members(group)}
    assert seen == {"AN": {"AN", "PB", "SIN"}, "PB": {"PB"}, "SIN": {"AN", "PB", "SIN"}}
    with looking_as(again(world.carla)):
        assert not given_into().exists()


def test_the_giver_is_told_each_member_beforehand(world):
    group = founded(world, members_hidden=True)
    joins(world, group, "PB", may_give=False)
    groups = [newest(world.bruno, group)]
    with looking_as(again(world.ana)):
        seers = who_will_see(groups, classification="UNCLASSIFIED", by=again(world.ana), act="reports.view_report")
    through = {(one.agency_code, one.through) for one in seers if not one.own}
    assert through == {("PB", "Frontera sur")}


def test_newcomers_read_what_was_given_before_when_a_second_person_confirms_it(world):
    group = founded(world, "PB")
    report = report_into(world, group)
    joins(world, group, "SIN")
    ana, bruno = again(world.ana), again(world.bruno)
    with looking_as(ana):
        row = catching_up.propose(by=ana, group=group)
        with pytest.raises(NotAllowed):
            catching_up.confirm(by=ana, catch_up=row)
    assert not reads(world.diego, report)
    joins(world, group, "ZZ")  # after the proposal: not meant by it
    with looking_as(bruno):
        done = catching_up.confirm(by=bruno, catch_up=row)
        with pytest.raises(Conflict):
            catching_up.confirm(by=bruno, catch_up=row)
    assert done.given >= 1 and reads(world.diego, report) and not reads(world.elena, report)


def test_a_draft_is_not_given_to_newcomers(world):
    group = founded(world, "PB")
    report_into(world, group)
    joins(world, group, "SIN")
    with looking_as(again(world.bruno)):
        epoch = catching_up.newest(group)
        assert epoch is not None
        given = catching_up.waiting_for_newcomers(again(world.bruno), epoch)
    with looking_as(world.bruno):
        older = Epoch.objects.filter(sharing_group=group).earliest("number").group_id
    draft(world, again(world.ana), audience_groups=[older])
    with looking_as(again(world.bruno)):
        assert catching_up.waiting_for_newcomers(again(world.bruno), epoch) == given


def test_what_goes_out_after_the_agency_lost_its_right_to_give_is_refused(world):
    group = founded(world, "PB")
    carla = again(world.carla)
    report = draft(world, carla, audience_groups=[newest(carla, group)])
    with looking_as(carla):
        report = submit(by=carla, report=report, revision=report.revision)
    with looking_as(world.bruno):
        services.remove(by=world.bruno, member=selectors.members(group).get(agency=world.agencies["PB"]))
    celia = again(world.celia)
    with looking_as(celia), pytest.raises(Conflict, match="sharing group"):
        disseminate(by=celia, report=report, revision=report.revision)


def test_it_takes_a_supervisor_who_signed_in_a_moment_ago(world):
    with looking_as(world.ana), pytest.raises(NotAllowed):
        services.found_group(by=world.ana, **WORDS)
    stale = replace(world.bruno, fresh=False)
    with looking_as(stale), pytest.raises(StepUpRequired):
        services.found_group(by=stale, **WORDS)


def test_another_agency_lets_nobody_in(world):
    group = founded(world, "PB")
    celia = again(world.celia)
    with looking_as(celia):
        with pytest.raises(NotAllowed):
            services.let_in(by=celia, group=group, members=[MemberEntry(world.agencies["SIN"])])
        with pytest.raises(DatabaseError), transaction.atomic():
            Member.objects.create(sharing_group=group, agency=world.agencies["SIN"], roles=["ANALYST"],
                                  let_in_by_id=celia.user_id)


@pytest.mark.parametrize(("given", "field"), [
    ({"name": " "}, "name"), ({"name": "a\u202eb"}, "name"), ({"name": "x" * 121}, "name"), ({"legal_basis": ""}, "legal_basis")])
def test_bad_words_are_refused_at_their_field(world, given, field):
    with pytest.raises(Invalid) as error:
        founded(world, **given)
    assert error.value.field == field


def test_a_name_is_used_once_and_again_when_the_group_ended(world):
    group = founded(world)
    with pytest.raises(Conflict):
        founded(world)
    with looking_as(world.bruno):
        services.end_group(by=world.bruno, group=group)
    assert founded(world).pk != group.pk


def test_the_pages_offer_what_one_may_do(world):
    client = world.client(world.bruno)
    page = client.post("/sharing-groups/new/", {**WORDS, "agencies": ["PB"], "may_give": "on"}, follow=True)
    assert "Frontera sur" in page.content.decode()
    group = page.redirect_chain[-1][0].rstrip("/").rsplit("/", 1)[-1]
    assert "Let agencies in" in page.content.decode()
    theirs = world.client(again(world.carla)).get(f"/sharing-groups/{group}/").content.decode()
    assert "Let agencies in" not in theirs and "Policía" in theirs
    assert "Frontera sur" in world.client(world.bruno).get("/sharing-groups/").content.decode()
    offered = world.client(again(world.carla)).get("/reports/new/").content.decode()
    assert "Frontera sur" in offered
    assert "Frontera sur" not in world.client(world.diego).get("/reports/new/").content.decode()


def test_the_api_founds_lets_in_and_removes(world):
    api = world.api(world.bruno, signed_in=True)
    made = api.post("/api/v1/sharing-groups/", {**WORDS, "members": [{"agency": "PB"}]}, format="json")
    assert made.status_code == 201, made.content
    group = made.json()["id"]
    taxes = {"members": [{"agency": "SIN", "roles": ["ANALYST"]}]}
    joined = api.post(f"/api/v1/sharing-groups/{group}/let-in/", taxes, format="json")
    assert {one["agency"] for one in joined.json()["members"]} == {"AN", "PB", "SIN"}
    member = next(one["id"] for one in joined.json()["members"] if one["agency"] == "SIN")
    assert api.post(f"/api/v1/sharing-groups/{group}/remove/", {"member": member}, format="json").status_code == 204
    assert world.api(world.diego).get(f"/api/v1/sharing-groups/{group}/").status_code == 404
    assert world.api(world.bruno).post("/api/v1/sharing-groups/", {**WORDS, "name": "Otra"}, format="json").status_code == 403
    wrong = api.post("/api/v1/sharing-groups/", {**WORDS, "name": "Otra", "members": [{"agency": "XX"}]}, format="json")
    assert wrong.status_code == 400 and "members.0.agency" in wrong.content.decode()


def test_everybody_who_was_let_in_is_in_the_audit_log(world):
    from agencies.audit.models import Event

    founded(world, "PB")
    with looking_as(world.fabio):
        acts = set(Event.objects.filter(action__startswith="sharing_group.").values_list("action", flat=True))
    assert acts == {"sharing_group.founded", "sharing_group.member_let_in"}


def test_engaged_later_means_read_at_once(world):
    group = founded(world, "PB")
    report = report_into(world, group)
    assert reads(engaged(world.agencies["PB"], "nora", Role.ANALYST), report)


def test_a_colleague_who_is_not_in_the_group_reads_that_there_is_one_and_not_which(world):
    group = founded(world)
    joins(world, group, "PB", roles=(Role.SUPERVISOR,))
    celia = again(world.celia)
    report = draft(world, celia, audience_groups=[newest(celia, group)])
    page = world.client(world.carla).get(f"/reports/{report.pk}/").content.decode()
    assert "A sharing group that you are not in" in page and "Frontera sur" not in page and "Only your agency" not in page
    assert "Frontera sur" in world.client(celia).get(f"/reports/{report.pk}/").content.decode()
    assert world.api(world.carla).get(f"/api/v1/reports/{report.pk}/").json()["audience"] == [{"sharing_group": None}]


def test_who_may_not_give_learns_no_agency_by_what_groups_reach(world):
    group = founded(world, members_hidden=True)
    joins(world, group, "PB", may_give=False)
    epoch = newest(world.bruno, group)
    reached = {}
    for viewer in (world.ana, world.carla, world.diego):
        with looking_as(again(viewer)):
            reached[viewer.agency_code] = [agency.code for agency in agencies_reached([epoch])]
    assert reached == {"AN": ["AN", "PB"], "PB": [], "SIN": []}


def told(viewer: Viewer) -> list[str]:
    work_done()
    return words(again(viewer))


def test_an_agency_is_told_that_it_is_let_in_and_that_it_reads_no_more(world):
    group = founded(world, "PB")
    assert told(world.celia) == ["AN let your agency into a sharing group."]
    assert told(world.carla) == told(world.diego) == told(world.bruno) == told(world.elena) == []
    with looking_as(world.bruno):
        services.remove(by=world.bruno, member=Member.objects.get(sharing_group=group, agency=world.agencies["PB"]))
    assert told(world.celia) == ["AN ended a membership of a sharing group by which you read."]
    joins(world, group, "SIN")
    with looking_as(world.bruno):
        services.end_group(by=world.bruno, group=group)
    assert len(told(world.celia)) == 1 and told(world.diego) == []


def test_who_is_named_is_told_and_no_colleague(world):
    group = founded(world, "PB")
    celia = again(world.celia)
    with looking_as(celia):
        services.name_person(by=celia, group=group, person=person(world.carla))
    assert told(world.carla) == ["You were named in a sharing group: you read what is given into it."]
    assert len(told(world.celia)) == 1


def test_an_agency_leaves_by_itself(world):
    group = founded(world, "PB")
    with looking_as(again(world.celia)):
        services.remove(by=again(world.celia), member=selectors.members(group).get(agency=world.agencies["PB"]))
        assert not selectors.sharing_groups().exists()
