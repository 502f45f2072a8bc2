from django.db import migrations

from agencies.access.grants import given_by_owner


class Migration(migrations.Migration):
    dependencies = [("trade", "0001_initial")]

    operations = [given_by_owner("trade_feed", "trade_feedgrant")]
