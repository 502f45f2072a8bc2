"""A body outside is given a release by a link that works once, or on paper; nobody but its holder reads how."""

import io
from datetime import date, timedelta
from time import sleep
from typing import Any

import pytest
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.models import Agency
from agencies.roles import Role
from agencies.services import engage
from hub.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from intel.readings.models import Entry
from intel.releases import services
from intel.releases.models import Release
from intel.releases.outside import services as outside
from intel.releases.outside.models import Delivery, Paper
from tests.enquiries.test_told import told
from tests.notices.told import work_done
from tests.releases import making
from tests.releases.test_watching import later
from tests.sql import taken
from tests.world import as_operator, engaged

COURT = {"code": "TSJ", "name": "Tribunal Supremo de Justicia", "address": "Calle Pilinco 352\nSucre"}
SIGNED = {"signed_by": "Dra. Rojas, secretaria", "signed_on": date(2026, 5, 4), "words": "Acta 14/2026, archivo jurídico."}


def court(world: Any) -> Agency:
    with looking_as(world.bruno):
        return outside.register_body(by=world.bruno, **COURT)


def given(world: Any, **more: Any) -> Release:
    """What customs alone originated, released to the court."""
    world.agencies["TSJ"] = court(world)
    own = making.out(world.ana, making.writing.draft(world, **more)).reference
    draft = making.drafted(world, own, recipient="TSJ", purpose="JUDICIAL_PROCEEDINGS", rests_on_others=False)
    return making.released(world, making.sent(world, draft), 1, 2)


def linked(world: Any, release: Release, by: Any = None, days: int = 7) -> tuple[Delivery, str]:
    by = by or world.ana
    with looking_as(by):
        row = Release.objects.get(pk=release.pk)
        return outside.give_link(by=by, release=row, days=days, revision=row.revision)


def recorded(world: Any, release: Release, kind: str, by: Any = None, **more: Any) -> Paper:
    by = by or world.ana
    with looking_as(by):
        row = Release.objects.get(pk=release.pk)
        return outside.record_paper(by=by, release=row, kind=kind, revision=row.revision, **{**SIGNED, **more})


def lying(delivery: Delivery) -> bytes | None:
    """What lies sealed, as the role of the database sees it that keeps it."""
    with connection.cursor() as cursor:
        cursor.execute("set local role hub_labels")
        cursor.execute("select sealed from releases_delivery where id = %s", [delivery.pk])
        [found] = cursor.fetchone()
        cursor.execute("set local role hub_application")
    return bytes(found) if found is not None else None


def recalled(world: Any, release: Release) -> Release:
    with looking_as(world.bruno):
        row = Release.objects.get(pk=release.pk)
        return services.recall(by=world.bruno, release=row, reason="Error.", revision=row.revision)


def test_a_body_outside_is_found_among_recipients_and_nowhere_else(world: Any) -> None:
    body = court(world)
    with looking_as(world.diego):
        assert body not in Agency.objects.taking_part() and body in Agency.objects.receiving()
    program = world.api(world.diego)
    assert [one["code"] for one in program.get("/api/v1/outside-bodies/").json()["results"]] == ["TSJ"]
    assert "TSJ" not in {one["code"] for one in program.get("/api/v1/agencies/").json()["results"]}
    page = world.client(world.ana)
    assert 'value="TSJ"' in page.get("/releases/requests/new/").content.decode()
    assert 'value="TSJ"' not in page.get("/requests/new/").content.decode()


@pytest.mark.parametrize(("who", "more", "error"), [
    ("ana", {}, NotAllowed), ("bruno", {"code": "AN"}, Conflict), ("bruno", {"code": "²"}, Invalid),
    ("bruno", {"name": " "}, Invalid), ("bruno", {"address": "\n"}, Invalid), ("bruno", {"country": "BOL"}, Invalid),
    ("bruno", {"address": "a\u202eb"}, Invalid)])
def test_by_whom_and_how_none_is_entered(world: Any, who: str, more: dict[str, str], error: Any) -> None:
    by = world.viewers[who]
    with looking_as(by):
        with pytest.raises(error):
            outside.register_body(by=by, **{**COURT, **more})
        assert not Agency.objects.outside().exists()


def test_nobody_is_of_a_body_outside_and_none_is_entered_by_sql_of_ones_own(world: Any) -> None:
    body = court(world)
    with as_operator(), pytest.raises(Error, match="nobody is of a body outside"), transaction.atomic():
        engage(agency=body, username="juez", roles=[Role.OFFICER])
    with looking_as(world.ana), connection.cursor() as cursor:
        for statement in ("select releases_register_body('X1', 'x', 'x', 'BO')",
                          "insert into agencies_agency (code, name, kind, country, address) values ('X', '', 'OTHER', '', '')",
                          "update agencies_agency set kind = 'OTHER', address = '' where code = 'TSJ'"):
            with pytest.raises(Error), transaction.atomic():
                cursor.execute(statement)


