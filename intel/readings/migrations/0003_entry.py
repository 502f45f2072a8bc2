"""The outgoing register."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('readings', '0002_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('release_number', models.BigIntegerField(editable=False, unique=True)),
                ('reference', models.CharField(max_length=40, verbose_name='release')),
                ('released_at', models.DateTimeField(verbose_name='released')),
                ('purpose', models.CharField(max_length=40, verbose_name='purpose')),
                ('legal_basis', models.TextField(verbose_name='legal basis')),
                ('conditions', models.TextField(verbose_name='conditions')),
                ('expires_at', models.DateTimeField(null=True, verbose_name='may be used until')),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], max_length=20, verbose_name='classification')),
                ('handling_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), default=list, size=None)),
                ('tlp', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('portions', models.PositiveSmallIntegerField(verbose_name='portions')),
                ('digest', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('RELEASED', 'Released'), ('RECALLED', 'Recalled'), ('ENDED', 'Ended')], max_length=10, verbose_name='state')),
                ('acknowledged_at', models.DateTimeField(null=True, verbose_name='acknowledged')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('receipt', models.CharField(blank=True, choices=[('PURGED', 'All copies outside the hub are destroyed, or there were none'), ('HELD', 'A legal hold keeps copies; nobody reads them for anything else')], max_length=10, verbose_name='receipt')),
                ('owner_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('recipient_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='recipient')),
                ('released_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'entry of the outgoing register',
                'verbose_name_plural': 'outgoing register',
                'ordering': ['-id'],
                'permissions': [('view_register', 'Can read the outgoing register of releases')],
                'default_permissions': (),
                'indexes': [models.Index(fields=['owner_agency', '-id'], name='entry_of_agency'), models.Index(fields=['owner_agency', 'released_at'], name='entry_of_day')],
            },
        ),
    ]
