import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('object_id', models.BigIntegerField()),
                ('agency_id', models.BigIntegerField(null=True)),
                ('user_id', models.BigIntegerField(null=True)),
                ('label', models.CharField(blank=True, db_default='', default='', max_length=255, verbose_name='what')),
                ('state', models.CharField(choices=[('WAITING', 'Waiting'), ('FAILED', 'Failed'), ('DROPPED', 'Dropped')], db_default='WAITING', default='WAITING', max_length=8, verbose_name='state')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='since')),
                ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='attempts')),
                ('not_before', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('last_error', models.TextField(blank=True, db_default='', default='', verbose_name='last error')),
                ('failed_at', models.DateTimeField(null=True, verbose_name='failed')),
                ('holder', models.UUIDField(null=True)),
                ('held_until', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'work',
                'verbose_name_plural': 'work',
                'ordering': ['id'],
                'permissions': [('administer_work', 'Can retry and drop failed work of the agency')],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('state', 'WAITING')), fields=['kind', 'not_before', 'id'], name='work_next'), models.Index(condition=models.Q(('state', 'FAILED')), fields=['agency_id', '-id'], name='work_failed')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('failed_at__isnull', False), ('state', 'FAILED')), models.Q(models.Q(('state', 'FAILED'), _negated=True), ('failed_at__isnull', True)), _connector='OR'), name='failed_work_says_when')],
            },
        ),
    ]
