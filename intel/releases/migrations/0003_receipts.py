"""What became of the copies of what was recalled or has ended is signed once, by who received it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


RULES = """
create trigger release_receipt_stays before update on releases_release for each row
    when (old.receipt <> '' and (old.receipt, old.receipt_words, old.receipted_by_id, old.receipted_at)
          is distinct from (new.receipt, new.receipt_words, new.receipted_by_id, new.receipted_at))
    execute function hub_refuse('release_receipt_stays');
create trigger release_receipt_is_who_acts before update on releases_release for each row
    when (old.receipted_by_id is distinct from new.receipted_by_id)
    execute function hub_requires_viewer('release_receipt_is_who_acts', 'receipted_by_id');
"""
BACK = """
drop trigger release_receipt_stays on releases_release;
drop trigger release_receipt_is_who_acts on releases_release;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('releases', '0002_labels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='receipt',
            field=models.CharField(blank=True, choices=[('PURGED', 'All copies outside the hub are destroyed, or there were none'), ('HELD', 'A legal hold keeps copies; nobody reads them for anything else')], editable=False, max_length=10, verbose_name='receipt'),
        ),
        migrations.AddField(
            model_name='release',
            name='receipt_words',
            field=models.TextField(blank=True, editable=False, verbose_name='what was destroyed, or what hold keeps it'),
        ),
        migrations.AddField(
            model_name='release',
            name='receipted_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='signed'),
        ),
        migrations.AddField(
            model_name='release',
            name='receipted_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('receipt', ''), ('receipted_at__isnull', True), ('receipted_by__isnull', True)), models.Q(models.Q(('receipt', ''), _negated=True), models.Q(('receipt_words', ''), _negated=True), models.Q(('state', 'RELEASED'), _negated=True), ('receipted_at__isnull', False), ('receipted_by__isnull', False)), _connector='OR'), name='release_receipt_has_who_when_and_words'),
        ),
        migrations.RunSQL(RULES, BACK),
    ]
