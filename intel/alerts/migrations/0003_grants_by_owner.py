from django.db import migrations

from agencies.access.grants import given_by_owner


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_initial")]

    operations = [given_by_owner("alerts_alert", "alerts_alertgrant")]
