"""What was approved is what is disseminated, and the table holds who did it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.access import looking_as
from hub.kit.errors import Conflict
from intel.reports.models import Paragraph, Report
from intel.reports.services import disseminate
from intel.subjects.services import change_subject, register_subject
from tests.reports.writing import disseminated, draft, submitted, unguarded


def refused(world, report, words):
    with looking_as(world.bruno), pytest.raises(Conflict, match=words), transaction.atomic():
        disseminate(by=world.bruno, report=report, revision=report.revision)


def test_a_subject_that_changed_since_is_not_approved(world):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="ORGANISATION", label="Textiles Sajama")
    report = submitted(world, audience=("PB",), subjects=[(subject.pk, "TRADER")])
    with looking_as(world.ana):
        change_subject(by=world.ana, subject=subject, revision=1, identifiers=[("tax", "1020703023", "BO")])
    refused(world, report, "Textiles Sajama")
    page = world.client(world.bruno).get(f"/reports/{report.pk}/").content.decode()
    assert "It is not as it was submitted" in page


def test_text_put_in_without_the_service_is_not_approved(world):
    report = submitted(world, audience=("PB",))
    unguarded()
    with looking_as(world.ana):
        Paragraph.objects.filter(report=report, number=1).update(text="Otra cosa.")
    refused(world, report, "what the report says")


def test_it_keeps_what_was_approved(world):
    report = disseminated(world, audience=("PB",))
    assert report.approved_as == report.submitted_as and set(report.approved_as) == {"text", "audience"}


@pytest.mark.parametrize(("made", "person", "values", "rule"), [
    (draft, "ana", {"author": "hugo"}, "report_author_stays"),
    (draft, "ana", {"state": "DISSEMINATED", "disseminated_by": "bruno", "disseminated_at": timezone.now()},
     "report_disseminator_is_who_acts"),
    (disseminated, "bruno", {"disseminated_by": "hugo"}, "report_disseminator_stays")])
def test_the_table_holds_who_approved_what_even_without_the_service(world, made, person, values, rule):
    report = made(world)
    given = {name: world.users[value] if name in ("author", "disseminated_by") else value for name, value in values.items()}
    with looking_as(world.viewers[person]), pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**given)
