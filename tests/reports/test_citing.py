"""What a paragraph rests on: cited by who sees it, and seen, or counted, by nobody else."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.access import looking_as
from agencies.access.grants import share
from agencies.labels.declared import Citable, declared
from agencies.labels.settling import wrong_labels
from hub.kit import citing
from hub.kit.errors import Conflict, Invalid
from intel.reports.entries import CitationEntry, ParagraphEntry
from intel.reports.models import Citation, Report, ReportGrant
from intel.reports.resting import citations_of
from intel.reports.selectors import changes_to
from intel.reports.services import disseminate, edit_report, revise_report, submit
from tests.alerts import writing as alerts
from tests.hits import making as hits
from tests.reports import writing


def citation(viewer: Any, reference: str) -> CitationEntry:
    """What a reference means to this person."""
    with looking_as(viewer):
        found = citing.find(reference)
    assert found is not None, reference
    return CitationEntry(*found)


def resting_on(world: Any, *things: CitationEntry, marking: str = "RESTRICTED", **given: Any) -> Report:
    """A draft of Ana's with one paragraph that rests on these things."""
    return writing.draft(world, paragraphs=(ParagraphEntry("Se apoya en otros.", marking, cites=things),), **given)


def cited_by(viewer: Any, report: Report) -> list[str]:
    with looking_as(viewer):
        found = citations_of(list(report.paragraphs.all()))
        return [thing.reference for things in found.values() for _row, thing in things]


def counted(viewer: Any) -> int:
    with looking_as(viewer):
        return Citation.objects.count()


def three_things(world: Any) -> list[CitationEntry]:
    """A paragraph, an alert and a hit of customs."""
    report = writing.disseminated(world)
    alert = alerts.issued(world)
    hit = hits.hit(world)
    return [citation(world.ana, name) for name in (f"{report.reference}/2", alert.reference, str(hit))]


def test_every_kind_that_may_be_cited_is_known_to_pages_and_to_the_database() -> None:
    assert set(citing.kinds()) == {one.kind for one in declared() if isinstance(one, Citable)} == {
        "reports.paragraph", "alerts.alert", "hits.hit", "releases.portion"}


def test_it_keeps_kind_number_and_version(world: Any) -> None:
    things = three_things(world)
    report = resting_on(world, *things)
    with looking_as(world.ana):
        rows = list(Citation.objects.filter(paragraph__report=report))
        assert [(row.kind, row.cited_id) for row in rows] == [(thing.kind, thing.id) for thing in things]
        assert rows[0].version == 3 and rows[1].version == 3  # drafted, submitted, let out
    assert len(cited_by(world.ana, report)) == 3


@pytest.mark.parametrize("audience", [("PB",), ("PB", "SIN")])
def test_who_does_not_see_what_is_cited_sees_neither_it_nor_a_count(world: Any, audience: tuple[str, ...]) -> None:
    own = writing.disseminated(world)
    shared = writing.disseminated(world, audience=("SIN",), tlp="GREEN")
    things = [citation(world.ana, f"{one.reference}/1") for one in (own, shared)]
    report = resting_on(world, *things, audience=audience)
    with looking_as(world.ana):
        submit(by=world.ana, report=report, revision=report.revision)
    with looking_as(world.bruno):
        disseminate(by=world.bruno, report=report, revision=2)
    assert (counted(world.ana), counted(world.carla), counted(world.elena)) == (2, 0, 0)
    assert counted(world.diego) == ("SIN" in audience)
    page = world.client(world.carla).get(f"/reports/{report.pk}/").content.decode()
    assert own.reference not in page and shared.reference not in page and "Rests on" not in page
    answer = world.api(world.carla).get(f"/api/v1/reports/{report.pk}/").json()
    assert [paragraph["cites"] for paragraph in answer["paragraphs"]] == [[]]


def test_a_citation_follows_what_it_cites(world: Any) -> None:
    source = writing.disseminated(world, audience=("PB",))
    report = resting_on(world, citation(world.ana, f"{source.reference}/1"), audience=("PB",))
    with looking_as(world.ana):
        submit(by=world.ana, report=report, revision=1)
    with looking_as(world.bruno):
        disseminate(by=world.bruno, report=report, revision=2)
    assert counted(world.carla) == 1
    with looking_as(world.ana):
        share(source, groups=[], grant=ReportGrant)
    assert counted(world.carla) == 0 and counted(world.ana) == 1
    assert not any(wrong_labels().values())


def test_a_cited_alert_is_hidden_with_its_subject(world: Any) -> None:
    alert = alerts.issued(world)
    report = resting_on(world, citation(world.ana, alert.reference))
    assert cited_by(world.hugo, report) == [alert.reference]
    with connection.cursor() as cursor, looking_as(world.bruno):
        cursor.execute("update subjects_subject set classification = 'SECRET' where id = %s", [alert.subject_id])
    assert cited_by(world.hugo, report) == [] and counted(world.hugo) == 0
    assert not any(wrong_labels().values())


