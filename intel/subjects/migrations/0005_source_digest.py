from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subjects", "0004_share_permission")]

    operations = [
        migrations.RenameField("subject", "taken", "source_digest"),
        migrations.AlterField("subject", "source_digest", models.CharField(blank=True, editable=False, max_length=80)),
    ]
