"""The columns for labels, and keys that hold what is said of a thing to be said by its owner."""

from django.db import migrations

FORWARD = """
alter table queries_query add column label_id int;
alter table queries_answer add column label_id int;
alter table queries_sounding add column label_id int, add column subject_label_id int;
alter table queries_sounding add constraint queries_sounding_subject_id_label foreign key (subject_id, subject_label_id)
    references subjects_subject (id, label_id) on update cascade;
alter table queries_sounding add constraint queries_sounding_is_of_owner foreign key (subject_id, owner_agency_id)
    references subjects_subject (id, owner_agency_id);
create index sounding_by_subject_label on queries_sounding (subject_id, subject_label_id);
alter table queries_disclosure add column label_id int;
alter table queries_disclosure add constraint queries_disclosure_of_own_subject foreign key (subject_id, owner_agency_id)
    references subjects_subject (id, owner_agency_id);
alter table queries_disclosure add constraint queries_disclosure_of_own_alert foreign key (alert_id, owner_agency_id)
    references alerts_alert (id, owner_agency_id);
"""


class Migration(migrations.Migration):
    dependencies = [("queries", "0001_initial"), ("labels", "0001_initial"), ("subjects", "0006_labels"),
                    ("alerts", "0005_labels")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
