import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0004_scattered_references'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], editable=False, max_length=20, verbose_name='classification')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('object_id', models.BigIntegerField()),
                ('object_reference', models.CharField(max_length=300, verbose_name='what is kept')),
                ('reason', models.CharField(max_length=2000, verbose_name='reason')),
                ('legal_basis', models.CharField(max_length=4000, verbose_name='legal basis')),
                ('until', models.DateField(verbose_name='until')),
                ('placed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='placed')),
                ('lifted_at', models.DateTimeField(null=True, verbose_name='lifted')),
                ('lifted_because', models.CharField(blank=True, max_length=2000, verbose_name='why it was lifted')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by')),
                ('owner_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='placed by')),
            ],
            options={
                'verbose_name': 'legal hold',
                'verbose_name_plural': 'legal holds',
                'ordering': ['-id'],
                'permissions': [('place_hold', 'Can place legal holds, and lift those of others')],
                'default_permissions': ('view',),
                'indexes': [models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['kind', 'object_id'], name='hold_on_row'), models.Index(fields=['owner_agency', '-id'], name='hold_of_agency')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='hold_lifted_has_who_and_when'), models.CheckConstraint(condition=models.Q(('lifted_by__isnull', True), models.Q(('lifted_by', models.F('placed_by')), _negated=True), _connector='OR'), name='hold_is_lifted_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('legal_basis', ''), _negated=True)), name='hold_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], default='UNCLASSIFIED', editable=False, max_length=20)),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('object_id', models.BigIntegerField(null=True)),
                ('reference', models.CharField(blank=True, max_length=300, verbose_name='reference')),
                ('kept_since', models.DateField(verbose_name='kept since')),
                ('kept_until', models.DateField(verbose_name='kept until')),
                ('purged_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='purged')),
                ('code', models.CharField(max_length=40, verbose_name='rule')),
                ('days', models.PositiveIntegerField(verbose_name='days')),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
                ('owner_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'receipt of a purge',
                'verbose_name_plural': 'receipts of purges',
                'ordering': ['-id'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['owner_agency', '-id'], name='receipt_of_agency')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'owner_agency'), name='receipt_is_given_once')],
            },
        ),
    ]
