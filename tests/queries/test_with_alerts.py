"""What others learn of an alert, said on its form: it waits with the alert, and comes true when the alert is issued."""

import pytest

from agencies.access import as_service, looking_as
from agencies.sharing import services as sharing
from hub.kit.errors import Conflict
from intel.alerts.models import Alert
from intel.alerts.services import issue, revise_alert, submit
from intel.queries import index
from intel.queries.disclosure import On, disclose
from intel.queries.models import Disclosure
from tests.alerts import writing as alerts
from tests.queries.asking import answered, asked
from tests.sharing.test_groups import again, founded, joins

ASKED = {"kind": "ORGANISATION", "names": ("Importadora Sajama S.R.L.",)}
CONTACT = "HIT_CONTACT_OWNER"


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


def written(world, alert, **learn):
    """The edit form of a draft as Ana sends it, saying what others learn."""
    values = {"action_requested": alert.action_requested, "priority": alert.priority, "risk_area": alert.risk_area,
              "reason": alert.reason, "valid_from": alert.valid_from, "valid_until": alert.valid_until,
              "legal_basis": alert.legal_basis, "suspicion_basis": alert.suspicion_basis,
              "classification": alert.classification, "own_agency_only": "on", "revision": alert.revision}
    sent = world.client(again(world.ana)).post(
        f"/alerts/{alert.pk}/edit/", values | {f"learn-{name}": value for name, value in learn.items()})
    with looking_as(world.ana):
        return Alert.objects.get(pk=alert.pk), sent


def handed_in(world, alert):
    with looking_as(world.ana):
        return submit(by=world.ana, alert=alert, revision=alert.revision)


def issued(world, alert):
    with looking_as(world.bruno):
        alert = Alert.objects.get(pk=alert.pk)
        return issue(by=world.bruno, alert=alert, revision=alert.revision)


def said(world):
    with as_service("tests"):
        return list(Disclosure.objects.order_by("id").values_list("alert", "agency__code", "level", "decided_by"))


def draft(world):
    return alerts.draft(world)


def learns(viewer):
    return answered(asked(again(viewer), **ASKED)).answer


def test_it_waits_with_the_alert_and_who_issues_it_confirms_it(world):
    it, sent = written(world, draft(world), level=CONTACT, whom="PB")
    assert sent.status_code == 302 and said(world) == [(it.pk, "PB", CONTACT, None)]
    it = handed_in(world, it)
    page = world.client(world.bruno).get(f"/alerts/{it.pk}/").content.decode()
    assert "With it you confirm what others learn of it who ask:" in page and "PB: That your agency has something" in page
    assert learns(world.carla) == "NO_HIT"
    issued(world, it)
    assert said(world) == [(it.pk, "PB", CONTACT, world.bruno.user_id)]
    assert (learns(world.carla), learns(world.diego)) == (CONTACT, "NO_HIT")


def test_said_on_the_form_of_a_new_alert(world):
    client, it = world.client(world.ana), draft(world)
    page = client.get(f"/alerts/new/?subject={it.subject_id}").content.decode()
    assert 'name="learn-level"' in page and "What your agency says by risk area, or else nothing" in page
    values = {"subject": it.subject_id, "action_requested": it.action_requested, "priority": 2, "risk_area": it.risk_area,
              "reason": "x", "valid_from": it.valid_from, "valid_until": it.valid_until, "classification": "RESTRICTED",
              "own_agency_only": "on"}
    assert client.post("/alerts/new/", values | {"learn-level": "DATA", "learn-whom": ""}).status_code == 200
    assert said(world) == []
    client.post("/alerts/new/", values | {"learn-level": "SILENT", "learn-whom": ""})
    [(_alert, agency, level, by)] = said(world)
    assert (agency, level, by) == (None, "SILENT", world.ana.user_id)


def test_nothing_said_leaves_what_holds_by_default(world):
    it, _sent = written(world, draft(world), level="", whom="")
    written(world, it)
    assert said(world) == []


