"""Paragraphs know whose information they are, and cite what they rest on."""

import django.db.models.deletion
from django.db import migrations, models

#: What was written until now is of the agency that wrote it.
OWN = """
update reports_paragraph p set originator_id = r.owner_agency_id from reports_report r where r.id = p.report_id;
set constraints all immediate;
"""
FORWARD = """
alter table reports_paragraph add constraint reports_paragraph_with_label unique (id, label_id, classification);
alter table reports_citation add column label_id int, add column classification varchar(20),
    add column cited_label_id int, add column cited_beside_label_id int, add column cited_classification varchar(20);
alter table reports_citation add constraint reports_citation_paragraph_id_label
    foreign key (paragraph_id, label_id, classification) references reports_paragraph (id, label_id, classification)
    on update cascade;
"""
BACK = """
alter table reports_citation drop constraint reports_citation_paragraph_id_label;
alter table reports_paragraph drop constraint reports_paragraph_with_label;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0003_other_side'),
        ('reports', '0008_new_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='paragraph',
            name='originator',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='originator'),
        ),
        migrations.RunSQL(OWN, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='paragraph',
            name='originator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='originator'),
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('cited_id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField()),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='reports.paragraph')),
            ],
            options={
                'ordering': ['id'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['kind', 'cited_id'], name='citation_of')],
                'constraints': [models.UniqueConstraint(fields=('paragraph', 'kind', 'cited_id'), name='paragraph_cites_a_thing_once')],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
