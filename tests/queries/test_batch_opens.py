"""When the answers to a file open: at one instant, which says nothing of what was found."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.work import kinds, running
from agencies.work.models import Work
from intel.queries import index
from intel.queries.batches import opening
from intel.queries.kinds import ANSWER_BATCH, OPEN_BATCH
from intel.queries.models import Answer, Batch, Sounding
from tests.alerts import writing as alerts
from tests.queries.asking import asked, disclosed, work
from tests.queries.filing import ABSENT, GOOD, queries, read, sent, text


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


def test_all_answers_open_at_one_instant_that_is_a_whole_multiple(world):
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    alerts.issued(world)
    rows = [f"ORGANISATION,{name},,,," for name in ("Importadora Sajama S.R.L.", "Nadie Jamas", "Otra Cosa S.A.")]
    batch = read(world.carla, sent(world.carla, text(*rows)))
    work()
    with as_service("tests"):
        answers = list(Answer.objects.filter(query__batch=batch).select_related("query").order_by("query__batch_line"))
        [opens_at] = {answer.visible_from for answer in answers}
        assert Batch.objects.get(pk=batch.pk).opens_at == opens_at
    assert [answer.answer for answer in answers] == ["HIT_CONTACT_OWNER", "NO_HIT", "NO_HIT"]
    assert opens_at > timezone.now() and (opens_at - answers[0].query.asked_at) % timedelta(seconds=1.5) == timedelta(0)
    with looking_as(world.carla):
        assert not Answer.objects.exists()
    told = world.api(world.carla).get(f"/api/v1/queries/batches/{batch.pk}/").json()
    assert (told["answers"], told["answered_at"]) == (None, None)
    assert world.client(world.carla).get(f"/queries/batches/{batch.pk}/results/").status_code == 409


def test_nothing_opens_before_the_last_row_is_answered(world):
    batch = read(world.carla, sent(world.carla, text(GOOD, ABSENT)))
    first, second = queries(batch)
    with as_service("tests"):
        opening.answer_rows([first.pk])
        opening.open_batches([batch.pk])
        assert Answer.objects.get().visible_from is None and Batch.objects.get(pk=batch.pk).opens_at is None
        opening.answer_rows([second.pk])
        opening.open_batches([batch.pk])
        assert len({answer.visible_from for answer in Answer.objects.all()}) == 1 and Answer.objects.first().visible_from


def test_a_row_that_cannot_be_answered_holds_up_the_others_for_a_while_only(world, monkeypatch):
    batch = read(world.carla, sent(world.carla, text(GOOD, ABSENT)))
    first, second = queries(batch)
    with as_service("tests"):
        opening.answer_rows([first.pk])
    monkeypatch.setattr(opening, "BATCH_PATIENCE", timedelta(0))
    with as_service("tests"):
        opening.open_batches([batch.pk])
        assert Answer.objects.get().visible_from is not None
        opening.answer_rows([second.pk])
        opening.open_batches([batch.pk])
        assert not Answer.objects.filter(visible_from__isnull=True).exists()


@pytest.mark.parametrize(("rows", "after", "opens"), [
    (1, 0.1, 1.5), (100, 0.1, 1.5), (125, 0.1, 1.5), (126, 0.1, 3.0), (10_000, 40, 120.0), (10_000, 110, 120.0),
    (10_000, 116, 240.0), (1, 1.3, 3.0), (1, 100, 100.5),
])
def test_when_a_file_opens_depends_on_its_rows_and_not_on_what_was_found(rows, after, opens):
    began = timezone.now()
    moment = opening.instant(began, began + timedelta(seconds=after), rows=rows, opened=rows)
    assert moment - began == timedelta(seconds=opens)


def test_who_answers_single_queries_has_nothing_to_do_with_files(world):
    rows = [f"PERSON,Nombre Numero{number},,,," for number in range(60)]
    read(world.carla, sent(world.carla, text(*rows)))
    single = asked(world.diego, names=("Otra Persona",))
    running.run_due(kinds.QUERIES)
    with as_service("tests"):
        assert Answer.objects.filter(query=single).exists()
        assert Work.objects.filter(kind=ANSWER_BATCH).count() == 60
    running.run_due(kinds.QUERY_FILES)
    with as_service("tests"):
        assert Answer.objects.count() == 61


def test_a_single_query_does_not_wait_for_a_file_asked_in_the_same_second(world):
    single = asked(world.carla, names=("Otra Persona",))
    read(world.carla, sent(world.carla, text(GOOD)))
    with as_service("tests"):
        Work.objects.filter(kind__in=(ANSWER_BATCH, OPEN_BATCH)).delete()
    work()
    with as_service("tests"):
        opened = Answer.objects.get(query=single).visible_from
    assert opened is not None and (opened - single.asked_at) % timedelta(seconds=1.5) == timedelta(0), "the file is never done"


def test_owners_are_told_of_rows_as_of_single_queries(world):
    it = alerts.issued(world)
    read(world.carla, sent(world.carla, text("ORGANISATION,Importadora Sajama S.R.L.,,,,", ABSENT)))
    work()
    with looking_as(world.bruno):
        [sounding] = Sounding.objects.all()
        assert (sounding.subject_id, sounding.told, sounding.asking_agency.code) == (it.subject_id, "SILENT", "PB")
