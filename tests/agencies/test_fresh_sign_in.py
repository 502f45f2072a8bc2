"""Acts that let data leave want the password again when it was given long ago, and take no token."""

import pytest

from agencies.access import looking_as
from agencies.access.acts import FRESH_FOR, require
from agencies.access.grants import reader_groups
from agencies.access.signing import CONFIRMED_AT
from agencies.audit.models import Event
from hub.kit.errors import NotAllowed, StepUpRequired
from intel.subjects.services import share_subject
from tests.alerts import writing as alerts
from tests.reports import writing as reports
from tests.subjects.sharing import shared
from tests.world import PASSWORD, World, as_operator, person


def waits(world: World) -> dict[str, str]:
    """What waits for Bruno, by the address at which a program decides on it."""
    subject = shared(world, world.ana, to=("SIN",), kind="PERSON", label="Juan")
    police = reader_groups([world.agencies["PB"]], act="subjects.view_subject")
    with looking_as(world.ana):
        proposal = share_subject(by=world.ana, subject=subject, groups=police)
    return {f"/api/v1/alerts/{alerts.submitted(world).pk}/": "issue",
            f"/api/v1/reports/{reports.submitted(world).pk}/": "disseminate",
            f"/api/v1/subject-proposals/{proposal.pk}/": "approve"}


def revision(client, address):
    return client.get(address).json()["revision"]


def test_a_token_does_not_let_data_leave(world):
    program, script = world.api(world.bruno), world.api(world.bruno, signed_in=True)
    for address, act in waits(world).items():
        told = program.post(f"{address}{act}/", {"revision": revision(program, address)})
        assert (told.status_code, told.json()["type"]) == (403, "urn:hub:problem:step_up_required"), address
        assert script.post(f"{address}{act}/", {"revision": revision(script, address)}).status_code == 200, address


def test_who_may_not_is_told_so_and_not_to_sign_in_again(world):
    alert = alerts.submitted(world)
    told = world.api(world.ana).post(f"/api/v1/alerts/{alert.pk}/issue/", {"revision": 2})
    assert told.json()["type"] == "urn:hub:problem:not-allowed"


class TestPages:
    """A page asks for the password and goes on with what was filled in."""

    @pytest.fixture
    def alert(self, world):
        return alerts.submitted(world)

    @pytest.fixture
    def bruno(self, world):
        """Bruno's browser, in which the password was given a while ago."""
        with as_operator():
            of_bruno = person(world.bruno)
            of_bruno.set_password(PASSWORD)
            of_bruno.save()
        client = world.client(world.bruno)
        session = client.session
        session[CONFIRMED_AT] -= FRESH_FOR + 1
        session.save()
        return client

    def state(self, world, alert):
        with looking_as(world.bruno):
            alert.refresh_from_db()
            return alert.state

    def test_the_act_is_offered(self, bruno, alert):
        assert f"/alerts/{alert.pk}/issue/" in bruno.get(f"/alerts/{alert.pk}/").content.decode()

    def test_the_password_is_asked_for_with_the_form_in_hand(self, world, bruno, alert):
        address = f"/alerts/{alert.pk}/issue/"
        asked = bruno.post(address, {"revision": "2", "note": "“a” <b>"})
        page = asked.content.decode()
        assert asked.status_code == 403 and self.state(world, alert) == "PENDING_VALIDATION"
        assert f'action="{address}"' in page and '<input type="hidden" name="revision" value="2">' in page
        assert '<input type="hidden" name="note" value="“a” &lt;b&gt;">' in page and "csrfmiddlewaretoken" in page
        assert "This is not the password" not in page

    def test_with_the_password_it_is_done_and_the_next_needs_none(self, world, bruno, alert):
        assert bruno.post(f"/alerts/{alert.pk}/issue/", {"revision": 2, "password_again": PASSWORD}).status_code == 302
        assert self.state(world, alert) == "ACTIVE"
        another = alerts.submitted(world, new_subject=alerts.PERSON, legal_basis="Ley", suspicion_basis="Dato")
        assert bruno.post(f"/alerts/{another.pk}/issue/", {"revision": 2}).status_code == 302
        with looking_as(world.fabio):
            assert Event.objects.filter(action="session.confirmed", object_id=world.bruno.user_id).count() == 1

    def test_another_password_changes_nothing_and_is_noted(self, world, bruno, alert):
        told = bruno.post(f"/alerts/{alert.pk}/issue/", {"revision": 2, "password_again": "illimani"})
        assert told.status_code == 403 and "This is not the password" in told.content.decode()
        assert "illimani" not in told.content.decode() and self.state(world, alert) == "PENDING_VALIDATION"
        with looking_as(world.fabio):
            assert Event.objects.filter(action="session.not_confirmed", actor_id=world.bruno.user_id).count() == 1

    @pytest.mark.parametrize("given", ["", "\0", "\\u0000", "\ud800".encode("utf-8", "surrogatepass"), "²", "x" * 100_000])
    def test_no_password_is_too_much(self, world, bruno, alert, given):
        bruno.raise_request_exception = False
        for address in (f"/alerts/{alert.pk}/issue/", "/healthz", "/", "/account/sign-in/"):
            assert bruno.post(address, {"revision": 2, "password_again": given}).status_code < 500
        assert self.state(world, alert) == "PENDING_VALIDATION"

    def test_a_password_of_somebody_signed_out_confirms_nothing(self, world, alert):
        told = world.client().post(f"/alerts/{alert.pk}/issue/", {"revision": 2, "password_again": PASSWORD})
        assert told.status_code in (302, 404) and self.state(world, alert) == "PENDING_VALIDATION"

    def test_a_clock_that_was_set_back_does_not_make_a_session_fresh(self, world, alert):
        client = world.client(world.bruno)
        session = client.session
        session[CONFIRMED_AT] += 3600
        session.save()
        assert client.post(f"/alerts/{alert.pk}/issue/", {"revision": 2}).status_code == 403


def test_require_says_first_what_cannot_be_mended(world):
    old = world.bruno.__class__(acts=frozenset({"alerts.issue_alert"}))
    with pytest.raises(StepUpRequired):
        require(old, "alerts.issue_alert", strong=True)
    for refused in (lambda: require(old, "alerts.add_alert", strong=True),
                    lambda: require(old, "alerts.issue_alert", when=False, otherwise="no", strong=True)):
        with pytest.raises(NotAllowed) as error:
            refused()
        assert not isinstance(error.value, StepUpRequired)
    require(old.confirmed(), "alerts.issue_alert", strong=True)
