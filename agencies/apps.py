"""Who: agencies and their people. After every `migrate`, privileges, row policies and role permissions are settled."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AgenciesConfig(AppConfig):
    name = "agencies"

    def ready(self) -> None:
        from agencies.access.acts import OFFICE, allow
        from agencies.access.signing import watch
        from agencies.roles import Role

        allow("agencies.administer_users", Role.AGENCY_ADMINISTRATOR)
        allow("agencies.enter", *OFFICE, Role.AUDITOR, Role.AGENCY_ADMINISTRATOR)
        watch()
        post_migrate.connect(_settle, dispatch_uid="agencies.settle")


def _settle(sender: AppConfig, **more: Any) -> None:
    """Called for each app that has models; only with the last one are all tables and permissions in place."""
    from django.apps import apps

    from agencies.access.acts import settle_permissions
    from hub.kit.rows import settle_access

    if sender == [app for app in apps.get_app_configs() if app.models_module is not None][-1]:
        settle_access()
        settle_permissions()
