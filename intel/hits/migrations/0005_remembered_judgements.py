import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hits', '0004_labels'),
    ]

    operations = [
        migrations.AddField(
            model_name='judgement',
            name='follows',
            field=models.ForeignKey(help_text='The judgement on the same two sides that was remembered.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hits.judgement'),
        ),
    ]
