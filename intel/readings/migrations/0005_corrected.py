"""A release may be corrected, too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('readings', '0004_register'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='state',
            field=models.CharField(choices=[('RELEASED', 'Released'), ('RECALLED', 'Recalled'), ('CORRECTED', 'Corrected'), ('ENDED', 'Ended')], max_length=10, verbose_name='state'),
        ),
    ]
