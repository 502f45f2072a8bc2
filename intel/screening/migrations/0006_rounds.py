"""Rounds of new alerts over all traders. Alerts that were matched before go on one, too, with the next new alert."""

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('screening', '0005_one_queue'),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alerts', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('reached', models.BigIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(help_text='Traders when it began.')),
                ('began_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('busy_until', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='matchedalert',
            name='in_round',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
