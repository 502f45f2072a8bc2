"""The hash of a password moves into a table of its own, which is read at the door only."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

MOVE = """
insert into agencies_credential (user_id, password, changed_at) select id, password, now() from agencies_user;
"""
MOVE_BACK = """
update agencies_user u set password = c.password from agencies_credential c where c.user_id = u.id;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("user", models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False,
                    to=settings.AUTH_USER_MODEL)),
                ("password", models.CharField(max_length=128)),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(MOVE, MOVE_BACK),
        # With a default, so that the way back has something to put into the column before the hashes are there again.
        migrations.AlterField("user", "password", models.CharField(default="", max_length=128)),
        migrations.RemoveField("user", "password"),
    ]
