"""An announcement is of several things. Those that were not told yet are dropped: nobody has announced anything before."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_first")]

    operations = [
        migrations.RemoveField("announcement", "object_id"),
        migrations.RemoveField("announcement", "reference"),
        migrations.AddField("announcement", "object_ids", django.contrib.postgres.fields.ArrayField(
            base_field=models.BigIntegerField(), default=list, size=None), preserve_default=False),
        migrations.AddField("announcement", "references", django.contrib.postgres.fields.ArrayField(
            base_field=models.CharField(blank=True, max_length=60), default=list, size=None), preserve_default=False),
    ]
