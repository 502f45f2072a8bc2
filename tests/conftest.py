"""What every test has: a database as the application sees it, and the small world."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase
from hypothesis import settings

settings.register_profile("hub", deadline=None)  # how long an example takes says nothing: other tests run beside it
settings.load_profile("hub")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A migrated database of this process. Every connection acts as the application, so that row policies hold.

    The login is the owner's, which may become the application or the service and nothing else.
    """
    from tests.database import TestDatabase

    with django_db_blocker.unblock():
        database = TestDatabase()
        database.make()
        connection_created.connect(_act_as_application)
        # Django would truncate the tables, which neither reference data nor the append-only log survive.
        TransactionTestCase._fixture_teardown = lambda case: database.make_anew()  # type: ignore[method-assign]
        yield
        connection_created.disconnect(_act_as_application)
        database.drop()


def _act_as_application(connection: Any, **_more: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set role hub_application")


@pytest.fixture(scope="session", autouse=True)
def _indexes_in_memory() -> None:
    """A test's rows are rolled back, which indexes on disk would not know; tests of these say where they lie."""
    django_settings.INDEX_DIR = None


@pytest.fixture(scope="session", autouse=True)
def _at_any_pace() -> None:
    """Tests ask more in a second than people do in an hour; those of `tests/pace` say what keeps them waiting."""
    from agencies.pace import middleware
    from agencies.pace.counting import Pace

    middleware.CALL, middleware.PROBE = Pace("call", 1, 0.0), Pace("probe", 1, 0.0)


@pytest.fixture(scope="session")
def small_world(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The rows of the small world, made once."""
    from tests.small_world import SmallWorld

    with django_db_blocker.unblock():
        return SmallWorld()


@pytest.fixture
def world(small_world: Any, db: None) -> Any:
    """Ana, Bruno, Carla, Diego, Elena and their agencies: see tests/world.py."""
    return small_world.put()
