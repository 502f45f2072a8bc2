"""Lists are sorted by columns that an index is in the order of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_stays_as_approved")]
    operations = [
        migrations.AddIndex("report", models.Index(fields=["title", "id"], name="report_by_title")),
        migrations.AddIndex("report", models.Index(fields=["reported_at", "id"], name="report_by_time")),
    ]
