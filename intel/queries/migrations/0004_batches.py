"""Queries from a file, with what the table holds whatever the code above does: a file and its rows are of one person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARD = """
alter table queries_batch add column label_id int;
alter table queries_batch add constraint queries_batch_of_person unique (id, owner_agency_id, started_by_id);
alter table queries_query add constraint queries_query_of_batch foreign key (batch_id, owner_agency_id, asked_by_id)
    references queries_batch (id, owner_agency_id, started_by_id);

create trigger batch_is_kept before update on queries_batch for each row
    when ((old.reference, old.owner_agency_id, old.started_by_id, old.started_at, old.asked_date, old.file_name, old.file_hash,
           old.purpose, old.legal_basis, old.case_reference, old.urgency, old.classification)
          is distinct from
          (new.reference, new.owner_agency_id, new.started_by_id, new.started_at, new.asked_date, new.file_name, new.file_hash,
           new.purpose, new.legal_basis, new.case_reference, new.urgency, new.classification)
          or old.opens_at is not null and new.opens_at is distinct from old.opens_at)
    execute function queries_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('queries', '0003_kept_until'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='query',
            name='batch_line',
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name='line of the file'),
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=255, verbose_name='file')),
                ('file_hash', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('WAITING', 'Waiting'), ('RUNNING', 'Running'), ('DONE', 'Done'), ('FAILED', 'Failed')], default='WAITING', max_length=8, verbose_name='state')),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='started')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('rows_read', models.PositiveIntegerField(default=0, verbose_name='rows read')),
                ('rows_bad', models.PositiveIntegerField(default=0, verbose_name='bad')),
                ('reason', models.TextField(blank=True, db_default='', default='', help_text='Why it failed.', verbose_name='reason')),
                ('errors', models.TextField(blank=True, help_text='The bad rows with their reasons, as CSV.')),
                ('content', models.BinaryField(help_text='The uploaded file until it has been read.', null=True)),
                ('retain_until', models.DateField(editable=False, null=True, verbose_name='kept until')),
                ('purged_at', models.DateTimeField(editable=False, null=True, verbose_name='purged')),
                ('reference', models.CharField(editable=False, max_length=40, unique=True, verbose_name='reference')),
                ('purpose', models.CharField(max_length=40, verbose_name='purpose')),
                ('legal_basis', models.CharField(max_length=4000, verbose_name='legal basis')),
                ('case_reference', models.CharField(max_length=80, verbose_name='case')),
                ('urgency', models.CharField(choices=[('NORMAL', 'Normal'), ('URGENT', 'Urgent')], default='NORMAL', max_length=8, verbose_name='urgency')),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], default='RESTRICTED', editable=False, max_length=20, verbose_name='classification')),
                ('asked_date', models.DateField(editable=False, verbose_name='day')),
                ('rows_asked', models.PositiveIntegerField(default=0, verbose_name='asked')),
                ('opens_at', models.DateTimeField(editable=False, null=True, verbose_name='answered')),
                ('owner_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'file of queries',
                'verbose_name_plural': 'files of queries',
                'ordering': ['-id'],
                'default_permissions': ('add',),
            },
        ),
        migrations.AddField(
            model_name='query',
            name='batch',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='queries', to='queries.batch', verbose_name='file of queries'),
        ),
        migrations.AddConstraint(
            model_name='query',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch__isnull', True), ('batch_line__isnull', True)), models.Q(('batch__isnull', False), ('batch_line__isnull', False)), _connector='OR'), name='query_of_batch_has_its_line'),
        ),
        migrations.AddConstraint(
            model_name='query',
            constraint=models.UniqueConstraint(fields=('batch', 'batch_line'), name='query_is_one_row_of_its_batch'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'FAILED'), _negated=True), fields=('owner_agency', 'file_hash', 'purpose', 'case_reference', 'asked_date'), name='batch_is_asked_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('started_by__isnull', False)), name='batch_is_of_somebody'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('state', 'DONE'), _connector='OR'), name='batch_opens_when_it_is_read'),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
