"""What waits since before workers watched it is looked after, too: nobody is told anew that it came."""

from django.db import migrations

WATCHED = """
insert into work_work (kind, object_id, label, not_before)
select 'enquiries.overdue', e.id, '', e.due_at from enquiries_enquiry e
where e.state in ('SENT', 'ACKNOWLEDGED', 'IN_WORK') and e.due_at > now();
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0004_due"), ("work", "__first__")]

    operations = [migrations.RunSQL(WATCHED, migrations.RunSQL.noop)]
