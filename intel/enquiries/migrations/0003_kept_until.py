from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('enquiries', '0002_labels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='enquiry',
            name='retain_until',
            field=models.DateField(editable=False, null=True, verbose_name='kept until'),
        ),
        migrations.AddField(
            model_name='request',
            name='retain_until',
            field=models.DateField(editable=False, null=True, verbose_name='kept until'),
        ),
        migrations.AddIndex(
            model_name='enquiry',
            index=models.Index(fields=['retain_until'], name='enquiry_retained'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['retain_until'], name='request_retained'),
        ),
    ]
