"""The alerts of lists imported before these had steps get the one they began with."""

from django.db import migrations

STEPS = """
insert into alerts_alertstep (alert_id, at, by_id, state, reason)
select a.id, a.issued_at, a.issued_by_id, 'ACTIVE', '' from alerts_alert a
where a.imported and a.issued_at is not null and not exists (select 1 from alerts_alertstep s where s.alert_id = a.id);
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0006_approval")]

    operations = [migrations.RunSQL(STEPS, migrations.RunSQL.noop)]
