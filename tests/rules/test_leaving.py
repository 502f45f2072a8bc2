"""What leaves an agency leaves by an act of the table, with as many persons as it says."""

import ast
from dataclasses import replace
from importlib import import_module

import pytest
from django.utils import translation

from agencies.access import looking_as
from agencies.access.acts import known
from agencies.access.grants import reader_groups
from agencies.access.leaving import BY_ONE, LEAVING, Persons, in_markdown
from agencies.access.lifecycle import Move
from hub.configuration import ROOT
from hub.kit.errors import NotAllowed, StepUpRequired
from intel.alerts.services import issue
from intel.arrangements.services import sign
from intel.enquiries.services import give_answer, send
from intel.queries.disclosure import On, confirm, disclose
from intel.releases.services import release as decide_to_release
from intel.releases.services import send as send_release
from intel.reports.services import disseminate
from intel.subjects.models import SubjectProposal
from intel.subjects.services import approve, change_subject, register_subject
from tests.alerts import writing as alerts
from tests.arrangements import making as arrangements
from tests.enquiries import making as enquiries
from tests.releases import correcting as corrections
from tests.releases import making as releases
from tests.reports import writing as reports
from tests.subjects.sharing import shared

BUILT = [one for one in LEAVING if one.service]

#: Every function that lets groups see a row, and the event of the act it is a part of. The audience of a draft counts from
#: its approval on.
GIVES = {
    "intel.reports.services.writing._kept": "report.disseminated",
    "intel.reports.services.writing.edit_report": "report.disseminated",
    "intel.reports.services.moving.disseminate": "report.disseminated",
    "intel.alerts.services.writing._kept": "alert.issued",
    "intel.alerts.services.writing.edit_alert": "alert.issued",
    "intel.alerts.services.moving.issue": "alert.issued",
    "intel.alerts.services.importing.import_watchlist": "watchlist.imported",
    "intel.alerts.services.importing._issue": "watchlist.imported",
    "intel.subjects.services.registering.register_many": "watchlist.imported",
    "intel.subjects.services.sharing.share_approved": "subject.shared",
    "intel.subjects.services.deciding.approve": "subject.shared",
    "intel.trade.services.feeds.open_feed": "feed.opened",
    "intel.trade.services.feeds.share_feed": "feed.shared",
}
GIVING = ("share", "give", "share_approved", "_share_all")


def functions():
    """Every function of the rooms: its dotted name and its tree."""
    for path in sorted((ROOT / "intel").rglob("*.py")):
        if not {"migrations", "matching"} & set(path.parts):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    yield f"{module}.{node.name}", node


def calls(node, names):
    return any(isinstance(one, ast.Call) and getattr(one.func, "id", "") in names for one in ast.walk(node))


def test_whatever_lets_a_group_see_a_row_is_a_part_of_an_act_of_the_table():
    assert {name for name, node in functions() if calls(node, GIVING)} == set(GIVES)
    assert set(GIVES.values()) <= {one.event for one in BUILT}


@pytest.mark.parametrize("leaving", BUILT, ids=lambda one: one.event)
def test_each_act_is_there_with_its_permission_and_its_event(leaving):
    module, _dot, name = leaving.service.rpartition(".")
    assert callable(getattr(import_module(module), name))
    assert known(leaving.act)
    room = ROOT.joinpath(*module.split(".")[:2])
    assert any(f'"{leaving.event}"' in path.read_text("utf-8") for path in room.rglob("*.py"))


def report(world):
    made = reports.submitted(world, audience=("PB",))
    return lambda by: disseminate(by=by, report=made, revision=made.revision)


def alert(world):
    made = alerts.submitted(world, audience=("PB",))
    return lambda by: issue(by=by, alert=made, revision=made.revision)


def sharing(world):
    with looking_as(world.ana):
        groups = reader_groups([world.agencies["PB"]], act="subjects.view_subject")
        subject = register_subject(by=world.ana, kind="PERSON", label="Juan", groups=groups)
        made = SubjectProposal.objects.get(subject=subject)
    return lambda by: approve(by=by, proposal=made, revision=made.revision)


def change(world):
    subject = shared(world, world.ana, to=("PB",), kind="PERSON", label="Juan")
    with looking_as(world.ana):
        made = change_subject(by=world.ana, subject=subject, revision=subject.revision, remarks="x")
    return lambda by: approve(by=by, proposal=made, revision=made.revision)


def disclosing(world):
    with looking_as(world.ana):
        made = disclose(by=world.ana, on=On(risk_area="ANY"), level="HIT_CONTACT_OWNER")
    return lambda by: confirm(by=by, disclosure=made)


def arrangement(world):
    made = arrangements.drafted(world)
    return lambda by: sign(by=by, arrangement=made, revision=made.revision)


def request(world):
    made = enquiries.submitted(world, by=world.ana, of=("PB",))
    return lambda by: send(by=by, request=made, revision=made.revision)


