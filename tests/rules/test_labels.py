"""Labels: one on every row, written by nobody but the database, and always what grants, state and classification say."""

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from agencies.access import looking_as
from agencies.access.grants import reader_groups, share
from agencies.labels.declared import label_columns
from agencies.labels.settling import wrong_labels
from agencies.markings.classification import LADDER
from hub.kit.policies import tables_of
from intel.alerts.models import Alert
from intel.hits.models import Hit
from intel.reports.models import Report, ReportGrant
from intel.subjects.models import Subject, SubjectGrant
from intel.subjects.services import change_subject
from tests.alerts import writing as alerts
from tests.hits import making as hits
from tests.reports import writing
from tests.rules.hidden import hide_one_of_each
from tests.rules.layers import holds_intelligence

#: Tables of intelligence whose rows have no label, and why.
WITHOUT = {
    "audit_event": "read by the auditor of the actor's and of the object's agency",
    "work_work": "the service's; its agency's administrator sees it, and that is who may read nothing else",
    "notices_notice": "its addressee's alone, while they read what it is about: it holds nothing of it",
    "notices_announcement": "the service's alone, until it is told", "notices_preference": "the person's own",
    "notices_visit": "the person's own", "once_asked": "the person's own: a key, a fingerprint and a number",
    "lists_export": "the person's own: its content is looked at anew before it is handed out",
    "lists_exportpart": "the person's own", "lists_columnchoice": "the person's own", "lists_savedfilter": "the person's own",
    "screening_alertchange": "the service's alone", "screening_partyname": "the service's alone",
    "screening_matchedalert": "the service's alone", "screening_round": "the service's alone",
    "queries_subjectchange": "the service's alone",
    "deconfliction_incompatible": "a rule of the hub: the service's and the function's",
    "deconfliction_found": "the function's alone", "deconfliction_collision": "the coordinator's: agencies and times",
    "deconfliction_answer": "the coordinator's: agencies and times",
    "sweeps_looked": "the service's alone", "sweeps_sweepcount": "the hub auditor's: counts and times",
    "releases_emergencycount": "the hub auditor's: counts and times",
    "search_mark": "the functions' alone: each names labels", "search_missed": "the functions' alone: kinds and numbers",
    "search_held": "the functions' alone: kinds and numbers, gone before anybody else could see them",
    "search_entry": "the functions' alone: its mark names its labels", "search_saved": "the person's own",
    "search_news": "the person's own: kinds and numbers",
}


def unlabelled(table: str) -> bool:
    return table in WITHOUT or table.endswith("grant")


LABELLED = label_columns()
TABLES = [table for app in apps.get_app_configs() if holds_intelligence(app) for table in tables_of(app)]


