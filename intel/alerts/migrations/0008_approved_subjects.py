"""The subjects of alerts that were issued count as approved: their changes wait for a second person."""

from django.db import migrations

APPROVED = """
update subjects_subject s set approved_at = now() where s.approved_at is null
    and exists (select 1 from alerts_alert a where a.subject_id = s.id and a.issued_at is not null);
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0007_steps_of_lists"), ("subjects", "0008_proposals")]

    operations = [migrations.RunSQL(APPROVED, migrations.RunSQL.noop)]
