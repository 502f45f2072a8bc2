"""Nobody approves what they held while it was written."""

from django.db import migrations

FORWARD = """
create trigger alert_issuer_held_none_of_it before update on alerts_alert for each row
    when (old.issued_by_id is distinct from new.issued_by_id)
    execute function hub_is_another('alert_issuer_held_none_of_it', 'alerts.alert', 'issued_by_id');
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0010_reserved"), ("handover", "0002_labels")]

    operations = [migrations.RunSQL(FORWARD, "drop trigger alert_issuer_held_none_of_it on alerts_alert")]
