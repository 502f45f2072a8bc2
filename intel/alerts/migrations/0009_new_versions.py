"""A new version of an alert takes the place of the one it was written for, of the same agency and on the same subject."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
alter table alerts_alert add constraint alert_of_agency_on_subject unique (id, owner_agency_id, subject_id);
alter table alerts_alert add constraint alert_replaces_its_own foreign key (replaces_id, owner_agency_id, subject_id)
    references alerts_alert (id, owner_agency_id, subject_id);
create trigger alert_replaces_stays before update on alerts_alert for each row
    when (old.replaces_id is distinct from new.replaces_id) execute function hub_refuse('alert_replaces_stays');
"""
BACK = """
drop trigger alert_replaces_stays on alerts_alert;
alter table alerts_alert drop constraint alert_replaces_its_own;
alter table alerts_alert drop constraint alert_of_agency_on_subject;
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0008_approved_subjects")]

    operations = [
        migrations.AddField("alert", "replaces", models.ForeignKey(
            editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.alert")),
        migrations.AddConstraint("alert", models.UniqueConstraint(
            condition=models.Q(state__in=["DRAFT", "PENDING_VALIDATION"]), fields=("replaces",),
            name="alert_has_one_new_version_at_a_time")),
        migrations.RunSQL(FORWARD, BACK),
    ]
