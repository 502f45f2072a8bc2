"""After a recall or a correction its recipient answers for each report that cites it; the holder reads how many, and no more."""

from typing import Any

import pytest
from django.db import Error, connection, transaction

from agencies.access import looking_as
from agencies.notices.inbox import Tab, read
from hub.kit.errors import Conflict, Invalid, NotAllowed
from intel.releases import services
from intel.releases.answers.models import ProductAnswer
from intel.releases.answers.services import answer, told
from intel.releases.models import Release
from intel.reports.models import Report
from intel.reports.services import edit_report, revise_report, withdraw
from tests.releases import correcting, making, onward
from tests.world import second_person


def recalled(world: Any, release: Release, by: Any = None) -> Release:
    by = by or world.bruno
    with looking_as(by):
        row = Release.objects.get(pk=release.pk)
        return services.recall(by=by, release=row, reason="Error.", revision=row.revision)


def owed(by: Any) -> list[ProductAnswer]:
    with looking_as(by):
        return list(ProductAnswer.objects.select_related("report", "release"))


def answered(by: Any, row: ProductAnswer, state: str = "STANDS", reason: str = "Se sostiene por otras fuentes.") -> ProductAnswer:
    with looking_as(by):
        return answer(by=by, row=row, state=state, reason=reason, revision=row.revision)


@pytest.fixture
def release(world: Any) -> Release:
    return onward.received(world)


@pytest.mark.parametrize("ends", [recalled, correcting.corrected])
def test_an_answer_is_owed_for_each_report_that_cites_it(world: Any, release: Release, ends: Any) -> None:
    reports = [onward.citing(world, release, number, title=f"Informe {number}") for number in (1, 2)]
    making.out(world.diego, making.writing.draft(world, world.diego, title="Otro"))
    ends(world, release)
    assert {row.report_id for row in owed(world.diego)} == {report.pk for report in reports}
    for other in (world.ana, world.bruno, world.celia, world.elena):
        assert owed(other) == []


def test_what_was_only_ended_asks_for_nothing(world: Any, release: Release) -> None:
    onward.citing(world, release)
    with looking_as(world.bruno):
        services.end(by=world.bruno, release=release, reason="Ya no hace falta.", revision=release.revision)
    assert owed(world.diego) == []


def test_it_waits_in_the_inbox_until_it_is_answered(world: Any, release: Release) -> None:
    report = onward.citing(world, release)
    recalled(world, release)

    def waits() -> list[str]:
        with looking_as(world.diego):
            return [row.line.reference for row in read(world.diego, Tab.MINE).rows if row.heading == "Reports to answer for"]

    assert waits() == [report.reference]
    [row] = owed(world.diego)
    answered(world.diego, row)
    assert waits() == []
    with pytest.raises(Conflict):
        answered(world.diego, row)


def test_the_holder_reads_how_many_and_of_a_report_that_it_reads_which(world: Any, release: Release) -> None:
    hidden = onward.citing(world, release, title="Secreto del SIN")
    shared = onward.citing(world, release, audience=("AN",), title="Para la Aduana")
    recalled(world, release)
    with looking_as(world.bruno):
        found = told(release)
        assert found and (found.open, found.given, [report for report, _state, _reason in found.seen]) == (2, 0, [shared])
    for row in owed(world.diego):
        answered(world.diego, row, reason=f"Por {row.report.title}")
    with looking_as(world.bruno):
        found = told(release)
        assert found and (found.open, found.given, [reason for _r, _s, reason in found.seen]) == (0, 2, ["Por Para la Aduana"])
    page = world.client(world.bruno).get(f"/releases/{release.pk}/").content.decode()
    said = world.api(world.bruno).get(f"/api/v1/releases/{release.pk}/").json()["answered"]
    assert (said["given"], len(said["seen"])) == (2, 1)
    assert shared.reference in page and hidden.reference not in page + str(said) and "Secreto" not in page + str(said)
    for other in (world.diego, world.celia):
        with looking_as(other):
            assert told(release) is None


def test_what_is_said_of_it_is_true(world: Any, release: Release) -> None:
    report = onward.citing(world, release)
    recalled(world, release)
    [row] = owed(world.diego)
    for state in ("CHANGED", "WITHDRAWN", "OPEN", "x"):
        with pytest.raises(Invalid) as refusal:
            answered(world.diego, row, state)
        assert refusal.value.field == "state"
    with pytest.raises(Invalid) as refusal:
        answered(world.diego, row, reason=" ")
    assert refusal.value.field == "reason"
    by = second_person(world.diego)
    with looking_as(by):
        report = Report.objects.get(pk=report.pk)
        withdraw(by=by, report=report, reason="Se apoyaba en un error.", revision=report.revision)
    assert answered(world.diego, row, "WITHDRAWN").state == "WITHDRAWN"


