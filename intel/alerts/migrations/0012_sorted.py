"""Lists are sorted by columns that an index is in the order of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0011_held")]
    operations = [
        migrations.AddIndex("alert", models.Index(fields=["priority", "id"], name="alert_by_priority")),
        migrations.AddIndex("alert", models.Index(fields=["valid_until", "id"], name="alert_by_end")),
    ]
