"""Every list of the hub: taken as a file, in the columns that one wants, under filters that one keeps."""

from django.utils.translation import gettext_lazy as _

from hub.kit.keeping import Kept, Part
from hub.kit.room import Room


class ListsConfig(Room):
    name = "agencies.lists"
    label = "lists"
    tones = {"amber": "CANCELLED"}
    enums = {"ExportStateEnum": "agencies.lists.states.State"}
    keeps = (Kept("lists.export", code="EXPORT", words=_("Files of lists"), since="coalesce(r.finished_at, r.asked_at)",
                  reference="", gone=_("The file, and that it was asked for"), agencies=("hub_agency_of(r.person_id)",),
                  parts=(Part("lists.exportpart", "export_id"),)),)

    def ready(self) -> None:
        from agencies.lists import files
        from agencies.work import kinds

        kinds.register_long(files.WRITE, files.write, at_most=files.ATTEMPTS, queue=kinds.EXPORTS, failed=files.fail,
                            dropped=files.fail)
