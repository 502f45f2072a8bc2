"""How many statements a page costs, however many rows there are."""

import pytest

from agencies.access import looking_as
from hub.kit import citing
from intel.reports.entries import CitationEntry, ParagraphEntry
from intel.subjects.entries import SubjectEntry
from intel.subjects.services import register_many
from tests.reports.writing import disseminated, draft


@pytest.mark.parametrize(("door", "address", "most"), [
    ("client", "/reports/", 26), ("client", "/reports/?q=tambo+aforo", 24), ("api", "/api/v1/reports/", 22),
    ("client", "/subjects/", 26), ("api", "/api/v1/subjects/", 22)])
def test_a_list_costs_the_same_for_few_and_for_many(world, django_assert_max_num_queries, door, address, most):
    with looking_as(world.bruno):
        register_many(by=world.bruno, entries=[
            SubjectEntry(kind="PERSON", label=f"Persona {n}", identifiers=(("passport", f"AB{n:06d}", "PA"),),
                         source="LIST", source_ref=str(n)) for n in range(30)])
    for _number in range(12):
        draft(world)
    client = getattr(world, door)(world.ana)
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_a_report_costs_the_same_for_few_and_for_many_paragraphs(world, django_assert_max_num_queries):
    paragraphs = [ParagraphEntry(f"Párrafo {n}.") for n in range(60)]
    report = disseminated(world, audience=("PB", "SIN"), paragraphs=paragraphs)
    client = world.client(world.ana)
    with django_assert_max_num_queries(40):
        assert client.get(f"/reports/{report.pk}/").status_code == 200
    with looking_as(world.ana):
        things = citing.find(f"{report.reference}/1"), citing.find(f"{report.reference}/2")
    cites = tuple(CitationEntry(*thing) for thing in things)
    resting = draft(world, audience=("PB", "SIN"), paragraphs=[ParagraphEntry(f"Se apoya {n}.", cites=cites) for n in range(60)])
    with django_assert_max_num_queries(54):
        assert client.get(f"/reports/{resting.pk}/").status_code == 200
