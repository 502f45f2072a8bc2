"""Subjects that no open alert in force looks for are not for the front line."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subjects", "0008_proposals")]

    operations = [
        migrations.AlterModelOptions(
            name="subject",
            options={"default_permissions": ("add", "change", "view"), "ordering": ["-id"],
                     "permissions": [("view_reserved_subject", "Can see subjects that no open alert in force looks for"),
                                     ("share_subject", "Can propose to share subjects"),
                                     ("approve_subject", "Can decide on changes and sharing that others propose")],
                     "verbose_name": "subject", "verbose_name_plural": "subjects"},
        ),
        migrations.AddField("subject", "looked_for", models.BooleanField(db_default=False, default=False, editable=False)),
    ]
