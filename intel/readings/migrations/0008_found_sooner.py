"""What was used of a release is found by its reference."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readings", "0007_for_whom")]
    operations = [
        migrations.AddIndex("use", models.Index(fields=["reference", "-id"], name="use_of_reference")),
        migrations.AddIndex("entry", models.Index(fields=["reference"], name="entry_of_reference")),
    ]
