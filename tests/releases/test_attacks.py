"""Attacks: a recipient who wants to know what it did not get, and an insider who wants to give what nobody agreed to."""

import io
import json
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import Error, connection, transaction
from pypdf import PdfReader

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from intel.releases.models import Consent, Copy, Portion, Release, ReleaseRequest
from intel.releases.snapshot import SNAPSHOT
from tests.notices.told import words, work_done
from tests.releases import making
from tests.sql import taken
from tests.world import engaged

SECRETS = ("PB", "Polic", making.RESTING, "Expone", "SOURCE_PROTECTION", "declin", "consent", "Celia")


@pytest.fixture
def pair(world: Any) -> tuple[Release, Release]:
    """The same paragraph to the tax body twice: all there was, and what was left when the police declined another one."""
    report = making.report(world).reference
    alone = making.released(world, making.sent(world, making.drafted(world, f"{report}/1", rests_on_others=False)), 1)
    rest = making.sent(world, making.drafted(world, report))
    making.declined(world, rest)
    return alone, making.released(world, rest, 1)


def without_names(text: str, release: Release) -> str:
    """What of an answer differs between any two releases: its reference, ids, codes, times, tokens, fingerprints."""
    for own in (release.reference, str(release.pk), release.digest):
        text = text.replace(own, "#")
    text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "token", text)
    text = re.sub(r"·[0-9A-HJKMNP-TV-Z]{8}\b", "·CODE", text)
    return re.sub(r"\d{1,2}[/:.]\d{2}([/:.]\d{2,4})?( [ap]\.m\.)?|\d{4}-\d{2}-\d{2}T[\d:.+Z-]+", "TIME", text)


@pytest.mark.parametrize("path", ["/releases/{}/", "/api/v1/releases/{}/"])
def test_page_and_program_tell_the_same_of_all_and_of_what_was_left(world: Any, pair: tuple[Release, Release], path: str) -> None:
    client = world.api(world.diego) if "api" in path else world.client(world.diego)
    answers = [client.get(path.format(release.pk)) for release in pair]
    told = [without_names(answer.content.decode(), release) for answer, release in zip(answers, pair, strict=True)]
    assert told[0] == told[1]
    assert {name for answer in answers for name in answer.headers} == set(answers[0].headers)
    for secret in SECRETS[:4]:
        assert secret not in told[1], secret


@pytest.mark.parametrize("format", ["pdf", "json"])
def test_so_do_copies_and_their_metadata(world: Any, pair: tuple[Release, Release], format: str) -> None:
    told = []
    for release in pair:
        content = world.api(world.diego).get(f"/api/v1/releases/{release.pk}/export/", {"format": format}).content
        if format == "json":
            said = json.loads(content)
            del said["signature"], said["copy"]["code"]
            told.append(without_names(json.dumps(said, sort_keys=True, ensure_ascii=False), release))
        else:
            paper = PdfReader(io.BytesIO(content))
            assert paper.metadata is not None
            pages = " ".join([*(page.extract_text() for page in paper.pages), *map(str, paper.metadata)])
            tagged = len(paper.trailer["/Root"]["/StructTreeRoot"].get_object().get("/K", []))
            told.append(f"{without_names(pages, release)} {tagged}")
    assert told[0] == told[1]


def test_the_fingerprint_hides_nothing_that_was_left_out(world: Any, pair: tuple[Release, Release]) -> None:
    """It is made of what the recipient reads, and so the same for both."""
    assert pair[0].digest == pair[1].digest
    with looking_as(world.diego):
        for release in Release.objects.select_related("holder_agency", "recipient_agency"):
            assert SNAPSHOT.same(release.digest, (release, list(release.portions.order_by("number"))))


