from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hits', '0002_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='hit',
            name='judged_fingerprint',
            field=models.CharField(blank=True, editable=False, max_length=80),
        ),
        migrations.AlterField(
            model_name='judgement',
            name='fingerprint',
            field=models.CharField(blank=True, max_length=80),
        ),
    ]
