"""Pages of the own account with its API tokens, and of the people of the agency."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import people, tokens
from agencies.access import Viewer, require
from agencies.access.door import found, viewer_of
from agencies.audit import record
from agencies.filters import PersonFilter
from agencies.forms import LanguageForm, PersonForm, TokenForm
from agencies.models import User
from agencies.roles import Role
from hub.kit.errors import HubError, Invalid, NotAllowed, NotFound
from hub.kit.pages import done, refuse, render_page


@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The own account: who the hub takes the person for, and the language it speaks."""
    person = _person(request)
    form = LanguageForm(request.POST or None, initial={"language": person.language})
    if request.method == "POST" and form.is_valid():
        person.language = form.cleaned_data["language"]
        person.save(update_fields=["language"])
        record("account.changed", by=viewer_of(request), on=person, fields=["language"])
        with translation.override(person.language):
            done(request, _("The hub speaks your language from now on."))
        response = redirect("agencies:account")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax",
                            secure=bool(settings.SESSION_COOKIE_SECURE))
        return response
    return render_page(request, "agencies/account.html", {"form": form, "person": person})


@login_required
@require_http_methods(["GET", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """The own API tokens; a new one's secret is on the answer to its creation and nowhere else."""
    viewer, form, issued = viewer_of(request), TokenForm(request.POST or None), None
    if viewer.is_nobody:
        raise NotAllowed(_("Your account belongs to no agency."))
    if request.method == "POST" and form.is_valid():
        try:
            with atomic():
                issued = tokens.issue_token(by=viewer, days=form.cleaned_data["days"])
        except Invalid as error:
            refuse(form, error)
    return render_page(request, "agencies/tokens.html", {
        "form": form, "issued": issued, "tokens": list(tokens.tokens_of(viewer.user_id))})


@require_POST
def revoke_token(request: HttpRequest, key: str) -> HttpResponse:
    """End one of the own tokens."""
    viewer = viewer_of(request)
    if viewer.is_nobody:
        raise NotFound
    tokens.revoke_token(by=viewer, key=key)
    done(request, _("The token is revoked. Programs that use it are refused from now on."))
    return redirect("agencies:tokens")


@login_required
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """The people of the agency."""
    viewer = viewer_of(request)
    require(viewer, people.ADMINISTER)
    persons = found(request, PersonFilter, people.people_of(viewer), "person.searched")
    return render_page(request, "agencies/people.html", persons.shown(
        rows=[(person, _labels(person)) for person in persons.rows], roles=Role.choices))


@login_required
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Add a person to the agency."""
    viewer = viewer_of(request)
    require(viewer, people.ADMINISTER)
    form = PersonForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            with atomic():
                person = people.add_person(by=viewer, **form.cleaned_data)
        except (HubError, ValidationError) as error:
            refuse(form, error)
        else:
            done(request, _("%(person)s is added. Give a password so that signing in is possible.")
                 % {"person": person})
            return redirect("agencies:user", person.pk)
    return render_page(request, "agencies/person_form.html", {"form": form, "person": None})


@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person of the agency."""
    viewer = viewer_of(request)
    person = people.person_or_absent(viewer, pk)
    record("person.read", by=viewer, on=person)
    return _detail(request, viewer, person)


@require_http_methods(["GET", "POST"])
def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person's particulars, roles and clearance."""
    viewer = viewer_of(request)
    person = people.person_or_absent(viewer, pk)
    form = PersonForm(request.POST or None, viewer=viewer, person=person)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "username"}
        try:
            with atomic():
                people.change_person(by=viewer, person=person, **given)
        except (HubError, ValidationError) as error:
            refuse(form, error)
        else:
            done(request, _("What is known of %(person)s is changed.") % {"person": person})
            return redirect("agencies:user", pk)
    return render_page(request, "agencies/person_form.html", {"form": form, "person": person})


@require_POST
def act_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a new password: it is on this answer and nowhere else."""
    viewer = viewer_of(request)
    person = people.person_or_absent(viewer, pk)
    return _detail(request, viewer, person, password=people.give_password(by=viewer, person=person))


@require_POST
def act_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """End a person's access."""
    viewer = viewer_of(request)
    person = people.deactivate(by=viewer, person=people.person_or_absent(viewer, pk))
    done(request, _("%(person)s cannot sign in any more.") % {"person": person})
    return redirect("agencies:user", pk)


@require_POST
def act_activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person access again."""
    viewer = viewer_of(request)
    person = people.activate(by=viewer, person=people.person_or_absent(viewer, pk))
    done(request, _("%(person)s can sign in again.") % {"person": person})
    return redirect("agencies:user", pk)


def _detail(request: HttpRequest, viewer: Viewer, person: User, *, password: str = "") -> HttpResponse:
    other = person.pk != viewer.user_id
    return render_page(request, "agencies/person.html", {
        "person": person, "labels": _labels(person), "password": password, "other": other,
        "can_give_password": other and person.is_active and person.clearance in viewer.cleared})


def _labels(person: User) -> list[Any]:
    return [Role(role).label for role in people.roles_of(person)]


def _person(request: HttpRequest) -> User:
    person = User.objects.select_related("agency", "unit").filter(pk=viewer_of(request).user_id).first()
    if person is None:
        raise NotAllowed(_("Your account belongs to no agency."))
    return person
