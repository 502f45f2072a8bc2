"""Lists are sorted by columns that an index is in the order of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subjects", "0010_protected")]
    operations = [
        migrations.AddIndex("subject", models.Index(fields=["label", "id"], name="subject_by_name")),
    ]