def scalar(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_intelligence_bears_a_label(db: None, table: str) -> None:
    if unlabelled(table):
        assert table not in LABELLED
        return
    assert LABELLED[table]
    for column in LABELLED[table]:
        assert scalar("select attnotnull from pg_attribute where attrelid = %s::regclass and attname = %s", table, column)


@pytest.mark.parametrize("table", LABELLED)
def test_a_trigger_keeps_every_label(db: None, table: str) -> None:
    kept = ("select string_agg(pg_get_triggerdef(oid), ' ') from pg_trigger where tgrelid = %s::regclass"
            " and tgfoid = 'hub_label_is_kept'::regproc and tgenabled = 'O'")
    written = scalar(kept, table).replace(")::text", "").replace("(old.", "old.").replace("(new.", "new.")
    assert [column for column in LABELLED[table] if f"old.{column} IS DISTINCT FROM new.{column}" not in written] == []


@pytest.mark.parametrize("role", ["hub_application", "hub_service"])
def test_nobody_writes_a_label(world: Any, role: str) -> None:
    hide_one_of_each(world)
    alerts.issued(world, audience=("SIN",), reports=(writing.disseminated(world, audience=("SIN",)).pk,))
    tried = 0
    with looking_as(world.ana), connection.cursor() as cursor:
        for table, columns in LABELLED.items():
            cursor.execute("set local role hub_owner")
            cursor.execute(f"create policy anything on {table} for all to {role} using (true) with check (true)")
            cursor.execute(f"set local role {role}")
            if not scalar(f"select count(*) from {table}"):
                continue
            tried += 1
            with pytest.raises(ProgrammingError, match="follow its audience|permission denied"), transaction.atomic():
                cursor.execute(f"update {table} set {columns[0]} = {columns[0]} + 1")
        transaction.set_rollback(True)
    assert tried >= 15


def test_a_label_sent_with_a_new_row_is_overwritten(world: Any) -> None:
    shared = writing.disseminated(world, audience=("SIN",))
    with looking_as(world.ana), connection.cursor() as cursor:
        cursor.execute("select label_id from reports_report where id = %s", [shared.pk])
        [wide] = cursor.fetchone()
        cursor.execute("select string_agg(quote_ident(attname), ', ') from pg_attribute where attnum > 0 and not attisdropped and"
                       " attrelid = 'reports_report'::regclass and attname <> all (%s)", [[
                           "id", "label_id", "reference", "state", "disseminated_by_id", "disseminated_at"]])
        [columns] = cursor.fetchone()
        cursor.execute(f"insert into reports_report ({columns}, label_id, reference, state)"
                       f" select {columns}, {wide}, 'AN-X-1', 'DRAFT' from reports_report where id = %s", [shared.pk])
    with looking_as(world.diego):
        assert not Report.objects.filter(reference="AN-X-1").exists()
    with looking_as(world.ana):
        assert Report.objects.filter(reference="AN-X-1").exists()


def test_a_label_follows_grants_at_once(world: Any) -> None:
    report = writing.disseminated(world, audience=("SIN",))
    with looking_as(world.ana):
        share(report, groups=reader_groups([world.agencies["PB"]], act="reports.view_report"), grant=ReportGrant)
        with looking_as(world.carla):
            assert Report.objects.filter(pk=report.pk).exists() and report.paragraphs.exists()
        with looking_as(world.diego):
            assert not Report.objects.filter(pk=report.pk).exists() and not report.paragraphs.exists()
    assert not any(wrong_labels().values())


def test_the_audience_counts_from_dissemination_on(world: Any) -> None:
    report = writing.submitted(world, audience=("SIN",))
    with looking_as(world.diego):
        assert not Report.objects.filter(pk=report.pk).exists()
    assert not any(wrong_labels().values())


@pytest.mark.parametrize("person", ["diego", "ana"])
def test_a_hit_is_not_seen_without_its_subject(world: Any, person: str) -> None:
    tax = world.agencies["SIN"]
    hit = hits.hit(world, alert_to=(tax,), feed_to=(tax,))
    looking = world.viewers[person]
    with looking_as(world.ana):
        subject = hit.match.alert.subject_id
    addresses = [f"/api/v1/hits/{hit.pk}/", f"/api/v1/alerts/{hit.match.alert_id}/", f"/api/v1/subjects/{subject}/"]
    program = world.api(looking)
    assert [program.get(address).status_code for address in addresses] == [200] * 3
    with connection.cursor() as cursor, looking_as(world.bruno):
        cursor.execute("update subjects_subject set classification = 'SECRET' where id = %s", [subject])
    assert [program.get(address).status_code for address in addresses] == [404] * 3
    with looking_as(looking):
        assert not Hit.objects.exists() and not Alert.objects.exists() and not Subject.objects.exists()
    assert not any(wrong_labels().values())


def test_lowering_lets_them_see_it_again(world: Any) -> None:
    report = writing.disseminated(world, audience=("SIN",))
    cleared = replace(world.bruno, cleared=LADDER)
    for marking, seen in (("SECRET", False), ("RESTRICTED", True)):
        with looking_as(cleared), connection.cursor() as cursor:
            cursor.execute("update reports_report set classification = %s where id = %s", [marking, report.pk])
        with looking_as(world.diego):
            assert Report.objects.filter(pk=report.pk).exists() is seen


def test_rows_with_one_answer_share_one_label(world: Any) -> None:
    for number in range(3):
        writing.disseminated(world, audience=("SIN",), title=f"T{number}")
    with looking_as(world.ana):
        assert scalar("select count(distinct label_id) from reports_report where state = 'DISSEMINATED'") == 1


def test_the_proof_finds_a_row_with_a_wrong_label(world: Any) -> None:
    report = writing.disseminated(world, audience=("SIN",))
    call_command("labels", verbosity=0, stdout=open("/dev/null", "w"))
    with connection.cursor() as cursor:
        cursor.execute("set local role hub_labels")
        cursor.execute("update reports_report set label_id = (select min(id) from access_label) where id = %s", [report.pk])
        cursor.execute("set local role hub_application")
    assert wrong_labels()["reports_report"] == 1
    with pytest.raises(CommandError):
        call_command("labels", verbosity=0, stdout=open("/dev/null", "w"))


def test_labels_and_their_readers_are_closed_to_application_and_service(world: Any) -> None:
    for role in ("hub_application", "hub_service"):
        for table in ("access_label", "access_reader"):
            assert not scalar("select has_table_privilege(%s, %s, 'select, insert, update, delete')", role, table)
        assert not scalar("select has_function_privilege(%s, 'hub_label(text, bigint, text, int[])', 'execute')", role)


def test_everything_made_by_the_usual_steps_is_labelled_right(world: Any) -> None:
    hide_one_of_each(world)
    tax = world.agencies["SIN"]
    hits.hit(world, alert_to=(tax,), feed_to=(tax,))
    alerts.issued(world, audience=("PB", "SIN"), reports=(writing.disseminated(world, audience=("SIN",)).pk,),
                  subject=None)
    with looking_as(world.ana):
        for subject in Subject.objects.all():
            change_subject(by=world.ana, subject=subject, revision=subject.revision, remarks="Visto.")
            share(subject, groups=[], grant=SubjectGrant)
    assert not any(wrong_labels().values())
