"""Standing arrangements, their terms and steps."""

import django.contrib.postgres.fields
import django.db.models.deletion
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
            name='Arrangement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('reference', models.CharField(editable=False, max_length=40, verbose_name='reference')),
                ('version', models.PositiveIntegerField(editable=False, null=True, verbose_name='version')),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], default='RESTRICTED', editable=False, max_length=20)),
                ('legal_basis', models.TextField(verbose_name='legal basis')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('PROPOSED', 'Proposed to the other agency'), ('IN_FORCE', 'In force'), ('DECLINED', 'Declined'), ('WITHDRAWN', 'Taken back'), ('ENDED', 'Ended')], default='DRAFT', editable=False, max_length=10, verbose_name='state')),
                ('proposed_at', models.DateTimeField(editable=False, null=True, verbose_name='proposed')),
                ('proposed_as', models.JSONField(editable=False, null=True)),
                ('accepted_at', models.DateTimeField(editable=False, null=True, verbose_name='in force since')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended')),
                ('accepted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='with')),
                ('proposed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposing_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='proposed by')),
                ('replaces', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='arrangements.arrangement', verbose_name='takes the place of')),
            ],
            options={
                'verbose_name': 'standing arrangement',
                'verbose_name_plural': 'standing arrangements',
                'ordering': ['-id'],
                'permissions': [('write_arrangement', 'Can draft standing arrangements'), ('sign_arrangement', 'Can sign, decline and end standing arrangements')],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='ArrangementStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('PROPOSED', 'Proposed to the other agency'), ('IN_FORCE', 'In force'), ('DECLINED', 'Declined'), ('WITHDRAWN', 'Taken back'), ('ENDED', 'Ended')], max_length=10, verbose_name='state')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('arrangement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='arrangements.arrangement')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('risk_area', models.CharField(choices=[('SMUGGLING', 'Smuggling'), ('UNDERVALUATION', 'Undervaluation'), ('MISCLASSIFICATION', 'Misclassification'), ('ORIGIN_FRAUD', 'Origin fraud'), ('TAX_EVASION', 'Tax evasion'), ('IPR', 'Intellectual property'), ('DRUGS_PRECURSORS', 'Drugs and precursors'), ('WEAPONS_TERRORISM', 'Weapons and terrorism'), ('SPS_BIOSECURITY', 'Sanitary, phytosanitary, biosecurity'), ('CITES_ENVIRONMENT', 'Protected species and environment'), ('CULTURAL_GOODS', 'Cultural goods'), ('CASH_AML', 'Cash and money laundering'), ('OTHER', 'Other'), ('ANY', 'All others')], default='ANY', max_length=20, verbose_name='risk area')),
                ('purposes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None, verbose_name='purposes')),
                ('level', models.CharField(choices=[('SILENT', 'Nothing'), ('HIT_CONTACT_OWNER', 'That there is something, and whom to contact')], max_length=20, verbose_name='who asks learns')),
                ('arrangement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='arrangements.arrangement')),
                ('of_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='things of')),
            ],
            options={
                'ordering': ['of_agency', 'risk_area', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='arrangement',
            index=models.Index(fields=['replaces'], name='arrangement_by_replaced'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.CheckConstraint(condition=models.Q(('proposing_agency', models.F('other_agency')), _negated=True), name='arrangement_is_of_two_agencies'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='arrangement_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_by__isnull', True), models.Q(('proposed_by', models.F('created_by')), _negated=True), _connector='OR'), name='arrangement_is_signed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposed_at__isnull', True), ('proposed_by__isnull', True), ('version__isnull', True)), models.Q(('proposed_at__isnull', False), ('proposed_by__isnull', False), ('version__isnull', False)), _connector='OR'), name='arrangement_proposed_has_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), ('proposed_at__isnull', False)), _connector='OR'), name='arrangement_accepted_has_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), models.Q(('state', 'ENDED'), _negated=True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('state', 'ENDED')), _connector='OR'), name='arrangement_ended_has_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'DRAFT'), _negated=True), ('proposed_at__isnull', False)), models.Q(('proposed_at__isnull', True), ('state__in', ['DRAFT', 'WITHDRAWN'])), _connector='OR'), name='arrangement_proposed_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', False), ('state__in', ['IN_FORCE', 'ENDED'])), models.Q(models.Q(('state__in', ['IN_FORCE', 'ENDED']), _negated=True), ('accepted_at__isnull', True)), _connector='OR'), name='arrangement_in_force_is_signed_by_both'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.UniqueConstraint(fields=('reference', 'version'), name='arrangement_version_is_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.UniqueConstraint(condition=models.Q(('replaces__isnull', True)), fields=('reference',), name='arrangement_begins_once'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', False)), fields=('replaces',), name='arrangement_is_replaced_once'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['SILENT', 'HIT_CONTACT_OWNER'])), name='term_gives_no_data'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(fields=('arrangement', 'of_agency', 'risk_area', 'purposes'), name='term_is_said_once'),
        ),
    ]
