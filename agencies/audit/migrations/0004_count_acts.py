"""The acts of all agencies can be counted by day."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_view_leaving")]

    operations = [
        migrations.AlterModelOptions(
            name="event",
            options={"default_permissions": ("view",), "ordering": ["-id"],
                     "permissions": [("view_leaving", "Can read what one person let leave the agency"),
                                     ("count_acts", "Can count the acts of all agencies")],
                     "verbose_name": "audit event", "verbose_name_plural": "audit events"},
        ),
        migrations.AddIndex("event", BrinIndex(fields=["at"], name="event_at")),
    ]
