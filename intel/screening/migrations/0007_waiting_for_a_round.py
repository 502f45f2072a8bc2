"""What no round has yet is found by an index of it alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('screening', '0006_rounds'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='matchedalert',
            index=models.Index(models.F('alert'), condition=models.Q(('in_round', False)), name='screening_matched_waiting'),
        ),
    ]
