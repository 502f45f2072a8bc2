"""Whatever changes is written anew. What is there already is written after the migrations: `settling.py`."""

from django.db import migrations

#: Things and their parts by table: of which kind an entry is to be written anew, and the column that has the thing's number.
WATCHED = (
    ("reports_report", "reports.report", "id"), ("reports_paragraph", "reports.report", "report_id"),
    ("subjects_subject", "subjects.subject", "id"), ("subjects_subjectname", "subjects.subject", "subject_id"),
    ("subjects_subjectidentifier", "subjects.subject", "subject_id"),
    ("alerts_alert", "alerts.alert", "id"),
    ("trade_trader", "trade.trader", "id"), ("trade_tradername", "trade.trader", "trader_id"),
    ("trade_traderidentifier", "trade.trader", "trader_id"),
    ("trade_consignment", "trade.consignment", "id"), ("trade_consignmentparty", "trade.consignment", "consignment_id"),
    ("trade_transportunit", "trade.consignment", "consignment_id"),
    ("enquiries_request", "enquiries.request", "id"), ("enquiries_enquiry", "enquiries.enquiry", "id"),
    ("releases_release", "releases.release", "id"), ("releases_releasedportion", "releases.releasedportion", "id"),
)
_TRIGGERS = """
create trigger search_added after insert on {table} referencing new table as changed for each statement
    execute function search_follows('{kind}', '{column}');
create trigger search_changed after update on {table} referencing new table as changed for each statement
    execute function search_follows('{kind}', '{column}');
create trigger search_gone after delete on {table} referencing old table as changed for each statement
    execute function search_follows('{kind}', '{column}');
"""
INSTALL = "".join(_TRIGGERS.format(table=table, kind=kind, column=column) for table, kind, column in WATCHED)
TAKE_AWAY = "".join(f"drop trigger {name} on {table};\n" for table, _kind, _column in WATCHED
                    for name in ("search_added", "search_changed", "search_gone"))


class Migration(migrations.Migration):
    dependencies = [("search", "0004_reading"), ("reports", "0006_labels"), ("alerts", "0001_initial"),
                    ("subjects", "0010_protected"), ("trade", "0003_labels"), ("enquiries", "0008_sent_now"),
                    ("releases", "0020_arranged")]

    operations = [migrations.RunSQL(INSTALL, TAKE_AWAY)]
