"""Discreet alerts, and those not in force, are not for the front line."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("alerts", "0009_new_versions"), ("subjects", "0009_reserved")]

    operations = [
        migrations.AlterModelOptions(
            name="alert",
            options={"default_permissions": ("add", "change", "view"), "ordering": ["-id"],
                     "permissions": [("view_reserved_alert", "Can see discreet alerts and those not in force"),
                                     ("issue_alert", "Can validate and issue alerts"),
                                     ("import_watchlist", "Can import watchlists")],
                     "verbose_name": "alert", "verbose_name_plural": "alerts"},
        ),
    ]
