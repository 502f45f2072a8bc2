"""What ids of rows are made of: a sequence, and the key of the mask it stands under."""

from django.db import migrations, models

_SEQUENCE = """
create sequence access_id;
grant usage on sequence access_id to hub_labels;
insert into access_idkey values (gen_random_uuid());
"""


class Migration(migrations.Migration):
    dependencies = [("labels", "0004_past")]

    operations = [
        migrations.CreateModel(
            name="IdKey",
            fields=[("key", models.UUIDField(editable=False, primary_key=True, serialize=False))],
            options={"db_table": "access_idkey", "default_permissions": ()},
        ),
        migrations.RunSQL(_SEQUENCE, "drop sequence access_id"),
    ]
