"""Every address of the hub: each room brings its own, mounted here."""

from importlib.util import find_spec

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView
from drf_spectacular.views import SpectacularSwaggerSplitView as ApiPage

from hub.account import ChangePassword, SignIn
from hub.home import home

handler400 = "hub.kit.pages.bad_request"
handler403 = "hub.kit.pages.forbidden"
handler404 = "hub.kit.pages.not_found"
handler500 = "hub.kit.pages.server_error"


def _room(prefix: str, urls: str) -> list[URLPattern | URLResolver]:
    """A room's addresses under a prefix, if the room has any."""
    return [path(prefix, include(urls))] if find_spec(urls) else []


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("account/sign-in/", SignIn.as_view(), name="login"),
    path("account/sign-out/", LogoutView.as_view(), name="logout"),
    path("account/password/", login_required(ChangePassword.as_view()), name="password_change"),
    path("language/", include("django.conf.urls.i18n")),
    *_room("", "agencies.urls"),
    *_room("", "agencies.audit.urls"),
    *_room("work/", "agencies.work.urls"),
    *_room("", "intel.subjects.urls"),
    *_room("", "intel.reports.urls"),
    *_room("", "intel.trade.urls"),
    *_room("", "intel.exchange.urls"),
    *_room("", "intel.alerts.urls"),
    *_room("", "intel.screening.urls"),
    *_room("", "intel.hits.urls"),
    path("api/v1/", include("hub.api")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", login_required(ApiPage.as_view(url_name="api-schema", template_name="api_docs.html")),
         name="api-docs"),
    path("", include("hub.health")),
]
