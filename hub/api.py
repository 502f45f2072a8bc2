"""The API: each room's routes under `/api/v1/`."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver
from rest_framework.routers import SimpleRouter

ROOMS = ("agencies", "agencies.markings", "agencies.audit", "intel.subjects", "intel.reports", "intel.trade", "intel.alerts",
         "intel.hits", "intel.exchange")


def _router() -> SimpleRouter:
    """Every room's `routes`, pairs of plural and viewset; a room may add to what a lower one serves, by the same plural."""
    viewsets = {plural: viewset for room in ROOMS if find_spec(f"{room}.api")
                for plural, viewset in import_module(f"{room}.api").routes}
    router = SimpleRouter()
    for plural, viewset in viewsets.items():
        router.register(plural, viewset, basename=f"api-{plural}")
    return router


urlpatterns: list[URLPattern | URLResolver] = _router().urls
