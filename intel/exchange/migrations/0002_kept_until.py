from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0001_imports_of_their_own'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrun',
            name='purged_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='purged'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='retain_until',
            field=models.DateField(editable=False, null=True, verbose_name='kept until'),
        ),
    ]
