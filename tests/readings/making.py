"""What was released by customs to the tax body, resting on the police, and used."""

from typing import Any

from agencies.access import looking_as
from intel.readings.models import Question, Use
from intel.readings.services import ask_why
from intel.releases.models import Release
from tests.releases import making


def released(world: Any, *included: int) -> Release:
    """Both portions, of which the police consented to the second; or those named."""
    request = making.sent(world)
    making.consented(world, request)
    return making.released(world, request, *(included or (1, 2)))


def used(world: Any, release: Release) -> None:
    """Diego searches it out, opens it and takes a copy."""
    client = world.client(world.diego)
    assert client.get("/releases/", {"q": release.reference}).status_code == 200
    assert client.get(f"/releases/{release.pk}/").status_code == 200
    assert client.post(f"/releases/{release.pk}/copy/").status_code == 200


def uses(by: Any) -> list[tuple[str, str, str]]:
    """Act, person, release as an agency reads them, oldest first."""
    with looking_as(by):
        return [(use.act, str(use.person or ""), use.reference)
                for use in Use.objects.select_related("person").order_by("id")]


def asked(world: Any, by: Any, act: str = "READ") -> Question:
    with looking_as(by):
        return ask_why(by=by, use=Use.objects.get(act=act), question="¿Para qué caso?")
