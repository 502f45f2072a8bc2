"""Lists are sorted by columns that an index is in the order of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trade", "0007_of_countries")]
    operations = [
        migrations.AddIndex("consignment", models.Index(fields=["number", "id"], name="consignment_by_number")),
        migrations.AddIndex("trader", models.Index(fields=["name", "id"], name="trader_by_name")),
    ]
