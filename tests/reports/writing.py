"""Reports of the tests, made through the real steps."""

from typing import Any

from django.db import connection

from agencies.access import Viewer, looking_as
from agencies.access.grants import reader_groups
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Report
from intel.reports.services import disseminate, draft_report, edit_report, revise_report, submit
from tests.world import World

PARAGRAPHS = (
    ParagraphEntry("Contenedores de textiles declarados como retazos en Tambo Quemado.", "UNCLASSIFIED"),
    ParagraphEntry("Un despachante coordina los turnos de aforo.", "RESTRICTED"),
)


def draft(world: World, by: Viewer | None = None, *, audience: tuple[str, ...] = (),
          audience_groups: list[int] | None = None, **given: Any) -> Report:
    """A draft by Ana, or by somebody else, for the agencies or groups given (none: only her own agency)."""
    by = by or world.ana
    with looking_as(by):
        values: dict[str, Any] = {
            "title": "Textiles por Tambo Quemado", "risk_area": "SMUGGLING", "paragraphs": PARAGRAPHS,
            "source_grade": "B", "information_grade": "2",
            "audience": audience_groups or reader_groups([world.agencies[code] for code in audience], act="reports.view_report"),
            "own_agency_only": not audience and not audience_groups}
        return draft_report(by=by, **{**values, **given})


def submitted(world: World, **given: Any) -> Report:
    """A report of Ana's that waits for Bruno."""
    report = draft(world, **given)
    with looking_as(world.ana):
        return submit(by=world.ana, report=report, revision=report.revision)


def disseminated(world: World, **given: Any) -> Report:
    """A report of Ana's that Bruno disseminated."""
    report = submitted(world, **given)
    with looking_as(world.bruno):
        return disseminate(by=world.bruno, report=report, revision=report.revision)


def revised(world: World, report: Report, **changes: Any) -> Report:
    """A new version by Ana of a disseminated report, which waits for Bruno."""
    with looking_as(world.ana):
        new = revise_report(by=world.ana, report=report, revision=report.revision)
        new = edit_report(by=world.ana, report=new, revision=new.revision, **changes or {"title": "Textiles por Pisiga"})
        return submit(by=world.ana, report=new, revision=new.revision)


def unguarded() -> None:
    """From now on the database lets who runs SQL of their own change what was submitted: to see what notices it then."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # a table is not altered while something of it is to be checked
        cursor.execute("set constraints all deferred")
        cursor.execute("set local role hub_owner")
        for table in ("reports_paragraph", "reports_citation"):
            cursor.execute(f"alter table {table} disable trigger stays_as_submitted")
        cursor.execute("set local role hub_application")
