"""Originator control: what another agency told does not go to a third without its consent, and silence is none."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from agencies.access import looking_as
from agencies.audit.models import Event
from hub.kit.errors import Invalid
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Report
from intel.reports.services import disseminate, edit_report, revise_report, submit
from intel.trade.models import FeedGrant
from tests.hits import making as hits
from tests.reports import writing
from tests.reports.test_citing import citation
from tests.world import second_person


def told_by_police(world: Any, *cites: Any, originator: str = "PB", **given: Any) -> Report:
    """A draft of customs with a paragraph of its own, and one of what police told."""
    return writing.draft(world, paragraphs=(
        ParagraphEntry("Propio."), ParagraphEntry("La Policía informa.", originator=originator, cites=cites)), **given)


def of_others(world: Any, by: Any, to: str = "AN", **given: Any) -> str:
    """The reference of the first paragraph of a report that another agency disseminated."""
    report = writing.draft(world, by, audience=(to,), **given)
    with looking_as(by):
        submit(by=by, report=report, revision=1)
    decider = second_person(by)
    with looking_as(decider):
        disseminate(by=decider, report=report, revision=2)
    return f"{report.reference}/1"


def of_police(world: Any, **given: Any) -> str:
    """One of police, for customs."""
    return of_others(world, world.carla, **given)


def goes(world: Any, report: Report) -> None:
    """It is submitted and disseminated."""
    with looking_as(world.ana):
        report = submit(by=world.ana, report=report, revision=report.revision)
    with looking_as(world.bruno):
        assert disseminate(by=world.bruno, report=report, revision=report.revision).disseminated_at


def stays(world: Any, report: Report, *, number: int = 2, others: str = "Servicio de Impuestos Nacionales") -> None:
    """It is refused when it is submitted, with the paragraph, the originator and whom it would go to."""
    with looking_as(world.ana), pytest.raises(Invalid) as refusal:
        submit(by=world.ana, report=report, revision=report.revision)
    assert refusal.value.field == f"paragraphs.{number - 1}.originator"
    told = str(refusal.value)
    assert f"Paragraph {number}" in told and "Policía Boliviana" in told and others in told


def test_what_is_written_is_of_the_own_agency_unless_said(world: Any) -> None:
    report = told_by_police(world)
    with looking_as(world.ana):
        assert [p.originator.code for p in report.paragraphs.select_related("originator")] == ["AN", "PB"]


@pytest.mark.parametrize("code", ["XX", "an"])
def test_an_originator_is_an_agency_that_takes_part(world: Any, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        told_by_police(world, originator=code)
    assert refusal.value.field == "paragraphs.1.originator"


@pytest.mark.parametrize("audience", [(), ("PB",)])
def test_within_the_own_agency_and_back_to_the_originator_it_goes(world: Any, audience: tuple[str, ...]) -> None:
    goes(world, told_by_police(world, audience=audience))


def test_to_a_third_agency_it_does_not_go(world: Any) -> None:
    stays(world, told_by_police(world, audience=("PB", "SIN")))


@pytest.mark.parametrize(("marks", "passes"), [
    ({"tlp": "GREEN"}, True), ({"tlp": "CLEAR"}, True), ({"tlp": "AMBER"}, False), ({"tlp": "RED"}, False),
    ({"tlp": "GREEN", "handling_codes": ["H2"]}, False), ({"tlp": "GREEN", "handling_codes": ["H1"]}, True),
    ({"tlp": "CLEAR", "handling_codes": ["SRC"]}, False)])
def test_the_originators_own_marks_let_it_go_on(world: Any, marks: dict[str, Any], passes: bool) -> None:
    report = told_by_police(world, citation(world.ana, of_police(world, **marks)), audience=("SIN",))
    (goes if passes else stays)(world, report)


def test_all_that_is_cited_of_it_has_to_let_it_go_on(world: Any) -> None:
    cited = [citation(world.ana, of_police(world, tlp=tlp)) for tlp in ("GREEN", "AMBER")]
    stays(world, told_by_police(world, *cited, audience=("SIN",)))


def test_own_words_that_rest_on_what_another_told_are_held_to_it(world: Any) -> None:
    cited = citation(world.ana, of_police(world))
    stays(world, told_by_police(world, cited, originator="", audience=("SIN",)))
    goes(world, told_by_police(world, cited, originator="", audience=("PB",)))


def test_a_report_says_nothing_for_what_it_holds_of_others(world: Any) -> None:
    """Police marks GREEN what it had from tax: the marks are police's, the information is not."""
    theirs = citation(world.carla, of_others(world, world.diego, to="PB", tlp="CLEAR"))
    passed_on = of_police(world, tlp="GREEN", paragraphs=(ParagraphEntry("De Impuestos.", originator="SIN", cites=(theirs,)),))
    stays(world, told_by_police(world, citation(world.ana, passed_on), originator="", audience=("PB",)),
          others="information of Servicio de Impuestos Nacionales")


