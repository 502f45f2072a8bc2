from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='event',
            options={'default_permissions': ('view',), 'ordering': ['-id'], 'permissions': [('view_leaving', 'Can read what one person let leave the agency')], 'verbose_name': 'audit event', 'verbose_name_plural': 'audit events'},
        ),
    ]
