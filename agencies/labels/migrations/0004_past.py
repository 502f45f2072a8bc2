"""What was, until when, of who could read what."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("labels", "0003_other_side")]

    operations = [
        migrations.CreateModel(
            name="Past",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of_table", models.CharField(max_length=63)),
                ("object_id", models.BigIntegerField()),
                ("other_id", models.BigIntegerField(help_text="Of what joins two things: the second.", null=True)),
                ("value", models.JSONField(help_text="Null: it was not there.", null=True)),
                ("valid_from", models.DateTimeField(null=True)),
                ("valid_until", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=Now())),
                ("by_user", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "access_past",
                "default_permissions": (),
                "indexes": [models.Index(fields=["of_table", "object_id", "other_id", "valid_until"], name="past_of_object")],
            },
        ),
    ]
