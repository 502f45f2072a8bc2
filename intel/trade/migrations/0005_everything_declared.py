from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trade', '0004_import_reason'),
    ]

    operations = [
        migrations.AddField(
            model_name='consignment',
            name='declared',
            field=models.JSONField(db_default={}, default=dict, editable=False, help_text='All that was declared, without what is at its default.', verbose_name='as declared'),
        ),
        migrations.AddField(
            model_name='goodsitem',
            name='declared',
            field=models.JSONField(db_default={}, default=dict, editable=False, verbose_name='as declared'),
        ),
        migrations.AlterField(
            model_name='consignment',
            name='content_hash',
            field=models.CharField(editable=False, max_length=80),
        ),
        migrations.AlterField(
            model_name='goodsitem',
            name='description',
            field=models.CharField(blank=True, max_length=1000, verbose_name='description'),
        ),
    ]
