"""What is pending moves into the one queue of the hub."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

MOVE = """
insert into work_work (kind, object_id, created_at, attempts, not_before, last_error)
select 'screening.' || lower(kind), object_id, created_at, attempts, not_before, last_error
from screening_pendingwork order by id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0004_alert_steps'),
        ('screening', '0004_labels'),
        ('work', '0001_initial'),

    ]

    operations = [
        migrations.CreateModel(
            name='MatchedAlert',
            fields=[
                ('alert', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='alerts.alert')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel(
            name='PendingWork',
        ),
    ]
