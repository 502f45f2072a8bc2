from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subjects", "0002_grants_by_owner")]

    operations = [
        migrations.AddField("subject", "taken", models.CharField(blank=True, editable=False, max_length=64)),
    ]
