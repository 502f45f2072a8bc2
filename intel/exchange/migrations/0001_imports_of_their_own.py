"""The imports that trade kept: the same table under another name, with its rows, and the permissions on it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Triggers and functions of labels bear the table's name; they are made anew after every migrate.
TAKE_OVER = """
alter table trade_importrun rename to exchange_importrun;
alter sequence trade_importrun_id_seq rename to exchange_importrun_id_seq;
alter table exchange_importrun add column rows_amended integer not null default 0 check (rows_amended >= 0);
do $$
declare one text;
begin
    for one in select tgname from pg_trigger where tgrelid = 'exchange_importrun'::regclass and not tgisinternal loop
        execute format('drop trigger %I on exchange_importrun', one);
    end loop;
end $$;
update auth_permission p set content_type_id = c.id
from django_content_type c, django_content_type o
where c.app_label = 'trade' and c.model = 'consignment' and o.app_label = 'trade' and o.model = 'importrun'
  and p.content_type_id = o.id and p.codename = 'import_declarations';
update django_content_type set app_label = 'exchange' where app_label = 'trade' and model = 'importrun';
"""
GIVE_BACK = """
update django_content_type set app_label = 'trade' where app_label = 'exchange' and model = 'importrun';
alter table exchange_importrun drop column rows_amended;
alter sequence exchange_importrun_id_seq rename to trade_importrun_id_seq;
alter table exchange_importrun rename to trade_importrun;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('trade', '0006_imports_live_in_exchange'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TAKE_OVER, GIVE_BACK)],
            state_operations=[
            migrations.CreateModel(
                name='ImportRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file_name', models.CharField(max_length=255, verbose_name='file')),
                    ('file_hash', models.CharField(max_length=64)),
                    ('state', models.CharField(choices=[('WAITING', 'Waiting'), ('RUNNING', 'Running'), ('DONE', 'Done'), ('FAILED', 'Failed')], default='WAITING', max_length=8, verbose_name='state')),
                    ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='started')),
                    ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                    ('rows_read', models.PositiveIntegerField(default=0, verbose_name='rows read')),
                    ('rows_new', models.PositiveIntegerField(default=0, verbose_name='new')),
                    ('rows_amended', models.PositiveIntegerField(db_default=0, default=0, verbose_name='amended')),
                    ('rows_same', models.PositiveIntegerField(default=0, verbose_name='known already')),
                    ('rows_bad', models.PositiveIntegerField(default=0, verbose_name='bad')),
                    ('reason', models.TextField(blank=True, db_default='', default='', help_text='Why it failed.', verbose_name='reason')),
                    ('errors', models.TextField(blank=True, help_text='The bad rows with their reasons, as CSV.')),
                    ('content', models.BinaryField(help_text='The uploaded file until it has been read.', null=True)),
                    ('feed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trade.feed', verbose_name='feed')),
                    ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'import',
                    'verbose_name_plural': 'imports',
                    'ordering': ['-id'],
                    'default_permissions': ('view',),
                },
            ),
            ],
        ),
    ]
