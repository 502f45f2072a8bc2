"""Eighty new hits are one piece of news: notices of one kind and day are one line, of what its reader sees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.notices import selectors
from agencies.notices.addressees import to_person
from agencies.notices.announcing import notify_of_several
from agencies.notices.models import Announcement, Notice
from intel.hits.models import Hit
from tests.hits import making
from tests.notices.told import work_done

PARTIES = (("FERRETERIA PUNTI ALAMBRES SRL", "Punti Alambres Limitada"), ("TEXTILES HUANCARANI SRL", "Textiles Huancarani Ltda"),
           ("COMERCIAL QUIRQUINCHO SRL", "Comercial Quirquincho Limitada"))


@pytest.fixture
def hits(world):
    made = [making.hit(world, party=party, subject=subject) for party, subject in PARTIES]
    work_done()
    with looking_as(world.ana):
        Notice.objects.update(done_at=timezone.now())
    return made


def told_of(world, hits, *, days_ago=0):
    """Tell ana of hits, as it would be told so many days ago."""
    with looking_as(world.bruno):
        notify_of_several("hit.opened", on=hits, to=to_person(world.ana.user_id))
    if days_ago:
        with as_service("test"):
            Announcement.objects.update(created_at=timezone.now() - timedelta(days=days_ago))
    work_done()


def page(world):
    return world.client(world.ana).get("/notices/").content.decode()


def bell(world):
    with looking_as(world.ana):
        return selectors.unseen_count()


def test_several_of_a_kind_and_day_are_one_line_and_one_on_the_bell(world, hits):
    told_of(world, hits)
    assert page(world).count(">There are 3 new hits of alerts that you wrote.") == 1
    assert "There is a new hit" not in page(world) and bell(world) == 1


def test_one_alone_is_named(world, hits):
    told_of(world, hits[:1])
    assert f"There is a new hit of an alert that you wrote: {hits[0]}." in page(world)


def test_each_day_has_its_own_line(world, hits):
    told_of(world, hits[:2], days_ago=1)
    told_of(world, hits)
    assert "There are 2 new hits" in page(world) and "There are 3 new hits" in page(world) and bell(world) == 2


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_day_is_one_of_the_clock_on_the_page(world, hits, hour):
    """Whatever day it is by then where the server stands."""
    told_of(world, hits)
    then = timezone.localtime().replace(hour=hour, minute=5) - timedelta(days=2)
    with looking_as(world.ana):
        for number, notice in enumerate(selectors.unseen()):
            Notice.objects.filter(pk=notice.pk).update(created_at=then + timedelta(minutes=number))
    assert page(world).count(">There are 3 new hits") == 1 and bell(world) == 1


def test_a_line_counts_what_its_reader_sees(world, hits):
    told_of(world, hits)
    with as_service("test"):
        Hit.objects.filter(pk=hits[0].pk).delete()
    assert "There are 2 new hits" in page(world)
    with as_service("test"):
        Hit.objects.filter(pk=hits[1].pk).delete()
    assert f"There is a new hit of an alert that you wrote: {hits[2]}." in page(world)


def test_a_line_leads_to_the_list_and_is_looked_at_as_a_whole(world, hits):
    told_of(world, hits)
    with looking_as(world.ana):
        newest = selectors.lines().first()
    response = world.client(world.ana).get(f"/notices/{newest.pk}/")
    assert response.url == "/hits/" and bell(world) == 0
    told_of(world, hits[:2])  # what comes afterwards is a line of its own
    assert "There are 3 new hits" in page(world) and "There are 2 new hits" in page(world) and bell(world) == 1


def test_a_line_is_put_away_as_a_whole(world, hits):
    told_of(world, hits)
    with looking_as(world.ana):
        newest = selectors.lines().first()
    world.client(world.ana).post(f"/notices/{newest.pk}/put-away/")
    assert "There are" not in page(world) and "There is" not in page(world) and bell(world) == 0


def test_pages_of_lines_show_each_once(world, hits):
    for days_ago in range(30):
        told_of(world, hits[:2], days_ago=days_ago)
        with looking_as(world.ana):
            Notice.objects.update(seen_at=timezone.now())
    client, address, lines = world.client(world.ana), "/notices/", 0
    while address:
        shown = client.get(address)
        lines += shown.content.decode().count(">There are 2 new hits")
        address = shown.context["page"].older
    assert lines == 30


def test_several_lines_are_looked_at_and_put_away_each_with_all_that_it_is_about(world, hits):
    told_of(world, hits)
    with looking_as(world.ana):
        [line] = selectors.lines()
    client, form = world.client(world.ana), {"row": [str(line.pk)]}
    assert f'name="row" value="{line.pk}"' in client.get("/notices/").content.decode()
    assert "1 of 1 row done" in client.post("/lists/notices/several/", {**form, "act": "see"}).content.decode()
    with looking_as(world.ana):
        assert not selectors.unseen().exists()
    assert world.client(world.carla).post("/lists/notices/several/", {**form, "act": "see"}).status_code == 200
    assert "1 of 1 row done" in client.post("/lists/notices/several/", {**form, "act": "put-away"}).content.decode()
    with looking_as(world.ana):
        assert not selectors.newest().exists()
