"""Columns for labels: a match carries those of its three sides and one of the pair, which its sightings follow."""

from django.db import migrations

FORWARD = """
alter table screening_match add column alert_label_id int, add column subject_label_id int, add column party_label_id int, add column label_id int;
alter table screening_match add constraint screening_match_with_label unique (id, label_id);
create index screening_match_label on screening_match (label_id);
alter table screening_match add constraint screening_match_alert_id_label foreign key (alert_id, alert_label_id, subject_label_id)
    references alerts_alert (id, label_id, subject_label_id) on update cascade;
alter table screening_sighting add column label_id int, add column consignment_label_id int;
alter table screening_sighting add constraint screening_sighting_match_id_label foreign key (match_id, label_id)
    references screening_match (id, label_id) on update cascade;
"""
BACK = """
alter table screening_sighting drop column label_id, drop column consignment_label_id;
alter table screening_match drop column alert_label_id, drop column subject_label_id, drop column party_label_id, drop column label_id;
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0003_matches_of_the_pair_alone"), ("alerts", "0005_labels"), ("trade", "0003_labels")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