def answer(world, **given):
    made = enquiries.proposed(world, **given)
    return lambda by: give_answer(by=by, proposal=made, revision=made.revision)


def refusal(world):
    return answer(world, outcome="REFUSED", text="", refusal="ONGOING_OPERATION")


def asking_for_consent(world):
    made = releases.submitted(world)
    return lambda by: send_release(by=by, request=made, revision=made.revision)


def release(world):
    made = releases.sent(world)
    return lambda by: decide_to_release(by=by, request=made, included=[1], revision=made.revision)


def correction(world):
    made = corrections.sent(world, releases.released(world, releases.sent(world), 1))
    return lambda by: decide_to_release(by=by, request=made, included=[1], revision=made.revision)


#: How each act of two persons comes before its second one; the first is Ana.
PREPARED = {"report.disseminated": report, "alert.issued": alert, "subject.shared": sharing, "subject.changed": change,
            "disclosure.raised": disclosing, "arrangement.proposed": arrangement,
            "request.sent": request, "request.answered": answer, "request.refused": refusal,
            "release.sent": asking_for_consent, "release.released": release, "release.corrected": correction}


def test_every_act_of_two_persons_is_tried():
    assert set(PREPARED) == {one.event for one in BUILT if one.persons is Persons.TWO}


@pytest.mark.parametrize("event", PREPARED)
def test_the_first_of_two_persons_does_not_decide_whatever_their_role(world, event):
    act = PREPARED[event](world)
    for everything in (world.ana.acts, world.ana.acts | world.bruno.acts):
        first = type(world.ana)(**{name: getattr(world.ana, name) for name in world.ana.__slots__} | {"acts": everything})
        with looking_as(first), pytest.raises(NotAllowed):
            act(first)
    with looking_as(world.bruno):
        act(world.bruno)


#: The steps of lives by which nothing leaves, and why.
STAYS = {
    "alert.submitted": "its agency alone sees it", "alert.returned": "its agency alone sees it",
    "alert.expired": "the calendar; its last day was said when it was issued",
    "alert.dropped": "it was never issued", "report.dropped": "it was never disseminated",
    "report.submitted": "its agency alone sees it", "report.returned": "its agency alone sees it",
    "subject.proposal_approved": "what leaves by it is subject.changed or subject.shared",
    "subject.proposal_refused": "its agency alone sees it", "subject.proposal_taken_back": "its agency alone sees it",
    "request.submitted": "its agency alone sees it", "request.returned": "its agency alone sees it",
    "request.dropped": "it was never sent", "request.answer_approved": "what leaves by it is request.answered or request.refused",
    "request.answer_returned": "its agency alone sees it", "request.answer_taken_back": "its agency alone sees it",
    "sweep.explained": "what the hub's auditor counts was there before", "sweep.misuse": "as sweep.explained",
    "release.submitted": "its agency alone sees it", "release.returned": "its agency alone sees it",
    "release.withdrawn": "originators read that they are not asked any more", "release.refused": "as release.withdrawn",
    "consent.voided": "that it is not asked any more, and not why",
    "collision.spoken": "the coordinator reads that the agency answered, and nothing of its alert",
    "collision.solved": "as collision.spoken", "collision.called": "the agencies do not see it",
    "collision.settled": "as collision.called", "collision.closed": "that it is closed, and not why",
    "hit.taken": "who has it, not what they make of it", "hit.let_go": "who had it, not what they made of it",
}


def steps():
    """The event of every step of every life: of the moves that rooms declare, and of those that move many at once."""
    for path in sorted((ROOT / "intel").rglob("life.py")):
        for value in vars(import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))).values():
            yield from (one.action for one in (value.values() if isinstance(value, dict) else [value]) if isinstance(one, Move))
    for _name, node in functions():
        for one in ast.walk(node):
            if isinstance(one, ast.Call) and getattr(one.func, "attr", "") == "move_all":
                yield from (given.value.value for given in one.keywords if given.arg == "action")


def test_every_step_of_a_life_is_in_the_table_or_lets_nothing_leave():
    taken = set(steps())
    assert taken - {one.event for one in LEAVING} == set(STAYS)
    assert {"alert.issued", "report.disseminated", "hit.judged", "alert.unlisted"} <= taken


@pytest.mark.parametrize("event", PREPARED)
def test_who_decides_signed_in_a_moment_ago(world, event):
    act, long_ago = PREPARED[event](world), replace(world.bruno, fresh=False)
    with looking_as(long_ago), pytest.raises(StepUpRequired):
        act(long_ago)


def test_an_event_stands_once_in_the_table():
    events = [one.event for one in LEAVING]
    assert len(events) == len(set(events))


def test_the_book_shows_the_table():
    with translation.override("en"):
        assert in_markdown() in (ROOT / "docs" / "what-leaves.md").read_text("utf-8")


def test_the_policy_shows_supervisors_what_one_person_let_leave():
    written = (ROOT / "agencies" / "audit" / "policies.sql").read_text("utf-8")
    assert [event for event in BY_ONE if f"'{event}'" not in written] == []
