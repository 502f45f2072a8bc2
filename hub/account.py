"""Signing in and out, and the person's own password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from agencies.access.door import viewer_of
from agencies.access.signing import keep_anew
from agencies.audit import record

_COOKIE = settings.LANGUAGE_COOKIE_NAME


class SignIn(views.LoginView):
    """The door. The pages speak the person's language, unless another was chosen in this browser."""

    template_name = "account/login.html"
    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:
        """Where to go on; not to the door again."""
        url = str(super().get_redirect_url())
        return "" if url.split("?")[0] == self.request.path else url

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign the person in."""
        response = super().form_valid(form)
        keep_anew(self.request, form.cleaned_data["password"])
        if _COOKIE not in self.request.COOKIES:
            response.set_cookie(_COOKIE, form.get_user().language, samesite="Lax",
                                secure=settings.SESSION_COOKIE_SECURE)
        return response


class ChangePassword(views.PasswordChangeView):
    """The person's own password; it goes back home with a word that it was done."""

    template_name = "account/password_change.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the new password and this session."""
        response = super().form_valid(form)
        record("password.changed", by=viewer_of(self.request), on=self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, _("Your password was changed."))
        return response