def test_notices_inbox_and_log_of_the_recipient_name_nobody_else(world: Any, pair: tuple[Release, Release]) -> None:
    work_done()
    for release in pair:
        world.client(world.diego).get(f"/releases/{release.pk}/")
    told = words(world.diego)
    assert len(told) == 2 and len({without_names(one, release) for one, release in zip(told[::-1], pair, strict=True)}) == 1
    auditor = engaged(world.agencies["SIN"], "ines", Role.AUDITOR)
    with looking_as(auditor):
        events = [f"{event.action} {event.object_label} {event.detail}" for event in Event.objects.all()]
    inbox = world.client(world.diego).get("/inbox/").content.decode()
    for text in (*told, *events):
        assert not [secret for secret in SECRETS if secret in text], text
    assert making.RESTING not in inbox and "Polic" not in inbox.split("<main")[-1]


def test_the_bill_of_what_was_received_names_who_released_it_alone(world: Any, pair: tuple[Release, Release]) -> None:
    with looking_as(world.diego), connection.cursor() as cursor:
        cursor.execute("select r.agency_id, r.hidden from releases_releasedportion p,"
                       " releases_owed(array['releases.portion'], array[p.id]) r")
        assert set(cursor.fetchall()) <= {(world.agencies["AN"].pk, 0)}


def test_an_originators_condition_goes_with_its_portion_alone(world: Any) -> None:
    request = making.sent(world)
    making.consented(world, request, conditions="Solo con aviso previo.")
    release = making.released(world, request, 1)
    assert "aviso previo" not in release.conditions


def test_before_it_is_released_nothing_of_it_is_there(world: Any) -> None:
    request = making.sent(world)
    making.consented(world, request)
    work_done()
    for path in ("/releases/", "/inbox/", "/reading-room/", "/releases/consents/", "/releases/requests/"):
        assert request.reference not in world.client(world.diego).get(path).content.decode()
    assert words(world.diego) == []
    with looking_as(world.diego), connection.cursor() as cursor:
        for table in ("releaserequest", "portion", "consent", "consentportion", "consentstep", "releaserequeststep", "release"):
            cursor.execute(f"select count(*) from releases_{table}")
            assert cursor.fetchone() == (0,), table


def test_what_the_holder_does_with_its_own_is_not_told_to_the_recipient(world: Any, pair: tuple[Release, Release],
                                                                        capsys: Any) -> None:
    """That somebody of the holder took a copy, and who."""
    taken = world.api(world.bruno).get(f"/api/v1/releases/{pair[1].pk}/export/", {"format": "json"}).content.decode()
    with looking_as(world.diego):
        assert not Copy.objects.exists()
    assert "Copies taken" not in world.client(world.diego).get(f"/releases/{pair[1].pk}/").content.decode()
    call_command("whose_copy", taken, "--as", "diego")
    assert "Cannot tell" in capsys.readouterr().out
    with looking_as(world.bruno):
        assert Copy.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("act", ["", "submit/", "send/", "decide/", "refuse/", "withdraw/"])
def test_a_request_answers_the_recipient_as_one_that_never_was(world: Any, method: str, act: str) -> None:
    request = making.sent(world)
    api, given = world.api(world.diego, signed_in=True), {"revision": 1, "reason": "x", "included": [1], "refusal": "OTHER"}
    answers = [getattr(api, method)(f"/api/v1/release-requests/{number}/{act}", *([given] if method != "get" else []))
               for number in (request.pk, 987654321)]
    assert [(one.status_code, one.content, sorted(one.headers)) for one in answers[:1]] == [
        (one.status_code, one.content, sorted(one.headers)) for one in answers[1:]]


# An insider of the holder, with the words of the application's own role.


@pytest.fixture
def refused(world: Any) -> ReleaseRequest:
    """Of two portions, to the second of which the police did not consent."""
    request = making.sent(world)
    making.declined(world, request)
    with looking_as(world.bruno):
        return ReleaseRequest.objects.get(pk=request.pk)


