"""When an entry was changed, who is told of it, and of what they were told."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0009_saved'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='News',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('things', models.JSONField(default=list)),
                ('more', models.BooleanField(default=False)),
                ('after', models.TextField()),
                ('found_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'news of a saved search',
                'verbose_name_plural': 'news of saved searches',
                'db_table': 'search_news',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='entry',
            name='changed',
            field=models.BigIntegerField(default=0, help_text='The transaction that wrote it last, or gave it its first sounds.'),
        ),
        migrations.AddField(
            model_name='entry',
            name='content',
            field=models.UUIDField(help_text='The same without who reads it.', null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='left_by',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='The transactions in which it left each of them.', size=None),
        ),
        migrations.AddField(
            model_name='entry',
            name='marks_before',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, help_text='The last marks that it bore before, oldest first.', size=None),
        ),
        migrations.AddField(
            model_name='entry',
            name='said',
            field=models.BigIntegerField(default=0, help_text='The transaction since which it says what it says.'),
        ),
        migrations.AddField(
            model_name='entry',
            name='writer',
            field=models.BigIntegerField(help_text='Who changed it last; null for a service.', null=True),
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='heard',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='tells',
            field=models.BooleanField(default=False, verbose_name='tells of what is new'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['mark', 'changed'], name='search_entry_changed'),
        ),
        migrations.AddIndex(
            model_name='savedsearch',
            index=models.Index(condition=models.Q(('tells', True)), fields=['person'], name='search_tells'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.CheckConstraint(condition=models.Q(('tells', False), models.Q(('heard', ''), _negated=True), _connector='OR'), name='search_tells_since'),
        ),
        migrations.AddField(
            model_name='news',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='news',
            name='search',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='search.savedsearch'),
        ),
    ]
