"""Mail to a real server: a link and nothing else, once, tried again while the server refuses it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.access.grants import share
from agencies.audit.models import Event
from agencies.models import User
from agencies.notices import mailing
from agencies.notices.models import Mail, Notice, Preference
from agencies.work.models import Work
from hub.configuration import Configuration
from hub.kit.room import Topic
from intel.reports.models import ReportGrant
from intel.reports.services import return_to_author
from tests.notices.mail_server import Server, mail_server
from tests.notices.told import words, work_done
from tests.reports import writing
from tests.world import as_operator


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server() as server:
        yield server


@pytest.fixture
def reachable(world):
    """Everybody has an address; Ana reads Spanish."""
    with as_operator():
        for name, user in world.users.items():
            user.email, user.language = f"{name}@example.org", "es" if name == "ana" else "en"
            user.save(update_fields=["email", "language"])
    return world


def choose(viewer, topic, mail, on_page=True):
    with looking_as(viewer):
        Preference.objects.update_or_create(person_id=viewer.user_id, topic=topic, defaults={"mail": mail, "on_page": on_page})


def returned(world, **given):
    report = writing.submitted(world, **given)
    with looking_as(world.bruno):
        return return_to_author(by=world.bruno, report=report, reason="Falta la fuente.", revision=report.revision)


def time_passes():
    """What was put off is due."""
    with as_service("test"):
        Work.objects.filter(state="WAITING").update(not_before=timezone.now() - timedelta(seconds=1))


def mail_work():
    with as_service("test"):
        return list(Work.objects.filter(kind__in=(mailing.AT_ONCE, mailing.DAILY)))


def test_nothing_is_mailed_that_nobody_asked_for(reachable, server):
    returned(reachable)
    work_done()
    assert words(reachable.ana) and server.taken == [] and mail_work() == []


def test_a_mail_holds_a_link_and_nothing_else(reachable, server):
    choose(reachable.ana, Topic.STEPS, Mail.AT_ONCE)
    report = returned(reachable, title="Textiles por Tambo Quemado")
    work_done()
    [mail], [text] = server.taken, server.texts()
    assert (mail["To"], mail["Auto-Submitted"]) == ("ana@example.org", "auto-generated")
    assert "https://hub.example/notices/" in text and "Hay novedades para usted" in text
    for secret in (report.reference, "Textiles", "AN", "Falta", "report", "informe"):
        assert secret not in text
    with looking_as(reachable.fabio):
        assert Event.objects.filter(action="notices.mailed", object_id=reachable.ana.user_id).count() == 1


def test_it_is_tried_again_after_a_failure_and_sent_once(reachable, server):
    choose(reachable.ana, Topic.STEPS, Mail.AT_ONCE)
    server.answers = ["451 Try later", "421 Going down"]
    returned(reachable)
    work_done()
    [left] = mail_work()
    assert (left.attempts, left.state, server.taken) == (1, "WAITING", [])
    for _time in range(5):
        time_passes()
        work_done()
    assert (len(server.taken), server.asked, mail_work()) == (1, 3, [])


def test_each_attempt_bears_the_same_number(reachable, server, monkeypatch):
    """Killed between the server's word and ours, a mail is sent again, and who receives it can tell."""
    choose(reachable.ana, Topic.STEPS, Mail.AT_ONCE)
    returned(reachable)
    whole = mailing.audit.record

    def die(action, **more):
        if action == "notices.mailed":
            raise OSError("killed")
        whole(action, **more)

    monkeypatch.setattr(mailing.audit, "record", die)
    work_done()
    monkeypatch.undo()
    time_passes()
    work_done()
    assert len(server.taken) == 2 and len({mail["Message-ID"] for mail in server.taken}) == 1


def test_a_server_that_goes_on_refusing_is_shown_to_the_administrator(reachable, server, monkeypatch):
    monkeypatch.setattr(mailing, "_send", lambda *args: (_ for _ in ()).throw(ConnectionRefusedError("nobody there")))
    choose(reachable.ana, Topic.STEPS, Mail.AT_ONCE)
    returned(reachable)
    for _time in range(mailing.ATTEMPTS + 1):
        work_done()
        time_passes()
    [left] = mail_work()
    assert (left.state, left.attempts) == ("FAILED", mailing.ATTEMPTS)
    page = reachable.client(reachable.gala).get("/work/").content.decode()
    assert "Ana (ana)" in page and "ConnectionRefusedError" in page
    monkeypatch.undo()
    reachable.client(reachable.gala).post(f"/work/{left.pk}/retry/")
    work_done()
    assert len(server.taken) == 1 and mail_work() == []


def test_several_notices_are_one_mail(reachable, server):
    choose(reachable.ana, Topic.STEPS, Mail.AT_ONCE)
    for number in range(3):
        returned(reachable, title=f"Informe {number}")
    work_done()
    assert len(server.taken) == 1


