"""Grants are given by the owner of the row, whoever inserts them: a composite key, since policies cannot ask each other."""

from django.db import migrations

FORWARD = """
alter table trade_feed add constraint trade_feed_with_owner unique (id, owner_agency_id);
alter table trade_feedgrant add constraint trade_feedgrant_is_given_by_owner
    foreign key (content_object_id, granted_by_agency_id) references trade_feed (id, owner_agency_id);
"""
BACK = """
alter table trade_feedgrant drop constraint trade_feedgrant_is_given_by_owner;
alter table trade_feed drop constraint trade_feed_with_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("trade", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
