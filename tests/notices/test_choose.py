"""Each person chooses of what they are told, and how."""

import pytest

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.notices.models import Preference
from hub.kit.room import Topic
from tests.notices.told import words, work_done
from tests.reports import writing

FORM = {f"{topic.value}.mail": "NEVER" for topic in Topic} | {f"{topic.value}.on_page": "on" for topic in Topic}


def test_a_topic_that_one_does_not_want_is_not_told(world):
    given = {name: value for name, value in FORM.items() if name != "SHARED.on_page"}
    assert world.client(world.carla).post("/account/notices/", given).status_code == 302
    writing.disseminated(world, audience=("PB",))
    work_done()
    assert words(world.carla) == [] and words(world.celia)


def test_what_was_chosen_is_shown_again_and_noted(world):
    client = world.client(world.ana)
    client.post("/account/notices/", {**FORM, "STEPS.mail": "DAILY"})
    page = client.get("/account/notices/").content.decode()
    assert page.count('value="DAILY" selected') == 1
    with looking_as(world.fabio):
        assert Event.objects.get(action="notices.chosen").detail["topics"]["STEPS"] == {"on_page": True, "mail": "DAILY"}


@pytest.mark.parametrize("given", [{"STEPS.mail": "HOURLY"}, {"STEPS.mail": ""}])
def test_what_cannot_be_chosen_is_refused(world, given):
    response = world.client(world.ana).post("/account/notices/", {**FORM, **given})
    assert response.status_code == 200
    with looking_as(world.ana):
        assert not Preference.objects.exists()


def test_what_i_choose_is_mine_alone(world):
    world.client(world.ana).post("/account/notices/", {**FORM, "STEPS.mail": "AT_ONCE"})
    with looking_as(world.bruno):
        assert not Preference.objects.exists()
        assert not Preference.objects.update(mail="NEVER")
