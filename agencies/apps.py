"""Who: agencies and their people. Around every `migrate` row policies step aside and come back; roles get their permissions."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from hub.kit.room import MenuEntry, Room, Section


class AgenciesConfig(Room):
    name = "agencies"
    closes = ("auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "knox_authtoken",
              "django_session", "guardian_groupobjectpermission", "guardian_userobjectpermission", "markings_code")
    menu = (MenuEntry(_("Users"), "agencies:users", "users", "agencies.administer_users", "u", Section.OVERSIGHT, rank=2),)
    enums = {"RoleEnum": "agencies.roles.Role", "ReaderRoleEnum": "agencies.roles.READERS"}

    def ready(self) -> None:
        from agencies.access.acts import allow
        from agencies.access.signing import watch
        from agencies.roles import Role

        allow("agencies.administer_users", Role.AGENCY_ADMINISTRATOR)
        allow("agencies.enter", *Role)
        allow("agencies.decide_release", Role.RELEASE_AUTHORITY, stand_in=Role.SUPERVISOR)
        watch()
        pre_migrate.connect(_close, dispatch_uid="agencies.close")
        post_migrate.connect(_settle, dispatch_uid="agencies.settle")


def _close(sender: AppConfig, plan: Any = (), **more: Any) -> None:
    """Called for each app that has models, before any migration; closes once, and only if something will change."""
    from hub.kit.policies import close_tables

    if plan and sender == _with_models()[0]:
        close_tables()


def _settle(sender: AppConfig, **more: Any) -> None:
    """Called for each app that has models; only with the last one are all tables and permissions in place."""
    from agencies.access.acts import settle_permissions
    from agencies.handover.settling import settle_handover
    from agencies.hours.settling import settle_hours
    from agencies.keeping.settling import open_kept, settle_keeping
    from agencies.labels.settling import open_labelled_tables, settle_labels
    from agencies.services import complete_agencies
    from hub.kit.policies import stay_closed

    if sender != _with_models()[-1] or stay_closed():
        return
    settle_labels()
    settle_keeping()
    settle_hours()
    settle_handover()
    open_labelled_tables()
    open_kept()
    complete_agencies()
    settle_permissions()


def _with_models() -> list[AppConfig]:
    from django.apps import apps

    return [app for app in apps.get_app_configs() if app.models_module is not None]
