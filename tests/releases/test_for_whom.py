"""Releases for one person of their recipient, and for those of a sharing group: nobody else there reads a portion."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import Error, connection, transaction

from agencies.access import Viewer, looking_as
from agencies.roles import Role
from agencies.sharing import services as sharing
from agencies.sharing.models import Member, SharingGroup
from agencies.sharing.services import MemberEntry
from hub.kit import citing
from hub.kit.errors import Conflict, Invalid, NotAllowed, WrongState
from intel.releases import approval, services
from intel.releases.copies import take_copy
from intel.releases.emergency.services import release_in_emergency
from intel.releases.entries import ItemEntry, ReleaseEntry
from intel.releases.models import Consent, Copy, Release, ReleasedPortion, ReleaseRequest
from intel.reports.models import Citation
from tests.notices.told import work_done
from tests.readings.making import uses
from tests.releases import making
from tests.releases.making import OWN, RESTING
from tests.reports import writing
from tests.sharing.test_groups import again, founded, joins
from tests.world import engaged


@pytest.fixture
def paola(world: Any) -> Viewer:
    """A colleague of Diego's."""
    return engaged(world.agencies["SIN"], "paola", Role.ANALYST, clearance="SECRET")


def for_diego(world: Any, *included: int, **given: Any) -> Release:
    request = making.sent(world, making.drafted(world, for_person="diego", **given))
    making.consented(world, request)
    return making.released(world, request, *(included or (1, 2)))


def read_by(viewer: Viewer, release: Release) -> list[str]:
    with looking_as(viewer):
        return list(ReleasedPortion.objects.filter(release=release.pk).values_list("text", flat=True))


def test_only_that_person_reads_it_and_the_agency_knows_of_it(world: Any, paola: Viewer) -> None:
    release = for_diego(world)
    assert read_by(world.diego, release) == read_by(world.hugo, release) == [OWN, RESTING]
    assert read_by(paola, release) == []
    page = world.client(paola).get(f"/releases/{release.pk}/").content.decode()
    assert "For diego alone" in page and "It is for others of your agency alone" in page and OWN not in page
    shown = world.api(paola).get(f"/api/v1/releases/{release.pk}/").json()
    assert (shown["for_person"], shown["members_only"], shown["portions"]) == ("diego", False, [])
    assert OWN in world.client(world.diego).get(f"/releases/{release.pk}/").content.decode()


def test_nobody_else_takes_a_copy_cites_it_or_counts_as_its_reader(world: Any, paola: Viewer) -> None:
    release = for_diego(world)
    with looking_as(paola):
        with pytest.raises(WrongState):
            take_copy(by=paola, release=Release.objects.get(pk=release.pk))
        assert citing.find(f"{release.reference}/1") is None
        with pytest.raises(Invalid), transaction.atomic():
            services.draft_release(by=paola, entry=making.entry(ItemEntry(f"{release.reference}/1")),
                                   recipient=world.agencies["ZZ"])
    assert world.client(paola).get(f"/releases/{release.pk}/").status_code == 200
    with looking_as(world.bruno):
        assert release.readings.count() == 0
    with looking_as(paola), pytest.raises(Error, match="row-level security"), transaction.atomic():
        release.readings.create(agency_id=paola.agency_id, written_by_id=paola.user_id, made_at=release.released_at)
    with looking_as(world.diego):
        assert citing.find(f"{release.reference}/1") is not None


def test_who_is_not_meant_acknowledges_nothing(world: Any, paola: Viewer) -> None:
    report = making.report(world).reference
    request = making.drafted(world, f"{report}/1", for_person="diego", conditions="Solo en la oficina.", rests_on_others=False)
    release = making.released(world, making.sent(world, request), 1)
    with looking_as(paola):
        with pytest.raises(NotAllowed):
            services.acknowledge(by=paola, release=release, revision=release.revision)
        with pytest.raises(Error, match="release_is_acknowledged_by_whom_it_is_for"), transaction.atomic():
            Release.objects.filter(pk=release.pk).update(acknowledged_by=paola.user_id, acknowledged_at=release.released_at)
    with looking_as(world.diego):
        services.acknowledge(by=world.diego, release=release, revision=release.revision)