def test_a_new_version_without_it_is_a_change(world: Any, release: Release) -> None:
    from intel.reports.entries import ParagraphEntry

    report = onward.citing(world, release)
    with looking_as(world.diego):
        report = Report.objects.get(pk=report.pk)
        new = revise_report(by=world.diego, report=report, revision=report.revision)
        new = edit_report(by=world.diego, report=new, revision=new.revision, paragraphs=(ParagraphEntry("Sin ello."),))
    recalled(world, release)
    making.out(world.diego, new)
    [row] = owed(world.diego)
    assert answered(world.diego, row, "CHANGED").report_id == report.pk


def test_only_its_agency_answers(world: Any, release: Release) -> None:
    onward.citing(world, release)
    recalled(world, release)
    [row] = owed(world.diego)
    for other in (world.bruno, world.elena):
        with pytest.raises(NotAllowed):
            answered(other, row)


@pytest.mark.parametrize("statement", [
    "update releases_productanswer set due_at = now() + interval '1 year'", "update releases_productanswer set report_id = 1",
    "update releases_productanswer set state = 'STANDS', reason = 'x', answered_at = now(), answered_by_id = {other}",
    "update releases_release set receipt_due_at = now() + interval '1 year'"])
def test_the_database_asks_and_keeps_what_is_owed(world: Any, release: Release, statement: str) -> None:
    onward.citing(world, release)
    recalled(world, release)
    [row] = owed(world.diego)
    with looking_as(world.diego), pytest.raises(Error), transaction.atomic():
        connection.cursor().execute(statement.format(other=world.ana.user_id))
    answered(world.diego, row)
    with looking_as(world.diego), pytest.raises(Error, match="answer_takes_its_step"), transaction.atomic():
        connection.cursor().execute("update releases_productanswer set reason = 'x'")
    with looking_as(world.diego), pytest.raises(Error), transaction.atomic():
        ProductAnswer.objects.create(release=release, owner_agency_id=world.diego.agency_id, report=row.report,
                                     classification="RESTRICTED", asked_at=row.asked_at, due_at=row.due_at)


def test_it_is_answered_on_the_page_and_by_program(world: Any, release: Release) -> None:
    for number in (1, 2):
        onward.citing(world, release, number)
    recalled(world, release)
    first, second = owed(world.diego)
    assert "Answer" in world.client(world.diego).get(f"/releases/{release.pk}/").content.decode()
    given = {"state": "STANDS", "reason": "Otras fuentes.", "revision": 1}
    assert world.client(world.diego).post(f"/releases/answers/{first.pk}/", given).status_code == 302
    api = world.api(world.diego)
    assert [one["state"] for one in api.get("/api/v1/release-answers/?state=OPEN").json()["results"]] == ["OPEN"]
    assert api.post(f"/api/v1/release-answers/{second.pk}/answer/", given).json()["state"] == "STANDS"
    assert world.api(world.ana).get(f"/api/v1/release-answers/{second.pk}/").status_code == 404


class TestFurtherOn:
    """What was released further on, of what rests on it."""

    @pytest.fixture
    def further(self, world: Any, release: Release) -> Release:
        """To a fourth agency, of a report of the tax body that cites the first portion, with the consent of customs."""
        request = onward.onward(world, f"{onward.citing(world, release, 1).reference}/1")
        making.consented(world, request, world.bruno)
        return onward.decided(world, request, 1)

    @pytest.mark.parametrize("ends", [recalled, correcting.corrected])
    def test_it_is_recalled_with_it_and_says_neither_by_whom_nor_why(
            self, world: Any, release: Release, further: Release, ends: Any) -> None:
        ends(world, release)
        with looking_as(world.elena):
            row = Release.objects.get(pk=further.pk)
            [*_earlier, last] = row.steps.all()
            assert (row.state, row.portions.count(), last.by, last.reason) == ("RECALLED", 0, None, "")
        assert "Aduana" not in world.client(world.elena).get(f"/releases/{further.pk}/").content.decode()

    def test_its_holder_gives_it_right(self, world: Any, release: Release, further: Release) -> None:
        recalled(world, release)
        with looking_as(world.diego):
            row = Release.objects.get(pk=further.pk)
            assert services.can_correct(world.diego, row)

    def test_what_is_asked_to_be_released_of_it_is_refused(self, world: Any, release: Release) -> None:
        request = onward.onward(world, f"{onward.citing(world, release, 1).reference}/1")
        making.consented(world, request, world.bruno)
        recalled(world, release)
        with pytest.raises(Conflict, match="does not hold any more"):
            onward.decided(world, request, 1)
