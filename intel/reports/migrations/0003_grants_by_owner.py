"""Grants are given by the owner of the row, whoever inserts them: a composite key, since policies cannot ask each other."""

from django.db import migrations

FORWARD = """
alter table reports_report add constraint reports_report_with_owner unique (id, owner_agency_id);
alter table reports_reportgrant add constraint reports_reportgrant_is_given_by_owner
    foreign key (content_object_id, granted_by_agency_id) references reports_report (id, owner_agency_id);
"""
BACK = """
alter table reports_reportgrant drop constraint reports_reportgrant_is_given_by_owner;
alter table reports_report drop constraint reports_report_with_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
