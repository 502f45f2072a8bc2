"""Forms of the account and of the people of an agency."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access import Viewer
from agencies.markings.classification import Classification
from agencies.models import Agency, Unit, User
from agencies.people import grantable_clearances, roles_of
from agencies.roles import roles_in
from agencies.tokens import LIFETIMES

_LANGUAGES = list(User._meta.get_field("language").choices or [])


class LanguageForm(forms.Form):
    """The language in which the hub speaks to the person."""

    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES)


class TokenForm(forms.Form):
    """How long a new token lives."""

    days = forms.TypedChoiceField(label=_("Valid for"), coerce=int, initial=90)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (days, _("%(days)s days") % {"days": days}) for days in LIFETIMES]


class PersonForm(forms.Form):
    """A person of the administrator's agency; `cleaned_data` is ready for `add_person` or `change_person`."""

    username = forms.CharField(label=_("Name for signing in"), max_length=150,
                               help_text=_("Cannot be changed later; the audit log knows the person by it."))
    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, initial="es")
    clearance = forms.ChoiceField(label=_("Clearance"), help_text=_("Up to your own."))
    roles = forms.MultipleChoiceField(label=_("Roles"), required=False,
                                      widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, viewer: Viewer, person: User | None = None, **more: Any) -> None:
        if person is not None:
            more["initial"] = {**{name: getattr(person, name) for name in (
                "username", "first_name", "last_name", "email", "unit", "language", "clearance")},
                "roles": roles_of(person)}
        super().__init__(*args, **more)
        words = dict(Classification.choices)
        codes = grantable_clearances(viewer, person.clearance if person else "")
        self.fields["clearance"].choices = [(code, words[code]) for code in codes]  # type: ignore[attr-defined]
        kind = Agency.objects.get(pk=viewer.agency_id).kind
        self.fields["roles"].choices = [(role.value, role.label) for role in roles_in(kind)]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(agency=viewer.agency_id)  # type: ignore[attr-defined]
        if person is not None:
            self.fields["username"].disabled = True
        if person is not None and person.pk == viewer.user_id:
            for name in ("roles", "clearance"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Nobody changes their own; another administrator has to.")
