from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('screening', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='match',
            name='fingerprint',
            field=models.CharField(help_text='Changes when the data compared change.', max_length=80),
        ),
    ]
