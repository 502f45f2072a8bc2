"""What one of the two agencies of a hit notes for itself, with a label of its own and that of the hit."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

FORWARD = """
alter table hits_hitnote add column label_id int, add column row_label_id int;
alter table hits_hitnote add constraint hits_hitnote_hit_id_label foreign key (hit_id, row_label_id)
    references hits_hit (id, label_id) on update cascade;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_credentials'),
        ('hits', '0005_remembered_judgements'),
        ('labels', '0003_other_side'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HitNote',
            fields=[
                ('id', models.BigIntegerField(editable=False, primary_key=True, serialize=False)),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='when')),
                ('text', models.TextField(verbose_name='note')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('hit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='hits.hit')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'ordering': ['-written_at', 'id'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
