"""The column for labels."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sweeps", "0001_initial"), ("labels", "0001_initial")]

    operations = [migrations.RunSQL("alter table sweeps_sweep add column label_id int", migrations.RunSQL.noop)]
