"""A new version of a report takes the place of the one it was written for, of the same agency."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
alter table reports_report add constraint report_of_agency_by_id unique (id, owner_agency_id);
alter table reports_report add constraint report_replaces_its_own foreign key (replaces_id, owner_agency_id)
    references reports_report (id, owner_agency_id);
create trigger report_replaces_stays before update on reports_report for each row
    when (old.replaces_id is distinct from new.replaces_id) execute function hub_refuse('report_replaces_stays');
"""
BACK = """
drop trigger report_replaces_stays on reports_report;
alter table reports_report drop constraint report_replaces_its_own;
alter table reports_report drop constraint report_of_agency_by_id;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_approval")]

    operations = [
        migrations.AddField("report", "replaces", models.ForeignKey(
            editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report")),
        migrations.AddConstraint("report", models.UniqueConstraint(
            condition=models.Q(state__in=["DRAFT", "SUBMITTED"]), fields=("replaces",),
            name="report_has_one_new_version_at_a_time")),
        migrations.RunSQL(FORWARD, BACK),
    ]
