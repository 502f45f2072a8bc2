"""Uses of releases and questions about them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('releases', '0008_copies_have_formats'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(editable=False, max_length=40, verbose_name='release')),
                ('act', models.CharField(choices=[('RECEIVED', 'Received'), ('TOLD', 'Told of it'), ('SEARCHED', 'Searched out'), ('READ', 'Read'), ('EXPORTED', 'Took a copy')], max_length=10, verbose_name='act')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('event', models.BigIntegerField(null=True, verbose_name='audit event')),
                ('purpose', models.CharField(max_length=40, verbose_name='purpose')),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], max_length=20, verbose_name='classification')),
                ('consent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='releases.consent')),
                ('owner_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('reader_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='releases.release')),
            ],
            options={
                'verbose_name': 'use of a release',
                'verbose_name_plural': 'uses of releases',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('reference', models.CharField(editable=False, max_length=40, verbose_name='release')),
                ('act', models.CharField(choices=[('RECEIVED', 'Received'), ('TOLD', 'Told of it'), ('SEARCHED', 'Searched out'), ('READ', 'Read'), ('EXPORTED', 'Took a copy')], max_length=10, verbose_name='act')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('event', models.BigIntegerField(null=True, verbose_name='audit event')),
                ('purpose', models.CharField(max_length=40, verbose_name='purpose')),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], max_length=20, verbose_name='classification')),
                ('question', models.TextField(verbose_name='question')),
                ('state', models.CharField(choices=[('ASKED', 'Asked'), ('ANSWERED', 'Answered')], default='ASKED', editable=False, max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(editable=False, verbose_name='asked')),
                ('due_at', models.DateTimeField(editable=False, verbose_name='due')),
                ('answer', models.TextField(blank=True, editable=False, verbose_name='answer')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency asked')),
                ('asked_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asking_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='asked by')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='releases.release')),
                ('use', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='question', to='readings.use')),
            ],
            options={
                'verbose_name': 'question about a reading',
                'verbose_name_plural': 'questions about readings',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(fields=['owner_agency', '-id'], name='use_of_agency'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(fields=['owner_agency', 'at', 'act'], name='use_of_day'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(fields=['release', '-id'], name='use_of_release'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(('act', 'RECEIVED'), ('person__isnull', False), _connector='OR'), name='use_is_somebodys'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('asking_agency', models.F('asked_agency')), _negated=True), name='question_is_of_two_agencies'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='question_asks_something'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True), ('state', 'ASKED')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state', 'ANSWERED'), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='question_answered_has_what_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('person')), _negated=True), _connector='OR'), name='question_is_answered_by_another_person'),
        ),
    ]