def test_the_link_gives_the_copy_once_to_who_has_it(world: Any) -> None:
    release = given(world)
    delivery, word = linked(world, release)
    stranger, address = Client(), f"/taken/{word}/"
    page = stranger.get(address).content.decode()
    assert "Aduana Nacional" in page and release.reference not in page and "retazos" not in page
    assert stranger.get(address).status_code == 200, "to look takes nothing"
    answer = stranger.post(address)
    text = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer["Content-Type"] == "application/pdf" and "Tribunal Supremo de Justicia" in text and "retazos" in text
    assert "TSJ · " in text, "the watermark names for whom it is"
    assert stranger.post(address).status_code == 404 == stranger.get(address).status_code
    with looking_as(world.bruno):
        assert Delivery.objects.only(*Delivery.SHOWN).get(pk=delivery.pk).taken_at is not None
    with looking_as(engaged(world.agencies["AN"], "auditora", Role.AUDITOR)):
        assert list(Event.objects.filter(action="release.link_taken").values_list("actor_id", "owner_agency_id")) == [
            (None, world.agencies["AN"].pk)]


def test_the_copy_that_went_out_names_the_body(world: Any, tmp_path: Any, capsys: Any) -> None:
    release = given(world)
    _delivery, word = linked(world, release)
    (tmp_path / "x.pdf").write_bytes(Client().post(f"/taken/{word}/").content)
    call_command("whose_copy", str(tmp_path / "x.pdf"), "--as", "bruno")
    assert "Tribunal Supremo de Justicia, by Aduana Nacional (Ana)" in capsys.readouterr().out


def test_what_lies_sealed_is_read_by_nobody_and_goes_with_the_link(world: Any) -> None:
    release = given(world)
    delivery, word = linked(world, release)
    sealed = lying(delivery)
    assert sealed and b"%PDF" not in sealed and word.encode() not in sealed
    with looking_as(world.bruno), pytest.raises(Error, match="permission denied"), transaction.atomic():
        Delivery.objects.get(pk=delivery.pk)
    linked(world, release)
    assert Client().get(f"/taken/{word}/").status_code == 404, "a newer link closes it"
    assert lying(delivery) is None


@pytest.mark.parametrize("ends", ["recall", "expiry of the link"])
def test_what_ended_is_not_taken_any_more(world: Any, ends: str, monkeypatch: Any) -> None:
    release = given(world)
    if ends != "recall":
        monkeypatch.setattr(outside, "timedelta", lambda days: timedelta(seconds=days))
    delivery, word = linked(world, release, days=1)
    if ends == "recall":
        recalled(world, release)
    else:
        sleep(1.1)
    assert Client().post(f"/taken/{word}/").status_code == 404
    work_done()
    assert lying(delivery) is None


@pytest.mark.parametrize("word", ["x", "²", "0" * 5000, "..", "%00"])
def test_another_word_tells_nothing(world: Any, word: str) -> None:
    linked(world, given(world))
    assert Client().post(f"/taken/{word}/").status_code in (400, 404)


def test_a_link_is_made_by_its_holder_after_a_fresh_sign_in(world: Any) -> None:
    release = given(world)
    for by in (world.diego, world.celia):
        with pytest.raises((NotFound, NotAllowed, Release.DoesNotExist)):
            linked(world, release, by)
    token = world.api(world.ana)
    answer = token.post(f"/api/v1/releases/{release.pk}/link/", {"revision": release.revision}, format="json")
    assert (answer.status_code, answer.json()["type"].split(":")[-1]) == (403, "step_up_required")
    for days in (0, 31):
        with pytest.raises(Invalid):
            linked(world, release, days=days)


def test_to_an_agency_of_the_hub_no_link_leads(world: Any) -> None:
    release = making.released(world, making.sent(world), 1)
    with pytest.raises(WrongState):
        linked(world, release)
    with pytest.raises(WrongState):
        recorded(world, release, "ACKNOWLEDGED")
    with looking_as(world.ana), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("insert into releases_paper"
                       " (release_id, agency_id, written_by_id, kind, receipt, signed_by, signed_on, words)"
                       " select id, hub_agency(), hub_user(), 'ACKNOWLEDGED', '', 'x', now(), 'x' from releases_release")


def test_what_has_to_be_acknowledged_is_so_on_paper_first(world: Any) -> None:
    release = given(world, handling_codes=("H3",), handling_conditions="Solo para el tribunal.")
    assert release.must_acknowledge
    with pytest.raises(WrongState, match="acknowledged on paper"):
        linked(world, release)
    recorded(world, release, "ACKNOWLEDGED")
    linked(world, release)
    with looking_as(world.bruno):
        entry = Entry.objects.get(reference=release.reference)
        assert entry.acknowledged_at is not None and entry.person is None, "who recorded it is nobody of the court"
    with pytest.raises(WrongState):
        recorded(world, release, "ACKNOWLEDGED")