def test_a_hit_on_the_trade_data_of_another_is_theirs_too(world: Any) -> None:
    hit = hits.hit(world, feed_by=world.carla, feed_to=(world.agencies["AN"],))
    stays(world, told_by_police(world, citation(world.ana, str(hit)), originator="", audience=("SIN",)))


def test_consent_is_asked_for_again_when_it_is_disseminated(world: Any) -> None:
    reference = of_police(world, tlp="GREEN")
    report = told_by_police(world, citation(world.ana, reference), audience=("SIN",))
    with looking_as(world.ana):
        report = submit(by=world.ana, report=report, revision=1)
    with looking_as(world.carla):
        Report.objects.filter(reference=reference.partition("/")[0]).update(tlp="AMBER")
    with looking_as(world.bruno), pytest.raises(Invalid, match="Policía Boliviana"):
        disseminate(by=world.bruno, report=report, revision=report.revision)


def test_the_page_says_who_has_to_consent_before_it_offers_to_submit(world: Any) -> None:
    report = told_by_police(world, audience=("SIN",))
    page = world.client(world.ana).get(f"/reports/{report.pk}/").content.decode()
    assert "Another agency has to consent" in page and "which has to consent before it goes to" in page
    assert 'data-dialog-open="submit"' not in page
    assert 'data-dialog-open="submit"' in world.client(world.ana).get(f"/reports/{writing.draft(world).pk}/").content.decode()


def test_the_reader_is_told_whose_information_it_is(world: Any) -> None:
    report = told_by_police(world, audience=("PB",))
    goes(world, report)
    answer = world.api(world.carla).get(f"/api/v1/reports/{report.pk}/").json()
    assert [paragraph["originator"] for paragraph in answer["paragraphs"]] == ["AN", "PB"]


def test_the_log_says_whose_information_went_out(world: Any) -> None:
    goes(world, told_by_police(world, audience=("PB",)))
    with looking_as(world.fabio):
        event = Event.objects.get(action="report.disseminated")
        assert (event.detail["originators"], event.detail["cites"]) == (["AN", "PB"], 0)


def test_what_rests_on_something_nobody_here_sees_any_more_does_not_go(world: Any) -> None:
    """Police takes its feed back: the hit on it, and with it the citation, is hidden from customs, and is still police's."""
    hit = hits.hit(world, feed_by=world.carla, feed_to=(world.agencies["AN"],))
    cited = citation(world.ana, str(hit))
    report = told_by_police(world, cited, originator="", audience=("SIN",))
    at_home = told_by_police(world, cited, originator="")
    with looking_as(world.carla):
        FeedGrant.objects.all().delete()
    with looking_as(world.ana), pytest.raises(Invalid, match="do not see") as refusal:
        submit(by=world.ana, report=report, revision=report.revision)
    assert refusal.value.field == "paragraphs.1.cites"
    page = world.client(world.ana).get(f"/reports/{report.pk}/").content.decode()
    assert "It rests on something that you do not see" in page and 'data-dialog-open="submit"' not in page
    assert 'data-dialog-open="submit"' in world.client(world.ana).get(f"/reports/{at_home.pk}/").content.decode()
    with looking_as(world.ana), pytest.raises(Invalid, match="do not see"):
        edit_report(by=world.ana, report=report, revision=report.revision, title="Sin lo que cita")
    goes(world, at_home)
    with looking_as(world.ana):
        at_home.refresh_from_db()
        with pytest.raises(Invalid, match="do not see"):
            revise_report(by=world.ana, report=at_home, revision=at_home.revision)


@pytest.mark.parametrize("statement", [
    "delete from reports_citation", "update reports_paragraph set text = 'x'",
    "update reports_paragraph set originator_id = hub_agency()",
    "delete from reports_paragraph p where not exists (select from reports_citation c where c.paragraph_id = p.id)"])
def test_nobody_changes_what_was_submitted_not_even_in_the_database(world: Any, statement: str) -> None:
    cited = citation(world.ana, f"{writing.disseminated(world).reference}/1")
    report = told_by_police(world, cited, originator="")
    goes(world, report)
    with looking_as(world.ana), pytest.raises(IntegrityError, match="report_stays_as_submitted"), transaction.atomic(), \
            connection.cursor() as cursor:
        cursor.execute(statement)
