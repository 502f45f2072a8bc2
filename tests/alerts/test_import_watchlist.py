"""A list becomes alerts in force, once, and its next edition changes what it changes."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.audit.models import Event
from hub.kit.errors import NotAllowed
from intel.alerts.models import Alert, AlertStep
from intel.alerts.services import ListedSubject, expire, import_watchlist
from intel.alerts.signals import alerts_changed
from intel.hits.models import Hit
from intel.hits.services import judge
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject
from tests.alerts.writing import issued
from tests.hits.making import screened
from tests.screening import making

SAMPLES = Path(__file__).parent.parent / "exchange" / "samples"


def listed(number, label="", **given):
    return ListedSubject(SubjectEntry(kind="PERSON", label=label or f"Persona {number}", source="LIST", source_ref=str(number),
                                      **given), reason="LIST: SDGT")


def taken(world, *entries, by="bruno", audience=("PB",), **given):
    viewer = world.viewers[by]
    groups = reader_groups([world.agencies[code] for code in audience], act="alerts.view_alert")
    with looking_as(viewer):
        done = import_watchlist(by=viewer, listed=entries, source="LIST", audience=groups, own_agency_only=not groups, **given)
    return done.new, done.changed, done.same, done.withdrawn


def test_it_is_in_force_without_an_author_and_seen_by_its_audience(world):
    assert taken(world, listed(1), listed(2)) == (2, 0, 0, 0)
    with looking_as(world.carla):
        alerts = list(Alert.objects.order_by("id"))
        assert [(a.state, a.imported, a.created_by_id, a.issued_by_id) for a in alerts] == [
            ("ACTIVE", True, None, world.bruno.user_id)] * 2
        assert all(alert.issued_at and alert.subject.label for alert in alerts)
    with looking_as(world.diego):
        assert not Alert.objects.exists()
    with looking_as(world.fabio):
        assert Event.objects.get(action="watchlist.imported").detail["new"] == 2


def test_the_same_list_again_changes_nothing(world):
    told = []

    def remember(sender, ids, **more):
        told.extend(ids)

    taken(world, listed(1), listed(2))
    alerts_changed.connect(remember)
    try:
        assert taken(world, listed(1), listed(2)) == (0, 0, 2, 0)
        assert told == []
        assert taken(world, listed(1, "Otro Nombre"), listed(2)) == (0, 1, 1, 0)
    finally:
        alerts_changed.disconnect(remember)
    with looking_as(world.bruno):
        assert told == [Alert.objects.get(subject__source_ref="1").pk]
        assert Alert.objects.count() == Subject.objects.count() == 2


def test_what_the_list_dropped_stays_or_is_withdrawn_but_never_what_a_person_wrote(world):
    taken(world, listed(1), listed(2), listed(3))
    with looking_as(world.bruno):
        Alert.objects.filter(subject__source_ref="3").update(state="WITHDRAWN")
    own = issued(world, subject=_subject(world, "3"), legal_basis="Ley", suspicion_basis="Viajes")
    assert taken(world, listed(1)) == (0, 0, 1, 0)
    assert taken(world, listed(1), withdraw_missing=True) == (0, 0, 1, 1)
    with looking_as(world.bruno):
        assert Alert.objects.get(subject__source_ref="2").state == "WITHDRAWN"
        assert Alert.objects.get(pk=own.pk).state == "ACTIVE"


def test_its_alerts_have_a_life_of_steps_with_the_importer_as_who(world):
    taken(world, listed(1), listed(2))
    taken(world, listed(1), withdraw_missing=True)
    with looking_as(world.bruno):
        steps = AlertStep.objects.order_by("alert__subject__source_ref", "id").values_list(
            "alert__subject__source_ref", "state", "by", "reason")
        assert list(steps) == [("1", "ACTIVE", world.bruno.user_id, "Listed by LIST."),
                               ("2", "ACTIVE", world.bruno.user_id, "Listed by LIST."),
                               ("2", "WITHDRAWN", world.bruno.user_id, "Not listed by LIST any more.")]
        dropped = Alert.objects.get(subject__source_ref="2")
        assert dropped.revision == 2 and dropped.updated_at > dropped.issued_at
    with looking_as(world.fabio):
        assert Event.objects.get(action="alert.unlisted").object_id == dropped.pk


def _subject(world, ref):
    with looking_as(world.bruno):
        return Subject.objects.get(source_ref=ref)


def test_a_wider_audience_sees_the_earlier_alerts_too(world):
    taken(world, listed(1), audience=("PB",))
    taken(world, listed(1), audience=("PB", "SIN"))
    for person, sees in {"carla": True, "diego": True, "elena": False}.items():
        with looking_as(world.viewers[person]):
            assert Alert.objects.exists() is sees, person


@pytest.mark.parametrize("person", ["ana", "fabio", "gala"])
def test_only_who_may_issue_imports(world, person):
    with pytest.raises(NotAllowed):
        taken(world, listed(1), by=person, audience=())


def command(folder, **given):
    out = StringIO()
    call_command("import_watchlist", str(folder), **{"username": "bruno", **given}, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_reads_both_layouts_and_is_repeatable(world, tmp_path):
    folders = sorted({file.parent for file in SAMPLES.rglob("sdn.csv*")})
    assert folders
    for number, folder in enumerate(folders):
        errors = tmp_path / f"{number}.csv"
        first = command(folder, source=f"L{number}", audience="PB", errors=errors)
        assert " 0 new" not in first and "0 changed" in first
        assert " 0 new, 0 changed" in command(folder, source=f"L{number}", audience="PB", errors=errors)
    with looking_as(world.carla):
        assert Alert.objects.exists()


@pytest.mark.parametrize(("given", "words"), [
    ({"username": "nobody"}, "no person"), ({"audience": "XX"}, "no agency XX"), ({"username": "ana"}, "None of your roles")])
def test_the_command_says_what_is_wrong(world, given, words, tmp_path):
    folder = next(file.parent for file in SAMPLES.rglob("sdn.csv*"))
    with pytest.raises(CommandError, match=words):
        command(folder, errors=tmp_path / "e.csv", **given)


def test_the_command_needs_a_folder_of_lists(world, tmp_path):
    with pytest.raises(CommandError):
        command(tmp_path)


def test_its_next_edition_lets_the_alerts_go_on(world):
    """Or they would all end in the night in which the first edition is a year old."""
    taken(world, listed(1), listed(2), valid_days=365)
    today = timezone.localdate()
    with looking_as(world.bruno):
        Alert.objects.update(valid_from=today - timedelta(days=360), valid_until=today + timedelta(days=5))
    assert taken(world, listed(1), valid_days=365) == (0, 0, 1, 0)
    with looking_as(world.bruno):
        until = dict(Alert.objects.values_list("subject__source_ref", "valid_until"))
        assert until == {"1": today + timedelta(days=365), "2": today + timedelta(days=5)}
    assert taken(world, listed(1), valid_days=30) == (0, 0, 1, 0)
    with looking_as(world.bruno):
        assert Alert.objects.get(subject__source_ref="1").valid_until == today + timedelta(days=365)
        assert Event.objects.filter(action="watchlist.imported").count() == 0  # an officer reads no log
    with looking_as(world.fabio):
        told = Event.objects.filter(action="watchlist.imported").order_by("id").values_list("detail__extended", flat=True)
        assert list(told) == [0, 1, 0]


def test_what_was_dismissed_stays_dismissed_when_its_alert_was_issued_anew(world):
    feed = making.feed(world.ana)
    making.trader(world.ana, feed, "Persona Uno Quispe Mamani", kind="person")
    entry = listed(1, "Persona Uno Quispe Mamani")
    taken(world, entry)
    screened()
    with looking_as(world.ana):
        [hit] = Hit.objects.all()
        judge(by=world.ana, hit=hit, state="NOT_A_MATCH", reason="Otra persona", revision=hit.revision)
    with looking_as(world.bruno):
        Alert.objects.update(valid_from="2020-01-01", valid_until="2020-12-31")
    expire()
    screened()
    assert taken(world, entry) == (1, 0, 0, 0)
    screened()
    with looking_as(world.ana):
        assert list(Hit.objects.order_by("id").values_list("state", "match__holds")) == [
            ("NOT_A_MATCH", False), ("NOT_A_MATCH", True)]
