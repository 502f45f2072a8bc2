"""Labels of what two agencies write together are found by the other side, too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0002_seal_keys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='label',
            name='other_agency_id',
            field=models.BigIntegerField(help_text="The other of two sides; of a pair, the agency of the party's feed.", null=True),
        ),
        migrations.AddIndex(
            model_name='label',
            index=models.Index(fields=['act', 'other_agency_id'], name='label_of_other_side'),
        ),
    ]
