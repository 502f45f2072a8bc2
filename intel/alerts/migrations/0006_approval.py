"""An alert in force has an issuer, and an author or a list; neither can be put in somebody else's name."""

from django.conf import settings
from django.db import migrations, models

END_WHAT_NOBODY_ANSWERS_FOR = """
update alerts_alert set state = 'WITHDRAWN', revision = revision + 1 where state in ('ACTIVE', 'SUSPENDED')
    and (issued_by_id is null or issued_at is null or (created_by_id is null and not imported));
"""

FORWARD = """
create trigger alert_begins_as_a_draft before insert on alerts_alert for each row
    when (new.state <> 'DRAFT' and not new.imported) execute function hub_refuse('alert_begins_as_a_draft');
create trigger alert_of_a_list_is_its_importers before insert on alerts_alert for each row
    when (new.imported) execute function hub_requires_viewer('alert_of_a_list_is_its_importers', 'issued_by_id');
create trigger alert_author_stays before update on alerts_alert for each row
    when ((old.created_by_id, old.imported, old.owner_agency_id)
          is distinct from (new.created_by_id, new.imported, new.owner_agency_id))
    execute function hub_refuse('alert_author_stays');
create trigger alert_issuer_stays before update on alerts_alert for each row
    when (old.issued_by_id is not null
          and (old.issued_by_id, old.issued_at) is distinct from (new.issued_by_id, new.issued_at))
    execute function hub_refuse('alert_issuer_stays');
create trigger alert_issuer_is_who_acts before update on alerts_alert for each row
    when (old.issued_by_id is null and new.issued_by_id is not null)
    execute function hub_requires_viewer('alert_issuer_is_who_acts', 'issued_by_id');
"""
BACK = """
drop trigger alert_issuer_is_who_acts on alerts_alert;
drop trigger alert_issuer_stays on alerts_alert;
drop trigger alert_author_stays on alerts_alert;
drop trigger alert_of_a_list_is_its_importers on alerts_alert;
drop trigger alert_begins_as_a_draft on alerts_alert;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('alerts', '0005_labels'),
        ('subjects', '0007_refuse'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(END_WHAT_NOBODY_ANSWERS_FOR, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='alert',
            name='alert_in_force_was_issued',
        ),
        migrations.AddField(
            model_name='alert',
            name='approved_as',
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='alert',
            name='submitted_as',
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ACTIVE', 'SUSPENDED']), _negated=True), models.Q(('issued_at__isnull', False), ('issued_by__isnull', False)), _connector='OR'), name='alert_in_force_has_an_issuer'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ACTIVE', 'SUSPENDED']), _negated=True), ('imported', True), ('created_by__isnull', False), _connector='OR'), name='alert_in_force_has_an_author_or_a_list'),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
