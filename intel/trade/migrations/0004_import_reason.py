from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trade', '0003_labels'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrun',
            name='reason',
            field=models.TextField(blank=True, db_default='', default='', help_text='Why it failed.', verbose_name='reason'),
        ),
    ]
