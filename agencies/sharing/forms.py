"""The forms of sharing groups. They ask; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import ViewerForm
from agencies.models import Agency, User
from agencies.sharing.models import ROLES, SharingGroup
from agencies.sharing.services import MemberEntry
from hub.kit.limits import NOTE


class MembersForm(ViewerForm):
    """Whom to let in: agencies, and the roles meant there."""

    agencies = forms.MultipleChoiceField(label=_("Agencies"), widget=forms.CheckboxSelectMultiple, required=False)
    roles = forms.MultipleChoiceField(label=_("Of them only"), choices=ROLES, required=False, widget=forms.CheckboxSelectMultiple,
                                      help_text=_("With none chosen, everybody who reads intelligence there."))
    may_give = forms.BooleanField(label=_("They may give something into the group"), required=False, initial=True)

    def __init__(self, *args: Any, inside: set[int] = frozenset(), **more: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **more)
        self._others = [agency for agency in Agency.objects.taking_part() if agency.pk not in {self.viewer.agency_id, *inside}]
        self.fields["agencies"].choices = [  # type: ignore[attr-defined]
            (agency.code, f"{agency.code} · {agency.name}") for agency in self._others]

    def members(self) -> list[MemberEntry]:
        """Those chosen, each with the roles."""
        given = self.cleaned_data
        return [MemberEntry(agency, tuple(given["roles"]), given["may_give"])
                for agency in self._others if agency.code in given["agencies"]]


class FoundForm(MembersForm):
    """A new sharing group with its first members; the own agency is one by itself."""

    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.CharField(label=_("Purpose"), max_length=NOTE, widget=forms.Textarea({"rows": 2}))
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=NOTE, widget=forms.Textarea({"rows": 2}))
    members_hidden = forms.BooleanField(label=_("Members do not see each other"), required=False,
                                        help_text=SharingGroup._meta.get_field("members_hidden").help_text)


class PersonForm(ViewerForm):
    """Somebody of the own agency."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        people = User.objects.filter(agency=self.viewer.agency_id, is_active=True).order_by("last_name", "first_name", "username")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
