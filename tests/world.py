"""The one small world of the tests: Ana and Bruno of customs, Carla of police, Diego of tax, and Elena, who sees nothing.

    def test_it_...(world):
        with looking_as(world.ana): ...
        world.client(world.carla).get("/reports/")

Ana is an officer and Bruno a supervisor of customs; Fabio audits customs, Gala administers its people. Carla is an analyst
and Celia a supervisor of police, Diego an analyst of the tax body. Elena is an officer of a fourth agency to which nothing
is ever shared. All may read up to CONFIDENTIAL, but Ivan of customs, who may read UNCLASSIFIED only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from agencies.access import Viewer, at_the_door, looking_as
from agencies.access.signing import recognised
from agencies.models import Agency, User
from agencies.roles import Role
from agencies.services import engage, found_agency

PASSWORD = "illimani-6438-m"

PEOPLE = {
    "ana": ("AN", Role.OFFICER), "bruno": ("AN", Role.SUPERVISOR), "fabio": ("AN", Role.AUDITOR),
    "gala": ("AN", Role.AGENCY_ADMINISTRATOR), "hugo": ("AN", Role.ANALYST), "ivan": ("AN", Role.OFFICER),
    "carla": ("PB", Role.ANALYST), "celia": ("PB", Role.SUPERVISOR), "diego": ("SIN", Role.ANALYST),
    "elena": ("ZZ", Role.OFFICER),
}
AGENCIES = {"AN": ("Aduana Nacional", "CUSTOMS"), "PB": ("Policía Boliviana", "POLICE"),
            "SIN": ("Servicio de Impuestos Nacionales", "TAX"), "ZZ": ("Otra Entidad", "OTHER")}


@dataclass
class World:
    """Agencies by code, people by first name; `world.ana` is Ana's Viewer, `world.users["ana"]` her row."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Viewer:
        try:
            return self.viewers[name]
        except KeyError:
            raise AttributeError(name) from None

    def client(self, viewer: Viewer | None = None) -> Client:
        """A browser, signed in as the person; as nobody without one."""
        client = Client()
        if viewer is not None:
            client.force_login(person(viewer))
        return client

    def api(self, viewer: Viewer | None = None, *, signed_in: bool = False) -> APIClient:
        """A program that sends the person's token; or a script of the pages, in the session of somebody just signed in."""
        from knox.models import AuthToken

        client = APIClient()
        if viewer is not None and signed_in:
            client.force_login(person(viewer))
        elif viewer is not None:
            with looking_as(viewer):
                _token, secret = AuthToken.objects.create(person(viewer))
            client.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
        return client


def engaged(agency: Agency, username: str, *roles: str, clearance: str = "CONFIDENTIAL", **given: Any) -> Viewer:
    """Somebody besides the people of the world, engaged by the operator."""
    with as_operator():
        return Viewer.of(engage(agency=agency, username=username, roles=roles, clearance=clearance, **given)).confirmed()


@contextmanager
def as_operator() -> Iterator[None]:
    """As the owner of the tables, who alone founds agencies and engages people without being somebody."""
    with connection.cursor() as cursor:
        cursor.execute("set role hub_owner")
        yield
        cursor.execute("set role hub_application")


def person(viewer: Viewer) -> User:
    """The row of who is looking."""
    with at_the_door():
        return User.objects.select_related("agency").get(pk=viewer.user_id).with_password()


def build() -> World:
    """The world, in an empty database. Its password is PASSWORD for everybody."""
    world = World()
    for code, (name, kind) in AGENCIES.items():
        world.agencies[code] = found_agency(code=code, name=name, kind=kind)
    for name, (code, role) in PEOPLE.items():
        user = engage(agency=world.agencies[code], username=name, roles=[role], first_name=name.title(), language="en",
                      clearance="UNCLASSIFIED" if name == "ivan" else "CONFIDENTIAL")
        world.users[name] = user
        world.viewers[name] = Viewer.of(user).confirmed()
    return world


def second_person(by: Viewer) -> Viewer:
    """A supervisor of the viewer's agency besides those of the small world, who decides on what others wrote."""
    name = f"second-{by.agency_code}"
    found = recognised(username=name)
    return engaged(Agency.objects.get(pk=by.agency_id), name, Role.SUPERVISOR) if found.is_nobody else found.confirmed()