def test_in_sql_nobody_else_takes_a_copy_notes_a_reading_or_rests_on_it(world: Any, paola: Viewer) -> None:
    release = for_diego(world)
    with looking_as(world.diego):
        portion = ReleasedPortion.objects.filter(release=release.pk).values_list("pk", flat=True)[0]
    with looking_as(paola):
        report = writing.draft(world, paola)
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            Copy.objects.create(release=release, code="0000AAAA", agency_id=paola.agency_id, written_by_id=paola.user_id,
                                made_at=release.released_at)
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            Citation.objects.create(paragraph=report.paragraphs.all()[0], kind="releases.portion", cited_id=portion, version=1)
        with connection.cursor() as cursor:
            for act in ("READ", "EXPORTED", "SEARCHED"):
                cursor.execute("select readings_note(%s, %s, 1)", [[release.pk], act])
    assert world.client(paola).get("/releases/", {"q": release.reference}).status_code == 200
    assert uses(world.bruno) == [("RECEIVED", "", release.reference)]


def test_what_became_of_it_any_of_the_agency_signs_for(world: Any, paola: Viewer) -> None:
    release = for_diego(world)
    with looking_as(world.bruno):
        release = services.recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)
    with looking_as(paola):
        release = Release.objects.get(pk=release.pk)
        assert services.can_sign(paola, release) and not services.can_acknowledge(paola, release)
        services.sign_receipt(by=paola, release=release, receipt="PURGED", words="No había copias.", revision=release.revision)


def test_a_program_that_knows_nothing_of_it_changes_nothing_of_it(world: Any) -> None:
    request = making.drafted(world, for_person="diego")
    body = {"recipient": "SIN", "items": [{"reference": making.report(world).reference}], "purpose": "TAX_CONTROL",
            "legal_basis": "Otra ley", "need_to_know": "Fiscaliza.", "rests_on_others": True, "revision": request.revision}
    api, path = world.api(world.ana), f"/api/v1/release-requests/{request.pk}/"
    changed = api.put(path, body, format="json").json()
    assert (changed["legal_basis"], changed["for_person"]) == ("Otra ley", "diego")
    assert api.put(path, body | {"for_person": "", "revision": 2}, format="json").json()["for_person"] == ""