def test_the_form_shows_what_was_proposed_and_changes_it(world):
    it, _sent = written(world, draft(world), level=CONTACT, whom="PB")
    page = world.client(world.ana).get(f"/alerts/{it.pk}/edit/").content.decode()
    assert '<option value="PB" selected>' in page
    with as_service("tests"):
        before = Disclosure.objects.get().pk
    it, _sent = written(world, it, level=CONTACT, whom="PB")
    with as_service("tests"):
        assert Disclosure.objects.get().pk == before
    it, _sent = written(world, it, level=CONTACT, whom="SIN")
    assert said(world) == [(it.pk, "SIN", CONTACT, None)]
    written(world, it, level="", whom="")
    assert said(world) == []


def test_what_was_changed_since_it_was_submitted_is_not_issued(world):
    it, _sent = written(world, draft(world), level=CONTACT, whom="PB")
    it = handed_in(world, it)
    with looking_as(world.hugo):
        disclose(by=world.hugo, on=On(alert=it), level=CONTACT)
    with pytest.raises(Conflict, match="what others learn of it who ask"):
        issued(world, it)
    assert {row[3] for row in said(world)} == {None}


def test_what_the_issuer_proposed_waits_on_its_own(world):
    it = draft(world)
    with looking_as(world.bruno):
        disclose(by=world.bruno, on=On(alert=it), level=CONTACT)
    it = handed_in(world, it)
    assert "With it you confirm" not in world.client(world.bruno).get(f"/alerts/{it.pk}/").content.decode()
    issued(world, it)
    assert said(world) == [(it.pk, None, CONTACT, None)]


def test_a_group_learns_it_as_it_was_when_that_was_proposed(world):
    group = founded(world, "PB")
    it, _sent = written(world, draft(world), level=CONTACT, whom=f"#{group.pk}")
    it = handed_in(world, it)
    assert "PB (" in world.client(again(world.bruno)).get(f"/alerts/{it.pk}/").content.decode()
    joins(world, group, "SIN")
    bruno = again(world.bruno)
    with looking_as(bruno):
        issue(by=bruno, alert=it, revision=it.revision)
    assert (learns(world.carla), learns(world.diego)) == (CONTACT, "NO_HIT")


def test_an_alert_is_issued_though_its_group_ended_and_that_waits(world):
    group = founded(world, "PB")
    it, _sent = written(world, draft(world), level=CONTACT, whom=f"#{group.pk}")
    it = handed_in(world, it)
    with looking_as(world.bruno):
        sharing.end_group(by=world.bruno, group=group)
    assert issued(world, it).state == "ACTIVE"
    assert said(world)[0][3] is None


def test_with_a_new_version_comes_true_what_was_submitted_with_it_and_nothing_of_the_old_one(world):
    it, _sent = written(world, draft(world), level=CONTACT, whom="PB")
    it = issued(world, handed_in(world, it))
    with looking_as(world.ana):
        disclose(by=world.ana, on=On(alert=it), level=CONTACT, agency=world.agencies["SIN"])
        made = revise_alert(by=world.ana, alert=it, revision=it.revision)
    made, _sent = written(world, made, level=CONTACT, whom="")
    issued(world, handed_in(world, made))
    bruno = world.bruno.user_id
    assert set(said(world)) == {(made.pk, "PB", CONTACT, bruno), (made.pk, "SIN", CONTACT, None), (made.pk, None, CONTACT, bruno)}


@pytest.mark.parametrize("given", [{"level": "²", "whom": ""}, {"level": CONTACT, "whom": "#12"},
                                   {"level": CONTACT, "whom": "\x00"}, {"level": CONTACT, "whom": "AN"}])
def test_bad_choices_keep_nothing(world, given):
    it = draft(world)
    after, sent = written(world, it, **given)
    assert sent.status_code in (200, 400) and after.revision == it.revision and said(world) == []


def test_the_preview_says_who_learns_it(world):
    group = founded(world, "PB")
    given = {"learn-level": "", "learn-whom": f"#{group.pk}"}
    sent = world.client(again(world.ana)).post("/queries/disclosures/who-learns/", given)
    assert "PB (" in sent.content.decode()
