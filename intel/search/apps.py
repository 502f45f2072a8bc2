"""One box over everything that the viewer sees."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from hub.kit.room import Room, Tells, Topic


class SearchConfig(Room):
    name = "intel.search"
    label = "search"
    tells = (Tells("search.news", Topic.SEARCHES, of="search.news", page="search:news", reference="",
                   words=_("Something new fits a search that you saved."), worded="intel.search.telling.worded"),)
    repeats = ({"task": "search.tell", "schedule": 120.0, "options": {"expires": 120}},)

    def ready(self) -> None:
        """Declare who searches, and what workers do."""
        from agencies.access.acts import FIELD, allow
        from agencies.work import kinds
        from hub.kit.searching import found_by
        from intel.search.lists import InLists
        from intel.search.sounding import SOUNDS, sound
        from intel.search.telling import TELL, tell_news

        allow("search.view_entry", *FIELD)
        kinds.register(SOUNDS, sound, queue=kinds.BULK, batch=1_000)
        kinds.register(TELL, tell_news, queue=kinds.NOTICES, batch=50)
        found_by(InLists())
        post_migrate.connect(_settle, dispatch_uid="search.settle")


def _settle(sender: AppConfig, **more: Any) -> None:
    """Called for each app that has models; after the last one labels and policies are settled, and what has no entry gets one."""
    from hub.kit.policies import unapplied
    from intel.search.settling import settle_search

    if sender == [app for app in apps.get_app_configs() if app.models_module is not None][-1] and not unapplied():
        settle_search()
