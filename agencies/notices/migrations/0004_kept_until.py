from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0003_ids'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='retain_until',
            field=models.DateField(editable=False, null=True, verbose_name='kept until'),
        ),
    ]
