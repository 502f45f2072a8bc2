"""Grants are given by the owner of the row, whoever inserts them: a composite key, since policies cannot ask each other."""

from django.db import migrations

FORWARD = """
alter table alerts_alert add constraint alerts_alert_with_owner unique (id, owner_agency_id);
alter table alerts_alertgrant add constraint alerts_alertgrant_is_given_by_owner
    foreign key (content_object_id, granted_by_agency_id) references alerts_alert (id, owner_agency_id);
"""
BACK = """
alter table alerts_alertgrant drop constraint alerts_alertgrant_is_given_by_owner;
alter table alerts_alert drop constraint alerts_alert_with_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
