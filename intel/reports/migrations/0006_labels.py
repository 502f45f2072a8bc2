"""Columns for labels; the parts of a report follow it by key, and links carry the label of both ends."""

from django.db import migrations

FORWARD = """
alter table reports_report add column label_id int;
alter table reports_report add constraint reports_report_with_label unique (id, label_id);
create index reports_report_label on reports_report (label_id, id desc);
alter table reports_paragraph add column label_id int;
alter table reports_paragraph add constraint reports_paragraph_report_id_label foreign key (report_id, label_id)
    references reports_report (id, label_id) on update cascade;
alter table reports_reportstep add column label_id int;
alter table reports_reportstep add constraint reports_reportstep_report_id_label foreign key (report_id, label_id)
    references reports_report (id, label_id) on update cascade;
alter table reports_reportsubject add column label_id int, add column subject_label_id int;
alter table reports_reportsubject add constraint reports_reportsubject_report_id_label foreign key (report_id, label_id)
    references reports_report (id, label_id) on update cascade;
alter table reports_reportsubject add constraint reports_reportsubject_subject_id_label foreign key (subject_id, subject_label_id)
    references subjects_subject (id, label_id) on update cascade;
alter table reports_reportlink add column label_id int, add column target_label_id int;
alter table reports_reportlink add constraint reports_reportlink_source_id_label foreign key (source_id, label_id)
    references reports_report (id, label_id) on update cascade;
alter table reports_reportlink add constraint reports_reportlink_target_id_label foreign key (target_id, target_label_id)
    references reports_report (id, label_id) on update cascade;
"""
BACK = """
alter table reports_reportlink drop column label_id, drop column target_label_id;
alter table reports_reportsubject drop column label_id, drop column subject_label_id;
alter table reports_reportstep drop column label_id;
alter table reports_paragraph drop column label_id;
alter table reports_report drop column label_id;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_step_without_person"), ("subjects", "0006_labels"), ("labels", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
