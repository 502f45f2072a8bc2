"""Who may read, and who may count, what an agency could know at a moment."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_kept_until")]

    operations = [
        migrations.AlterModelOptions(
            name="event",
            options={"default_permissions": ("view",), "ordering": ["-id"],
                     "permissions": [("view_leaving", "Can read what one person let leave the agency"),
                                     ("count_acts", "Can count the acts of all agencies"),
                                     ("view_knowledge", "Can read what the agency could know at a moment"),
                                     ("count_knowledge", "Can count what an agency could know at a moment")],
                     "verbose_name": "audit event", "verbose_name_plural": "audit events"},
        ),
    ]
