"""Every address of the hub: those of the roof, and those that the rooms bring."""

from importlib.util import find_spec

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView
from drf_spectacular.views import SpectacularSwaggerSplitView as ApiPage

from hub.account import ChangePassword, SignIn
from hub.home import home
from hub.kit.room import rooms

handler400 = "hub.kit.pages.bad_request"
handler403 = "hub.kit.pages.forbidden"
handler404 = "hub.kit.pages.not_found"
handler500 = "hub.kit.pages.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("account/sign-in/", SignIn.as_view(), name="login"),
    path("account/sign-out/", LogoutView.as_view(), name="logout"),
    path("account/password/", login_required(ChangePassword.as_view()), name="password_change"),
    path("language/", include("django.conf.urls.i18n")),
    *(path("", include(f"{room.name}.urls")) for room in rooms() if room.name != "hub" and find_spec(f"{room.name}.urls")),
    path("api/v1/", include("hub.api")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", login_required(ApiPage.as_view(url_name="api-schema", template_name="api_docs.html")),
         name="api-docs"),
    path("", include("hub.health")),
]