def test_the_originator_consents_to_that_person_and_to_nobody_else(world: Any) -> None:
    request = making.sent(world, making.drafted(world, for_person="diego"))
    page = world.client(world.celia).get(f"/releases/consents/{making.consent_of(world, request).pk}/").content.decode()
    assert "For diego alone" in page
    with looking_as(world.bruno):
        for model in (ReleaseRequest, Consent):
            rows = model.objects.filter(pk=request.pk) if model is ReleaseRequest else model.objects.filter(request=request.pk)
            with pytest.raises(Error, match="for_whom"), transaction.atomic():
                assert not rows.update(for_person="")
    making.consented(world, request)
    release = making.released(world, request, 1, 2)
    with looking_as(world.bruno), pytest.raises(Error, match="for_whom_stays"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(for_person="paola")
    assert release.for_person == "diego" and release.digest.startswith("2:")


def test_a_copy_says_for_whom_it_is(world: Any) -> None:
    release = for_diego(world)
    told = world.api(world.diego).get(f"/api/v1/releases/{release.pk}/export/", {"format": "json"}).json()
    assert told["release"]["for_person"] == "diego"


def test_a_body_outside_has_nobody_here(world: Any) -> None:
    from intel.releases.outside.services import register_body
    with looking_as(world.bruno):
        court = register_body(by=world.bruno, code="TSJ", name="Tribunal", address="Sucre", country="BO")
    report = making.report(world).reference
    with looking_as(world.ana), pytest.raises(Invalid) as refused:
        services.draft_release(by=world.ana, entry=making.entry(ItemEntry(report), for_person="juez"), recipient=court)
    assert refused.value.field == "for_person"


def test_what_was_submitted_before_there_was_such_a_thing_says_the_same(world: Any) -> None:
    plain, named = making.drafted(world), making.drafted(world, for_person="diego")
    with looking_as(world.ana):
        terms = {name: value for name, value in ReleaseEntry.of(plain).columns().items() if name != "for_person"}
        assert approval.of_request(plain)["terms"] == approval.approval.fingerprints({"terms": terms})["terms"]
        assert set(approval.of_request(plain)) == {"recipient", "terms", "enquiry", "portions"}
        assert approval.of_request(plain)["terms"] != approval.of_request(named)["terms"]


def for_group(world: Any, group: SharingGroup, *references: str) -> list[ReleaseRequest]:
    ana = again(world.ana)
    entry = making.entry(*map(ItemEntry, references or (f"{making.report(world).reference}/1",)), rests_on_others=False)
    with looking_as(ana):
        return services.draft_for_group(by=ana, entry=entry, sharing_group=group.pk)


def given(world: Any, request: ReleaseRequest) -> Release:
    return making.released(world, making.sent(world, request), 1)


def test_for_a_group_one_is_drafted_for_each_agency_that_is_in_it(world: Any) -> None:
    group = founded(world, "PB", "SIN")
    drafts = for_group(world, group)
    assert [one.recipient_agency.code for one in drafts] == ["PB", "SIN"]
    assert len({one.together for one in drafts}) == 1 and {one.for_group_id is not None for one in drafts} == {True}
    releases = [given(world, one) for one in drafts]
    assert [bool(read_by(again(one), release)) for one in (world.carla, world.diego) for release in releases] == [
        True, False, False, True]
    assert f"For who is in {group.name} alone" in world.client(world.diego).get(f"/releases/{releases[1].pk}/").content.decode()


def test_of_an_agency_only_the_roles_that_are_in_the_group_read_it(world: Any, paola: Viewer) -> None:
    group = founded(world)
    joins(world, group, "SIN", roles=("SUPERVISOR",))
    pia = engaged(world.agencies["SIN"], "pia", Role.SUPERVISOR)
    release = given(world, for_group(world, group)[0])
    assert read_by(again(pia), release) == [OWN]
    assert read_by(again(paola), release) == [] == read_by(again(world.diego), release)


def test_who_left_reads_nothing_of_it_any_more_and_who_joins_later_neither(world: Any) -> None:
    group = founded(world, "SIN")
    release = given(world, for_group(world, group)[0])
    joins(world, group, "PB")
    with looking_as(world.bruno):
        member = Member.objects.get(sharing_group=group, agency=world.agencies["SIN"], left_at=None)
        sharing.remove(by=world.bruno, member=member)
    assert read_by(again(world.diego), release) == []
    joins(world, group, "SIN")
    assert read_by(again(world.diego), release) == [], "who comes back is a newcomer"


@pytest.mark.parametrize("ends", ["the group", "the membership"])
def test_nothing_is_released_into_what_has_ended(world: Any, ends: str) -> None:
    group = founded(world, "SIN", "PB")
    request = making.sent(world, for_group(world, group)[1])
    with looking_as(world.bruno):
        if ends == "the group":
            sharing.end_group(by=world.bruno, group=group)
        else:
            sharing.remove(by=world.bruno, member=Member.objects.get(sharing_group=group, agency=world.agencies["SIN"]))
    with pytest.raises(Conflict, match="sharing group has ended, or one of the two agencies left"):
        making.released(world, request, 1)
    with looking_as(world.bruno), pytest.raises(Conflict, match="sharing group has ended"):
        request = ReleaseRequest.objects.get(pk=request.pk)
        release_in_emergency(by=world.bruno, request=request, included=[1], danger="Una vida.", reason="Ya.",
                             revision=request.revision)


def test_nobody_gives_into_a_group_that_is_not_theirs_to_give_into(world: Any) -> None:
    with looking_as(world.celia):
        group = sharing.found_group(by=world.celia, name="Norte", purpose="x", legal_basis="y",
                                    members=[MemberEntry(world.agencies["SIN"]),
                                             MemberEntry(world.agencies["AN"], may_give=False)])
    with pytest.raises(Invalid) as refused:
        for_group(world, group)
    assert refused.value.field == "recipient"
    with connection.cursor() as cursor:
        cursor.execute("set role hub_labels")
        cursor.execute("select group_id from sharing_epoch where sharing_group_id = %s", [group.pk])
        [epoch] = cursor.fetchone()
        cursor.execute("set role hub_application")
    ana = again(world.ana)
    with looking_as(ana), pytest.raises(Conflict, match="gives nothing into it"), transaction.atomic():
        services.draft_release(by=ana, entry=making.entry(ItemEntry(making.report(world).reference)),
                               recipient=world.agencies["SIN"], for_group=epoch)


def test_an_empty_group_and_one_person_of_a_group_are_refused(world: Any) -> None:
    group, report = founded(world), making.report(world).reference
    ana = again(world.ana)
    for person, field in (("", "recipient"), ("diego", "for_person")):
        with looking_as(ana), pytest.raises(Invalid) as refused:
            services.draft_for_group(by=ana, entry=making.entry(ItemEntry(report), for_person=person), sharing_group=group.pk)
        assert refused.value.field == field


def test_in_a_browser_all_of_them_go_together_and_what_does_not_is_named(world: Any) -> None:
    group = founded(world, "PB", "SIN")
    ana, bruno = again(world.ana), again(world.bruno)
    report = f"{making.report(world).reference}/1"
    form = {"recipient": f"group:{group.pk}", "purpose": "TAX_CONTROL", "legal_basis": "Ley 2492", "need_to_know": "Fiscaliza.",
            "urgency": "ROUTINE", "rests_on_others": "no", "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0",
            "items-0-reference": report}
    client = world.client(ana)
    assert f"<option value=\"group:{group.pk}\">{group.name}" in client.get("/releases/requests/new/").content.decode()
    answer = client.post("/releases/requests/new/", form)
    assert answer.status_code == 302, answer.content.decode()
    with looking_as(ana):
        first, second = ReleaseRequest.objects.order_by("recipient_agency__code")
    page = client.get(f"/releases/requests/{first.pk}/").content.decode()
    assert second.reference in page and f'value="{second.pk}:{second.revision}"' in page
    posted = client.post(f"/releases/requests/{first.pk}/submit/", {
        "revision": first.revision, "also": [f"{second.pk}:{second.revision}"]}, follow=True).content.decode()
    assert f"{first.reference}, {second.reference} is submitted" in posted
    stale = world.client(bruno).post(f"/releases/requests/{first.pk}/send/", {
        "revision": first.revision + 1, "also": [f"{second.pk}:{second.revision}"]}, follow=True).content.decode()
    with looking_as(bruno):
        assert [one.state for one in ReleaseRequest.objects.order_by("recipient_agency__code")] == ["UNDER_REVIEW", "SUBMITTED"]
    assert f"{second.reference}: " in stale


@pytest.mark.parametrize("also", ["x", "²:1", "999999999999999999999:1", "1:1"])
def test_what_is_no_request_of_ones_own_is_absent(world: Any, also: str) -> None:
    request = making.drafted(world)
    answer = world.client(world.ana).post(f"/releases/requests/{request.pk}/submit/", {
        "revision": request.revision, "also": [also]})
    assert answer.status_code == 404
    with looking_as(world.ana):
        assert ReleaseRequest.objects.get(pk=request.pk).state == "DRAFT"


def test_in_the_api(world: Any) -> None:
    group = founded(world, "PB", "SIN")
    api, report = world.api(again(world.ana)), making.report(world).reference
    body = {"sharing_group": group.pk, "items": [{"reference": f"{report}/1"}], "purpose": "TAX_CONTROL", "legal_basis": "Ley",
            "need_to_know": "Fiscaliza.", "rests_on_others": False, "urgency": "ROUTINE"}
    made = [api.post("/api/v1/release-requests/for-group/", body, format="json", headers={"Idempotency-Key": "k1"})
            for _turn in range(2)]
    assert [one.status_code for one in made] == [201, 201], made[0].content
    assert made[0].json() == made[1].json()
    assert [(one["recipient"], one["sharing_group"], one["members_only"]) for one in made[0].json()] == [
        ("PB", group.name, True), ("SIN", group.name, True)]
    assert len(api.get("/api/v1/release-requests/", {"together": made[0].json()[0]["together"]}).json()["results"]) == 2
    unknown = api.post("/api/v1/release-requests/for-group/", body | {"sharing_group": 1}, format="json")
    assert unknown.status_code == 400 and unknown.json()["errors"][0]["field"] == "sharing_group"


def test_a_correction_is_for_whom_it_was(world: Any) -> None:
    from tests.releases import correcting
    release = for_diego(world)
    assert correcting.corrected(world, release).for_person == "diego"
    work_done()


def test_what_was_released_into_a_group_that_has_ended_is_corrected_no_more(world: Any) -> None:
    group = founded(world, "SIN")
    release = given(world, for_group(world, group)[0])
    with looking_as(world.bruno):
        sharing.end_group(by=world.bruno, group=group)
    ana = again(world.ana)
    with looking_as(ana), pytest.raises(Conflict, match="has ended"):
        services.draft_corrections(by=ana, releases=[release], reason="Error.", items=[ItemEntry(making.report(world).reference)],
                                   rests_on_others=True)


def test_the_entry_takes_a_name_as_it_is_written(world: Any) -> None:
    entry = replace(making.entry(ItemEntry(making.report(world).reference)), for_person="  diego ")
    with looking_as(world.ana):
        made = services.draft_release(by=world.ana, entry=entry, recipient=world.agencies["SIN"])
        assert made.for_person == "diego"
        for wrong in ("x" * 151, "a\x00b"):
            with pytest.raises(Invalid) as refused:
                services.draft_release(by=world.ana, entry=replace(entry, for_person=wrong), recipient=world.agencies["SIN"])
            assert refused.value.field == "for_person"
