import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('subjects', '0010_protected'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(editable=False, max_length=40, unique=True, verbose_name='reference')),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], editable=False, max_length=20, verbose_name='classification')),
                ('kind', models.CharField(choices=[('RESTRICTION', 'Restriction of use'), ('CORRECTION', 'Correction'), ('DELETION', 'Deletion')], max_length=12, verbose_name='kind')),
                ('written_on', models.PositiveIntegerField(editable=False)),
                ('reason', models.CharField(max_length=2000, verbose_name='reason')),
                ('case_reference', models.CharField(max_length=300, verbose_name='case')),
                ('state', models.CharField(choices=[('WAITING', 'Waiting'), ('IN_FORCE', 'In force'), ('DONE', 'Done'), ('LIFTED', 'Lifted'), ('REFUSED', 'Refused')], max_length=8, verbose_name='state')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='asked')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('decided_because', models.CharField(blank=True, max_length=2000, verbose_name='reason of the decision')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('owner_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subjects.subject', verbose_name='subject')),
            ],
            options={
                'verbose_name': 'measure of data protection',
                'verbose_name_plural': 'measures of data protection',
                'ordering': ['-id'],
                'permissions': [('search_person', 'Can look for all that is held on a person'), ('take_measure', 'Can restrict the use of subjects, and ask that they are corrected or deleted'), ('decide_deletion', 'Can delete what subjects hold')],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['owner_agency', '-id'], name='measure_of_agency')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['WAITING', 'IN_FORCE'])), fields=('subject', 'kind'), name='measure_is_taken_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state__in', ['WAITING', 'IN_FORCE'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['DONE', 'LIFTED', 'REFUSED'])), _connector='OR'), name='measure_decided_has_who_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['DONE', 'LIFTED']), _negated=True), ('kind', 'CORRECTION'), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='measure_is_decided_by_another')],
            },
        ),
        migrations.CreateModel(
            name='OnwardNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], default='UNCLASSIFIED', editable=False, max_length=20)),
                ('kind', models.CharField(choices=[('RESTRICTED', 'Its use is restricted'), ('ALLOWED', 'It may be used again'), ('CORRECTED', 'It was corrected'), ('DELETED', 'It was deleted')], max_length=10, verbose_name='what was done')),
                ('subject_number', models.BigIntegerField()),
                ('state', models.CharField(choices=[('SENT', 'Sent'), ('FOLLOWED', 'Followed')], default='SENT', editable=False, max_length=8, verbose_name='state')),
                ('sent_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='sent')),
                ('followed_at', models.DateTimeField(null=True, verbose_name='followed')),
                ('followed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='followed by')),
                ('owner_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='from')),
                ('told_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='to')),
            ],
            options={
                'verbose_name': 'onward notice',
                'verbose_name_plural': 'onward notices',
                'ordering': ['-id'],
                'permissions': [('view_onward', 'Can read what other agencies restricted, corrected or deleted'), ('write_onward', 'Can tell other agencies so, and say that it was followed')],
                'default_permissions': (),
                'indexes': [models.Index(fields=['told_agency', '-id'], name='onward_of_told')],
            },
        ),
    ]