RELEASING = """
    with made as (
        insert into releases_release (request_id, reference, holder_agency_id, recipient_agency_id, purpose, legal_basis,
            conditions, classification, must_acknowledge, digest, state, released_by_id, released_at, revision, created_at,
            updated_at, receipt, receipt_words, way)
        select id, 'AN-R-2026-999999', owner_agency_id, recipient_agency_id, purpose, legal_basis, conditions, classification,
            true, '1:x', 'RELEASED', hub_user(), now(), 1, now(), now(), '', '', 'DECISION'
        from releases_releaserequest where id = %(request)s
        returning id)
    select id from made
"""
PORTION = """
    insert into releases_releasedportion (release_id, portion_id, number, title, text, classification, handling_codes,
        handling_conditions, tlp, agency_id, written_by_id)
    select %(release)s, p.id, 7, p.title, p.text, p.classification, p.handling_codes, p.handling_conditions, p.tlp, hub_agency(),
        hub_user() from releases_portion p where p.request_id = %(request)s and p.number = 2
"""
#: What an insider does first, so that what is owed is owed no more.
TRICKS = {
    "nothing": (),
    "takes the citation away": ("delete from reports_citation",),
    "has it cite something else": ("update reports_citation set cited_id = paragraph_id, cited_kind = kind",),
    "rewrites the source": ("update reports_paragraph set text = 'x'",),
    "says it is its own": ("update reports_paragraph set originator_id = hub_agency()",),
    "forges who was asked": ("update releases_portion set originators = '{}'",),
    "points the portion elsewhere": ("update releases_portion set source_id = source_id + 1",),
    "consents for the other": ("update releases_consent set state = 'GIVEN', agreed = '{1}', refusal = ''",),
    "takes the refusal back": ("update releases_consent set state = 'ASKED', refusal = '', decided_by_id = null,"
                               " decided_at = null",),
    "removes the consent": ("delete from releases_consent",),
    "makes itself the originator": ("update releases_consent set originator_agency_id = hub_agency()",),
    "names another recipient": ("update releases_releaserequest set recipient_agency_id = (select originator_agency_id from"
                                " releases_consent limit 1)",),
    "marks it clear": ("update reports_report set tlp = 'CLEAR', handling_codes = '{}'",),
    "becomes who decides": ("set local role hub_labels",),
    "turns triggers off": ("set local session_replication_role = replica",),
    "turns row security off": ("set local row_security = off",),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_what_nobody_consented_to_does_not_leave(world: Any, refused: ReleaseRequest, trick: str) -> None:
    with looking_as(world.bruno), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        for statement in TRICKS[trick]:
            taken(statement)  # where it is refused at once, whether the next step is, too, is asked all the same
        cursor.execute(RELEASING, {"request": refused.pk})
        [[release]] = cursor.fetchall()
        cursor.execute(PORTION, {"request": refused.pk, "release": release})
    with looking_as(world.diego):
        assert not Release.objects.exists()


def test_the_way_that_is_tried_is_open_where_it_was_consented_to(world: Any) -> None:
    """So that a refusal above is not for another reason."""
    request = making.sent(world)
    making.consented(world, request)
    with looking_as(world.bruno), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RELEASING, {"request": request.pk})
        [[release]] = cursor.fetchall()
        cursor.execute(PORTION, {"request": request.pk, "release": release})
    with looking_as(world.bruno):
        assert Release.objects.get().portions.get().text == making.RESTING


def test_nothing_is_added_to_what_was_released(world: Any) -> None:
    request = making.sent(world)
    making.declined(world, request)
    release = making.released(world, request, 1)
    with looking_as(world.bruno), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PORTION, {"request": request.pk, "release": release.pk})
    for statement in ("update releases_release set recipient_agency_id = holder_agency_id",
                      "delete from releases_releasedportion", "update releases_releasedportion set text = 'x'"):
        with looking_as(world.bruno):
            taken(statement)
    with looking_as(world.diego):
        assert [portion.text for portion in Release.objects.get().portions.all()] == [making.OWN]
    with looking_as(world.bruno):
        assert Portion.objects.count() == 2 and Consent.objects.count() == 1
