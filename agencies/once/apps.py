"""What a program asks twice is done once."""

from django.utils.translation import gettext_lazy as _

from hub.kit.keeping import Kept
from hub.kit.room import Room


class OnceConfig(Room):
    name = "agencies.once"
    label = "once"
    keeps = (Kept("once.asked", code="KEY", words=_("Idempotency keys of programs"), since="r.asked_at", reference="",
                  gone=_("The key, and which thing was made under it"), agencies=("hub_agency_of(r.person_id)",)),)
