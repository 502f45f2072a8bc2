"""Columns for labels: an alert carries its own and that of its subject, and so do its parts."""

from django.db import migrations

FORWARD = """
alter table alerts_alert add column label_id int, add column subject_label_id int;
alter table alerts_alert add constraint alerts_alert_with_label unique (id, label_id, subject_label_id);
create index alerts_alert_label on alerts_alert (label_id, id desc);
alter table alerts_alert add constraint alerts_alert_subject_id_label foreign key (subject_id, subject_label_id)
    references subjects_subject (id, label_id) on update cascade;
alter table alerts_alertstep add column label_id int, add column subject_label_id int;
alter table alerts_alertstep add constraint alerts_alertstep_alert_id_label foreign key (alert_id, label_id, subject_label_id)
    references alerts_alert (id, label_id, subject_label_id) on update cascade;
alter table alerts_alertreport add column label_id int, add column subject_label_id int, add column report_label_id int;
alter table alerts_alertreport add constraint alerts_alertreport_alert_id_label foreign key (alert_id, label_id, subject_label_id)
    references alerts_alert (id, label_id, subject_label_id) on update cascade;
alter table alerts_alertreport add constraint alerts_alertreport_report_id_label foreign key (report_id, report_label_id)
    references reports_report (id, label_id) on update cascade;
"""
BACK = """
alter table alerts_alertreport drop column label_id, drop column subject_label_id, drop column report_label_id;
alter table alerts_alertstep drop column label_id, drop column subject_label_id;
alter table alerts_alert drop column label_id, drop column subject_label_id;
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0004_alert_steps"), ("reports", "0006_labels"), ("labels", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
