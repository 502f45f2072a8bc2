"""The roles a person may have in an agency. A group means "agency X, role Y"; what a role may do is declared by each room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The closed list of roles. The auditor sees logs, not content; the agency administrator people, not content."""

    OFFICER = "OFFICER", _("Officer")
    ANALYST = "ANALYST", _("Analyst")
    SUPERVISOR = "SUPERVISOR", _("Supervisor")
    RELEASE_AUTHORITY = "RELEASE_AUTHORITY", _("Release authority")
    AUDITOR = "AUDITOR", _("Auditor")
    AGENCY_ADMINISTRATOR = "AGENCY_ADMINISTRATOR", _("Agency administrator")


#: The roles that read intelligence: an audience of "agency X" means these roles of X.
READERS = (Role.OFFICER, Role.ANALYST, Role.SUPERVISOR, Role.RELEASE_AUTHORITY)