def test_the_mail_of_the_day_goes_out_in_the_morning(reachable, server):
    choose(reachable.ana, Topic.STEPS, Mail.DAILY)
    for number in range(3):
        returned(reachable, title=f"Informe {number}")
        work_done()
    assert server.taken == []
    for work in mail_work():
        assert timezone.localtime(work.not_before).time() == mailing.DAILY_AT and work.not_before > timezone.now()
    time_passes()
    work_done()
    assert len(server.taken) == 1 and mail_work() == []


def test_what_was_looked_at_before_is_not_mailed(reachable, server):
    choose(reachable.ana, Topic.STEPS, Mail.DAILY)
    returned(reachable)
    work_done()
    reachable.client(reachable.ana).post("/notices/see-all/")
    time_passes()
    work_done()
    assert server.taken == []


def test_nobody_is_mailed_of_what_they_do_not_see_any_more(reachable, server):
    choose(reachable.carla, Topic.SHARED, Mail.DAILY)
    report = writing.disseminated(reachable, audience=("PB",))
    work_done()
    with looking_as(reachable.ana):
        share(report, groups=(), grant=ReportGrant)
    time_passes()
    work_done()
    assert server.taken == []


@pytest.mark.parametrize("topic", list(Topic))
def test_a_partner_who_may_not_see_it_is_mailed_nothing(reachable, server, topic):
    for name in ("diego", "elena"):
        choose(reachable.viewers[name], topic, Mail.AT_ONCE)
    returned(reachable, audience=("PB",))
    writing.disseminated(reachable, audience=("PB",))
    work_done()
    time_passes()
    work_done()
    assert server.asked == 0


@pytest.mark.parametrize("why", ["no address", "left"])
def test_who_cannot_be_reached_stops_nobody(reachable, server, why):
    choose(reachable.ana, Topic.STEPS, Mail.AT_ONCE)
    choose(reachable.bruno, Topic.DECISIONS, Mail.AT_ONCE)
    with as_operator():
        User.objects.filter(username="ana").update(**({"email": ""} if why == "no address" else {"is_active": False}))
    returned(reachable)
    work_done()
    assert [mail["To"] for mail in server.taken] == ["bruno@example.org"] and mail_work() == []


def test_an_address_of_several_lines_names_nobody_else_and_stops_nobody(reachable, server):
    choose(reachable.ana, Topic.STEPS, Mail.AT_ONCE)
    choose(reachable.bruno, Topic.DECISIONS, Mail.AT_ONCE)
    with as_operator():
        User.objects.filter(username="ana").update(email="ana@example.org\nBcc: otra@example.net")
    returned(reachable)
    work_done()
    assert [(mail["To"], mail["Bcc"]) for mail in server.taken] == [("bruno@example.org", None)]
    assert len(mail_work()) == 1  # where an administrator sees it


def test_by_mail_only_is_not_shown_in_the_hub(reachable, server):
    choose(reachable.ana, Topic.STEPS, Mail.AT_ONCE, on_page=False)
    returned(reachable)
    work_done()
    assert len(server.taken) == 1 and words(reachable.ana) == []


def test_without_a_mail_server_nothing_waits_to_be_mailed(reachable):
    choose(reachable.ana, Topic.STEPS, Mail.AT_ONCE)
    returned(reachable)
    work_done()
    with looking_as(reachable.ana):
        assert Notice.objects.get().mail == Mail.NEVER
    assert mail_work() == []


@pytest.mark.parametrize(("address", "said"), [
    ("smtp://127.0.0.1", ("127.0.0.1", 25, False, False, "")),
    ("smtp+starttls://hub:p%40ss@mail.example", ("mail.example", 587, True, False, "p@ss")),
    ("smtps://mail.example:1465", ("mail.example", 1465, False, True, ""))])
def test_the_address_of_the_mail_server_is_read_as_it_is_written(address, said):
    mail = Configuration(mail_url=address).mail()
    assert tuple(mail[f"EMAIL_{name}"] for name in ("HOST", "PORT", "USE_TLS", "USE_SSL", "HOST_PASSWORD")) == said


def test_an_address_that_is_none_is_refused_and_none_sends_nothing():
    with pytest.raises(ValueError, match="HUB_MAIL_URL begins with 'http'.*smtps"):
        Configuration(mail_url="http://mail.example").mail()
    assert "dummy" in Configuration().mail()["EMAIL_BACKEND"] and "console" in Configuration(mail_url="console://").mail()[
        "EMAIL_BACKEND"]


def test_the_settings_are_listed_and_the_password_is_not(capsys):
    call_command("settings")
    assert "HUB_MAIL_URL" in capsys.readouterr().out