def test_neither_end_is_seen_above_ones_clearance(world: Any) -> None:
    source = writing.disseminated(world, paragraphs=(ParagraphEntry("Abierto.", "UNCLASSIFIED"),
                                                     ParagraphEntry("Reservado.", "CONFIDENTIAL")))
    report = resting_on(world, citation(world.ana, f"{source.reference}/2"), marking="CONFIDENTIAL")
    writing.unguarded()
    with connection.cursor() as cursor:
        for table in ("reports_report", "reports_paragraph"):  # the reports are open, one of the two paragraphs is not
            cursor.execute("set local role hub_owner")
            cursor.execute(f"create policy anything on {table} for update to hub_application using (true) with check (true)")
            cursor.execute("set local role hub_application")
    with looking_as(world.ana), connection.cursor() as cursor:
        cursor.execute("update reports_report set classification = 'UNCLASSIFIED'")
        cursor.execute("update reports_paragraph set classification = 'UNCLASSIFIED' where report_id = %s", [report.pk])
    with looking_as(world.ivan):
        assert Report.objects.count() == 2
    assert (counted(world.ana), counted(world.ivan)) == (1, 0)
    with looking_as(world.ana), connection.cursor() as cursor:
        cursor.execute("update reports_paragraph set classification = 'UNCLASSIFIED'")
    assert counted(world.ivan) == 1
    with looking_as(world.ana), connection.cursor() as cursor:
        cursor.execute("update reports_paragraph set classification = 'CONFIDENTIAL' where report_id = %s", [report.pk])
    assert counted(world.ivan) == 0


@pytest.mark.parametrize("reference", ["AN-2026-999999/1", "AN-A-2026-999999", "H-999999", "H-", "/", "X"])
def test_what_is_not_there_cannot_be_cited(world: Any, reference: str) -> None:
    with looking_as(world.ana):
        assert citing.find(reference) is None


def test_what_one_does_not_see_cannot_be_cited(world: Any) -> None:
    hidden = writing.disseminated(world)
    thing = citation(world.ana, f"{hidden.reference}/1")
    with looking_as(world.carla):
        assert citing.find(f"{hidden.reference}/1") is None
    with pytest.raises(Invalid) as refusal:
        writing.draft(world, world.carla, paragraphs=(ParagraphEntry("Sé algo.", cites=(thing,)),))
    assert refusal.value.field == "paragraphs.0.cites.0"


def test_the_table_holds_what_may_be_cited_even_without_the_service(world: Any) -> None:
    hidden = citation(world.ana, f"{writing.disseminated(world).reference}/1")
    report = writing.draft(world, world.carla)
    with looking_as(world.carla):
        paragraph = report.paragraphs.get(number=1)
        sql = "insert into reports_citation (paragraph_id, kind, cited_id, version) values (%s, %s, %s, 1)"
        with connection.cursor() as cursor:
            told = set()
            for cited in (hidden.id, 999_999):
                with pytest.raises(DatabaseError, match="row-level security") as refusal, transaction.atomic():
                    cursor.execute(sql, [paragraph.pk, hidden.kind, cited])
                told.add((str(refusal.value).split("\n")[0], refusal.value.__cause__.sqlstate))  # type: ignore[union-attr]
            assert len(told) == 1, "what is hidden is told apart from what is not there"
    own = citation(world.ana, f"{writing.disseminated(world, audience=('PB',)).reference}/1")
    shared = resting_on(world, own)
    with looking_as(world.carla), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="report_stays_as_submitted"), transaction.atomic():
            cursor.execute(sql, [own.id, own.kind, own.id])  # a paragraph of customs that police sees
    writing.unguarded()
    with looking_as(world.carla), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute(sql, [own.id, own.kind, own.id])
        cursor.execute("delete from reports_citation")
    assert cited_by(world.ana, shared)


def test_a_draft_cannot_be_cited(world: Any) -> None:
    with looking_as(world.ana):
        assert citing.find(f"{writing.draft(world).reference}/1") is None


def test_a_paragraph_is_marked_at_least_as_high_as_what_it_rests_on(world: Any) -> None:
    thing = citation(world.ana, f"{writing.disseminated(world).reference}/2")
    with pytest.raises(Invalid, match="marked Restricted") as refusal:
        resting_on(world, thing, marking="UNCLASSIFIED")
    assert refusal.value.field == "paragraphs.0.cites.0"


def test_the_version_read_stays_when_the_draft_is_changed(world: Any) -> None:
    alert = alerts.issued(world)
    report = resting_on(world, citation(world.ana, alert.reference))
    with looking_as(world.bruno), connection.cursor() as cursor:
        cursor.execute("update alerts_alert set revision = revision + 2 where id = %s", [alert.pk])
    with looking_as(world.ana):
        report = edit_report(by=world.ana, report=report, revision=1, title="Otro título")
        [row] = Citation.objects.all()
        assert row.version == alert.revision
        again = (ParagraphEntry("De nuevo.", cites=(CitationEntry("alerts.alert", alert.pk),)),)
        report = edit_report(by=world.ana, report=report, revision=2, paragraphs=again)
        assert Citation.objects.get().version == alert.revision
        newer = (ParagraphEntry("De nuevo.", cites=(CitationEntry("alerts.alert", alert.pk, alert.revision + 2),)),)
        report = edit_report(by=world.ana, report=report, revision=3, paragraphs=newer)
        assert Citation.objects.get().version == alert.revision + 2
        never = (ParagraphEntry("De nuevo.", cites=(CitationEntry("alerts.alert", alert.pk, alert.revision + 3),)),)
        with pytest.raises(Invalid, match="no version"):
            edit_report(by=world.ana, report=report, revision=4, paragraphs=never)


