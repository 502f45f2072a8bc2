"""Imports are of the room that brings them in, which takes the table over as it is."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('trade', '0005_everything_declared'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='consignment',
            options={'default_permissions': ('add', 'view'), 'ordering': ['-id'], 'permissions': [('import_declarations', 'Can import declarations')], 'verbose_name': 'consignment', 'verbose_name_plural': 'consignments'},
        ),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name='ImportRun')]),
    ]
