"""A change or a wider audience of a subject waits for a second person, once a second person approved the subject."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
alter table subjects_subjectproposal add constraint subjects_subjectproposal_is_of_owner
    foreign key (subject_id, owner_agency_id) references subjects_subject (id, owner_agency_id);
alter table subjects_subjectproposal add column label_id int;
alter table subjects_subjectproposal add constraint subjects_subjectproposal_subject_id_label foreign key (subject_id, label_id)
    references subjects_subject (id, label_id) on update cascade;
create trigger proposal_begins_waiting before insert on subjects_subjectproposal for each row
    when (new.state <> 'WAITING') execute function hub_refuse('proposal_begins_waiting');
create trigger proposal_is_its_proposers before insert on subjects_subjectproposal for each row
    execute function hub_requires_viewer('proposal_is_its_proposers', 'proposed_by_id');
create trigger proposal_stays_as_proposed before update on subjects_subjectproposal for each row
    when ((old.subject_id, old.owner_agency_id, old.kind, old.entry, old.groups, old.written_on, old.proposed_by_id)
          is distinct from
          (new.subject_id, new.owner_agency_id, new.kind, new.entry, new.groups, new.written_on, new.proposed_by_id))
    execute function hub_refuse('proposal_stays_as_proposed');
create trigger proposal_is_decided_by_who_acts before update on subjects_subjectproposal for each row
    when (old.decided_by_id is distinct from new.decided_by_id)
    execute function hub_requires_viewer('proposal_is_decided_by_who_acts', 'decided_by_id');
"""
BACK = """
alter table subjects_subjectproposal drop constraint subjects_subjectproposal_is_of_owner;
alter table subjects_subjectproposal drop constraint subjects_subjectproposal_subject_id_label;
"""

WHO_IS_SHARED = """
update subjects_subject set approved_at = now()
where approved_at is null and exists (select 1 from subjects_subjectgrant g where g.content_object_id = subjects_subject.id);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('subjects', '0007_refuse'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='subject',
            options={'default_permissions': ('add', 'change', 'view'), 'ordering': ['-id'], 'permissions': [('share_subject', 'Can propose to share subjects'), ('approve_subject', 'Can decide on changes and sharing that others propose')], 'verbose_name': 'subject', 'verbose_name_plural': 'subjects'},
        ),
        migrations.AddField(
            model_name='subject',
            name='approved_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='SubjectProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('CHANGE', 'Change'), ('SHARE', 'Sharing')], max_length=6, verbose_name='kind')),
                ('entry', models.JSONField(null=True)),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('written_on', models.PositiveIntegerField()),
                ('classification', models.CharField(choices=[('UNCLASSIFIED', 'Unclassified'), ('RESTRICTED', 'Restricted'), ('CONFIDENTIAL', 'Confidential'), ('SECRET', 'Secret')], max_length=20, verbose_name='classification')),
                ('state', models.CharField(choices=[('WAITING', 'Awaiting a second person'), ('APPROVED', 'Approved'), ('REFUSED', 'Refused'), ('RETRACTED', 'Taken back')], default='WAITING', editable=False, max_length=10, verbose_name='state')),
                ('proposed_at', models.DateTimeField(auto_now_add=True, verbose_name='proposed')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('owner_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='subjects.subject')),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'ordering': ['-id'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'WAITING')), fields=('subject', 'kind'), name='proposal_waits_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'WAITING')), models.Q(models.Q(('state', 'WAITING'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='proposal_decided_has_who_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['APPROVED', 'REFUSED']), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='proposal_is_decided_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('entry__isnull', False), ('kind', 'CHANGE')), models.Q(('entry__isnull', True), ('kind', 'SHARE')), _connector='OR'), name='proposal_says_what')],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(WHO_IS_SHARED, migrations.RunSQL.noop),
    ]
