"""Indexes by which traders of a country, and consignments from one, are found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trade", "0006_imports_live_in_exchange")]

    operations = [
        migrations.AddIndex("trader", models.Index(fields=["country", "-id"], name="trader_of_country")),
        migrations.AddIndex("consignment", models.Index(
            fields=["country_of_departure", "-date", "-id"], name="consignment_from_country")),
    ]
