"""Nobody approves what they held while it was written."""

from django.db import migrations

FORWARD = """
create trigger report_disseminator_held_none_of_it before update on reports_report for each row
    when (old.disseminated_by_id is distinct from new.disseminated_by_id)
    execute function hub_is_another('report_disseminator_held_none_of_it', 'reports.report', 'disseminated_by_id');
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_originator_and_citations"), ("handover", "0002_labels")]

    operations = [migrations.RunSQL(FORWARD, "drop trigger report_disseminator_held_none_of_it on reports_report")]
