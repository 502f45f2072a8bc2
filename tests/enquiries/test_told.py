"""Who is told of a request and its answer, and what waits for whom."""

import pytest

from agencies.access import looking_as
from agencies.notices.models import Notice
from agencies.work import running
from agencies.work.kinds import NOTICES
from intel.enquiries import services, waiting
from tests.enquiries import making


def told(world):
    """The kinds of notices by person."""
    running.run_due(NOTICES)
    found = {}
    for name, viewer in world.viewers.items():
        with looking_as(viewer):
            kinds = set(Notice.objects.values_list("kind", flat=True))
        if kinds:
            found[name] = kinds
    return found


def waits(world, what):
    """Who has how many lines that wait for them, and that they wait for."""
    found = {}
    for name, viewer in world.viewers.items():
        with looking_as(viewer):
            rows = what(viewer)
            if rows is not None:
                lines = [[rows.line(row).reference for row in side] for side in (rows.mine, rows.others) if side is not None]
                if any(lines):
                    found[name] = [len(side) for side in lines]
    return found


@pytest.mark.parametrize("nothing", [False, True])
def test_each_side_is_told_of_the_others_steps_and_nobody_else_is(world, nothing):
    row = making.in_work(world)
    assert told(world)["bruno"] == told(world)["hugo"] == {"request.received"}
    assert told(world)["celia"] == {"request.waits"} and "diego" not in told(world)
    if nothing:
        with looking_as(world.ana):
            services.say_nothing_held(by=world.ana, enquiry=row, revision=row.revision)
    else:
        making.answered(world, row)
    heard = told(world)
    assert heard["carla"] == {"request.given"} and "request.given" in heard["celia"]
    assert {"diego", "elena", "fabio", "gala"}.isdisjoint(heard)


def test_what_waits_waits_for_who_can_do_it(world):
    making.submitted(world)
    assert waits(world, waiting.to_send) == {"celia": [1, 0], "carla": [1]}
    row = making.in_work(world)
    ours = waits(world, waiting.to_answer)
    assert ours["ana"] == ours["bruno"] == [1, 0] and ours["carla"] == ours["celia"] == [0, 1] and "diego" not in ours
    proposal = making.proposed(world, row)
    assert waits(world, waiting.to_give) == {"bruno": [1, 0], "ana": [1]}
    with looking_as(world.bruno):
        services.give_answer(by=world.bruno, proposal=proposal, revision=proposal.revision)
    assert waits(world, waiting.to_give) == {} and waits(world, waiting.to_answer) == {}
    assert waits(world, waiting.to_close) == {"carla": [1], "celia": [1]}
