"""Whether the hub can do its work, for the launcher, load balancers and monitoring. No rule, no rows, no names."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError

from hub.celery import app
from hub.metrics import metrics


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503. A broker that is away is told but is no failure: work waits in rows."""
    database, broker = _database_answers(), _broker_answers()
    told = {"database": "ok" if database else "away", "broker": "ok" if broker else "away"}
    return JsonResponse(told, status=200 if database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error:
        return False
    return True


def _broker_answers() -> bool:
    try:
        with app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=0, timeout=2, reraise_as_library_errors=True)
    except (OperationalError, OSError):
        return False
    return True


urlpatterns = [path("healthz", healthz, name="healthz"), path("metrics", metrics, name="metrics")]
