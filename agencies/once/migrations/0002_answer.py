"""What became of several things that were asked for at once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("once", "0001_first")]

    operations = [migrations.AddField("asked", "answer", models.JSONField(null=True))]