def test_what_became_of_the_copies_is_recorded_from_paper_and_stays(world: Any) -> None:
    release = given(world)
    with pytest.raises(WrongState):
        recorded(world, release, "STATEMENT", receipt="PURGED")
    recalled(world, release)
    with pytest.raises(Invalid):
        recorded(world, release, "STATEMENT")
    recorded(world, release, "STATEMENT", receipt="HELD", held_until=timezone.localdate() + timedelta(days=30))
    paper = recorded(world, release, "STATEMENT", receipt="PURGED")
    with pytest.raises(WrongState):
        recorded(world, release, "STATEMENT", receipt="PURGED")
    with looking_as(world.bruno):
        row = Release.objects.get(pk=release.pk)
        assert (row.receipt, row.receipt_words) == ("PURGED", SIGNED["words"])
    with looking_as(world.ana):
        for statement in ("update releases_paper set words = 'x'", "delete from releases_paper"):
            taken(statement)
        assert Paper.objects.get(pk=paper.pk).words == SIGNED["words"]


@pytest.mark.parametrize("more", [
    {"signed_by": " "}, {"signed_on": None}, {"signed_on": timezone.localdate() + timedelta(days=2)}, {"words": ""},
    {"words": "a\u202eb"}, {"kind": "X"}])
def test_how_nothing_is_recorded(world: Any, more: dict[str, Any]) -> None:
    release = given(world)
    with pytest.raises(Invalid):
        recorded(world, release, **{"kind": "ACKNOWLEDGED", **more})
    with looking_as(world.ana):
        assert not Paper.objects.exists()


def test_what_is_secret_goes_by_no_link(world: Any) -> None:
    release = given(world)
    with looking_as(world.ana):
        row = Release.objects.select_related("recipient_agency").get(pk=release.pk)
        assert "link" in outside.offered(world.ana, row)
        row.classification = "SECRET"
        assert "link" not in outside.offered(world.ana, row)


def test_its_holder_is_reminded_of_what_a_body_outside_owes(world: Any) -> None:
    recalled(world, given(world))
    later(hours=400)
    found = told(world)
    assert "release.receipt_half_over" in found["ana"] and "release.receipt_missing" in found["bruno"]


def test_other_agencies_read_neither_links_nor_papers(world: Any) -> None:
    release = given(world)
    linked(world, release)
    recorded(world, release, "ACKNOWLEDGED")
    for by in (world.diego, world.celia, world.elena):
        with looking_as(by):
            assert not Delivery.objects.exists() and not Paper.objects.exists()
            assert not Release.objects.filter(pk=release.pk).exists()


def test_the_page_offers_it_and_shows_what_was_done(world: Any) -> None:
    release = given(world)
    page = world.client(world.ana)
    shown = page.get(f"/releases/{release.pk}/").content.decode()
    assert 'data-dialog-open="link"' in shown and 'data-dialog-open="paper-ACKNOWLEDGED"' in shown
    made = page.post(f"/releases/{release.pk}/link/", {"revision": release.revision, "days": "3"}).content.decode()
    assert "/taken/" in made
    done = page.post(f"/releases/{release.pk}/paper/", {
        "revision": release.revision, "kind": "ACKNOWLEDGED", "signed_by": "Dra. Rojas", "signed_on": "2026-05-04",
        "words": "Acta 14."})
    assert done.status_code == 302
    shown = page.get(f"/releases/{release.pk}/").content.decode()
    assert "Acta 14." in shown and "Not taken yet" in shown and 'data-dialog-open="paper-ACKNOWLEDGED"' not in shown
    bodies = world.client(world.bruno)
    assert bodies.post("/releases/outside/", {**COURT, "country": "BO"}).status_code == 400, "the code is taken"
    assert "TSJ" in bodies.get("/releases/outside/").content.decode()


def test_programs_do_it_on_the_revision_that_they_read(world: Any) -> None:
    release = given(world)
    program, address = world.api(world.ana, signed_in=True), f"/api/v1/releases/{release.pk}/"
    paper = {"kind": "ACKNOWLEDGED", "signed_by": "Dra. Rojas", "signed_on": "2026-05-04", "words": "Acta 14."}
    stale = program.post(f"{address}papers/", paper, format="json", headers={"If-Match": '"99"'})
    assert stale.status_code == 412
    kept = program.post(f"{address}papers/", paper, format="json", headers={"If-Match": f'"{release.revision}"'})
    assert (kept.status_code, kept["ETag"]) == (201, f'"{release.revision + 1}"')
    link = program.post(f"{address}link/", {"days": 2}, format="json", headers={"If-Match": kept["ETag"]})
    assert link.status_code == 201 and Client().get(link.json()["address"]).status_code == 200
    assert program.post(f"{address}link/", {"days": 2}, format="json").status_code == 400, "which revision was read is not said"
