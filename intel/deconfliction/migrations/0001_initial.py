"""Collisions of incompatible alerts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('alerts', '0011_held'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Collision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved_at', models.DateTimeField(editable=False, null=True, verbose_name='when')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('reference', models.CharField(editable=False, max_length=40, unique=True, verbose_name='reference')),
                ('told_at', models.DateTimeField(editable=False, verbose_name='since')),
                ('state', models.CharField(choices=[('FOUND', 'Nobody called yet'), ('CALLED', 'Called'), ('SOLVED', 'Solved'), ('CLOSED', 'Closed'), ('ENDED', 'No longer')], default='FOUND', editable=False, max_length=8, verbose_name='state')),
                ('first_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('moved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'collision of alerts',
                'verbose_name_plural': 'collisions of alerts',
                'ordering': ['-told_at', '-id'],
                'permissions': [('coordinate_collision', "Can note what became of a collision of two agencies' alerts")],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.CharField(choices=[('SPOKEN', 'We spoke'), ('SOLVED', 'Solved')], max_length=8)),
                ('said_at', models.DateTimeField(verbose_name='when')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('collision', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='answers', to='deconfliction.collision')),
            ],
            options={
                'ordering': ['-said_at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Found',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ended_at', models.DateTimeField(null=True)),
                ('first_alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='alerts.alert')),
                ('second_alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='alerts.alert')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='collision',
            name='found',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='deconfliction.found'),
        ),
        migrations.CreateModel(
            name='Incompatible',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('discreet', models.CharField(choices=[('SIGHTING_AND_REPORTING', 'Sighting and reporting'), ('DISCREET_CHECK', 'Discreet check'), ('INQUIRY_CHECK', 'Inquiry check'), ('SPECIFIC_CHECK', 'Specific check'), ('OPERATIONAL_ANALYSIS', 'Operational analysis'), ('DOCUMENTARY_CHECK', 'Documentary check'), ('PHYSICAL_EXAMINATION', 'Physical examination'), ('POST_CLEARANCE_AUDIT', 'Post-clearance audit'), ('REQUEST_INFORMATION', 'Request for information'), ('REQUEST_AMENDMENT', 'Request for amendment'), ('REQUEST_SCREENING', 'Request for screening'), ('DO_NOT_LOAD', 'Do not load'), ('SEIZE_OR_USE_AS_EVIDENCE', 'Seize or use as evidence'), ('SCAN', 'Scan'), ('HOLD_FOR_ISSUER', 'Hold for the issuer')], max_length=30)),
                ('noticed', models.CharField(choices=[('SIGHTING_AND_REPORTING', 'Sighting and reporting'), ('DISCREET_CHECK', 'Discreet check'), ('INQUIRY_CHECK', 'Inquiry check'), ('SPECIFIC_CHECK', 'Specific check'), ('OPERATIONAL_ANALYSIS', 'Operational analysis'), ('DOCUMENTARY_CHECK', 'Documentary check'), ('PHYSICAL_EXAMINATION', 'Physical examination'), ('POST_CLEARANCE_AUDIT', 'Post-clearance audit'), ('REQUEST_INFORMATION', 'Request for information'), ('REQUEST_AMENDMENT', 'Request for amendment'), ('REQUEST_SCREENING', 'Request for screening'), ('DO_NOT_LOAD', 'Do not load'), ('SEIZE_OR_USE_AS_EVIDENCE', 'Seize or use as evidence'), ('SCAN', 'Scan'), ('HOLD_FOR_ISSUER', 'Hold for the issuer')], max_length=30)),
                ('source', models.CharField(max_length=200)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_until', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('discreet', 'noticed'), name='incompatible_is_said_once'), models.CheckConstraint(condition=models.Q(('discreet', models.F('noticed')), _negated=True), name='incompatible_are_two')],
            },
        ),
        migrations.CreateModel(
            name='Side',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved_at', models.DateTimeField(editable=False, null=True, verbose_name='when')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('reference', models.CharField(editable=False, max_length=40, verbose_name='reference')),
                ('told_at', models.DateTimeField(editable=False, verbose_name='since')),
                ('state', models.CharField(choices=[('TOLD', 'To be cleared up'), ('SPOKEN', 'We spoke'), ('SOLVED', 'Solved'), ('CLOSED', 'Closed'), ('ENDED', 'No longer')], default='TOLD', editable=False, max_length=8, verbose_name='state')),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='alerts.alert', verbose_name='alert')),
                ('beside', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='alerts.alert', verbose_name='alert')),
                ('collision', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sides', to='deconfliction.collision')),
                ('found', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='deconfliction.found')),
                ('moved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'collision of an alert',
                'verbose_name_plural': 'collisions of an alert',
                'ordering': ['-told_at', '-id'],
                'permissions': [('answer_side', 'Can answer that an alert of the agency collides with another')],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddConstraint(
            model_name='found',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('first_alert', 'second_alert'), name='found_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='found',
            constraint=models.CheckConstraint(condition=models.Q(('first_alert__lt', models.F('second_alert'))), name='found_is_of_two_alerts'),
        ),
        migrations.AddConstraint(
            model_name='collision',
            constraint=models.CheckConstraint(condition=models.Q(('first_agency__lt', models.F('second_agency'))), name='collision_is_of_two_agencies'),
        ),
        migrations.AddIndex(
            model_name='side',
            index=models.Index(fields=['owner_agency', '-told_at', '-id'], name='side_of_agency'),
        ),
        migrations.AddConstraint(
            model_name='side',
            constraint=models.UniqueConstraint(fields=('found', 'owner_agency'), name='side_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='side',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('collision__isnull', True), models.Q(('beside', models.F('alert')), _negated=True)), models.Q(('beside', models.F('alert')), ('collision__isnull', False)), _connector='OR'), name='side_of_two_agencies_names_no_other_alert'),
        ),
    ]
