from django.db import migrations

from agencies.access.grants import given_by_owner


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_initial")]

    operations = [given_by_owner("reports_report", "reports_reportgrant")]
