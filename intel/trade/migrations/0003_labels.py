"""Columns for labels. That of a feed never changes, only its readers do: no keys are needed to follow it."""

from django.db import migrations

FORWARD = """
alter table trade_feed add column label_id int;
alter table trade_trader add column label_id int;
alter table trade_consignment add column label_id int;
alter table trade_importrun add column label_id int;
alter table trade_tradername add column label_id int;
alter table trade_traderidentifier add column label_id int;
alter table trade_consignmentparty add column label_id int;
alter table trade_goodsitem add column label_id int;
alter table trade_transportunit add column label_id int;
create index trade_trader_label on trade_trader (label_id, id desc);
create index trade_consignment_label on trade_consignment (label_id, date desc, id desc);
"""
BACK = """
alter table trade_transportunit drop column label_id;
alter table trade_goodsitem drop column label_id;
alter table trade_consignmentparty drop column label_id;
alter table trade_traderidentifier drop column label_id;
alter table trade_tradername drop column label_id;
alter table trade_importrun drop column label_id;
alter table trade_consignment drop column label_id;
alter table trade_trader drop column label_id;
alter table trade_feed drop column label_id;
"""


class Migration(migrations.Migration):
    dependencies = [("trade", "0002_grants_by_owner"), ("labels", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
