"""The columns for labels."""

from django.db import migrations

FORWARD = """
alter table hours_week add column label_id int;
alter table hours_week add constraint hours_week_with_label unique (id, label_id);
alter table hours_span add column label_id int;
alter table hours_span add constraint hours_span_week_id_label foreign key (week_id, label_id)
    references hours_week (id, label_id) on update cascade;
alter table hours_holiday add column label_id int;
"""
BACK = """
alter table hours_holiday drop column label_id;
alter table hours_span drop column label_id;
alter table hours_week drop constraint hours_week_with_label, drop column label_id;
"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_first"), ("labels", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
