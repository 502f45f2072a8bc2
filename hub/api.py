"""The API: each room's routes under `/api/v1/`."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ViewSetMixin

from agencies.access.acts import known
from hub.kit.room import rooms


def _router() -> SimpleRouter:
    """Every room's `routes`, pairs of plural and view set; a room may add to what a lower one serves, by an heir of its view set.

    Raises LookupError for two view sets of one plural of which the later is no heir of the other, and for the act of a list
    that no room declares.
    """
    viewsets: dict[str, type[ViewSetMixin]] = {}
    for room in rooms():
        if room.name != "hub" and find_spec(f"{room.name}.api"):
            for plural, viewset in import_module(f"{room.name}.api").routes:
                if not issubclass(viewset, viewsets.get(plural, ViewSetMixin)):
                    raise LookupError(f"{room.name}: another room serves {plural!r}; only an heir of its view set adds to it.")
                if act := getattr(viewset, "view_act", ""):
                    known(act)
                viewsets[plural] = viewset
    router = SimpleRouter()
    for plural, viewset in viewsets.items():
        router.register(plural, viewset, basename=f"api-{plural}")
    return router


urlpatterns: list[URLPattern | URLResolver] = _router().urls