@pytest.mark.parametrize("change", ["delete from reports_citation", "update reports_paragraph set originator_id = {other}"])
def test_what_it_rests_on_is_part_of_what_is_approved(world: Any, change: str) -> None:
    report = resting_on(world, citation(world.ana, f"{writing.disseminated(world).reference}/1"))
    with looking_as(world.ana), connection.cursor() as cursor:
        report = submit(by=world.ana, report=report, revision=1)
        writing.unguarded()
        cursor.execute(change.format(other=world.agencies["PB"].pk))
    with looking_as(world.bruno), pytest.raises(Conflict, match="rests on"):
        disseminate(by=world.bruno, report=report, revision=report.revision)


def test_a_new_version_rests_on_the_same_and_shows_what_else_it_rests_on(world: Any) -> None:
    source = writing.disseminated(world)
    alert = alerts.issued(world)
    report = resting_on(world, citation(world.ana, alert.reference))
    with looking_as(world.ana):
        report = submit(by=world.ana, report=report, revision=1)
    with looking_as(world.bruno):
        report = disseminate(by=world.bruno, report=report, revision=2)
    with looking_as(world.ana):
        new = revise_report(by=world.ana, report=report, revision=3)
    assert cited_by(world.ana, new) == [alert.reference]
    more = (CitationEntry("alerts.alert", alert.pk), citation(world.ana, f"{source.reference}/1"))
    with looking_as(world.ana):
        new = edit_report(by=world.ana, report=new, revision=1,
                          paragraphs=(ParagraphEntry("Se apoya en otros.", originator="PB", cites=more),))
        [change] = changes_to(report, new)
    assert "PB" in change.after and f"{source.reference}/1" in change.after and f"{source.reference}/1" not in change.before


def test_it_is_written_and_read_on_the_pages(world: Any) -> None:
    source = writing.disseminated(world)
    alert = alerts.issued(world)
    report = writing.draft(world)
    client = world.client(world.ana)
    form = {
        "title": "Con citas", "risk_area": "SMUGGLING", "level": "TACTICAL", "grading_scheme": "admiralty", "source_grade": "B",
        "information_grade": "2", "tlp": "AMBER", "own_agency_only": "on", "revision": "1", "paragraphs-TOTAL_FORMS": "1",
        "paragraphs-INITIAL_FORMS": "0", "paragraphs-0-text": "Visto.", "paragraphs-0-classification": "RESTRICTED",
        "paragraphs-0-originator": "PB", "paragraphs-0-cites": f"{source.reference}/2, {alert.reference.lower()}"}
    refused = client.post(f"/reports/{report.pk}/edit/", {**form, "paragraphs-0-cites": "AN-2026-999999/1"})
    assert "You see nothing with the reference AN-2026-999999/1" in refused.content.decode()
    assert client.post(f"/reports/{report.pk}/edit/", form).status_code == 302
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert f'href="/reports/{source.pk}/#paragraph-2"' in page and f'href="/alerts/{alert.pk}/"' in page
    assert "Policía Boliviana" in page and "Information of this agency" in page
    form_page = client.get(f"/reports/{report.pk}/edit/").content.decode()
    assert f'value="{source.reference}/2 {alert.reference}"' in form_page and '<option value="PB" selected>' in form_page


def test_it_is_written_and_read_through_the_api(world: Any) -> None:
    source = writing.disseminated(world)
    program = world.api(world.ana)
    paragraph = {"text": "Visto.", "originator": "PB", "cites": [{"reference": f"{source.reference}/2"}]}
    given = {"title": "Con citas", "risk_area": "SMUGGLING", "source_grade": "B", "information_grade": "2",
             "own_agency_only": True, "paragraphs": [paragraph]}
    answer = program.post("/api/v1/reports/", given, format="json")
    assert answer.status_code == 201, answer.content
    [written] = answer.json()["paragraphs"]
    assert written["originator"] == "PB" and written["cites"] == [{
        "kind": "reports.paragraph", "reference": f"{source.reference}/2", "version": 3, "title": source.title,
        "present_version": 3}]
    back = program.patch(f"/api/v1/reports/{answer.json()['id']}/", {"revision": 1, "paragraphs": [written]}, format="json")
    assert back.json()["paragraphs"] == [written]
    for wrong, path in (({"cites": [{"reference": "H-999999"}]}, "paragraphs.0.cites.0.reference"),
                        ({"originator": "XX"}, "paragraphs.0.originator")):
        refused = program.post("/api/v1/reports/", {**given, "paragraphs": [{"text": "x", **wrong}]}, format="json")
        assert refused.status_code == 400 and path in refused.content.decode()
