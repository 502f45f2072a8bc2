"""Numbers of references are scattered from now on; those that were given in order stay, and are not given again."""

from django.db import migrations, models
from django.db.models import F

BLOCK = 1_000_000
RANDOM = models.Func(function="gen_random_uuid", output_field=models.UUIDField())


def keep_given(apps, schema_editor):
    """What was given until now was given in order, from 1 on; counting begins anew, in a block that is not half taken."""
    counters = apps.get_model("agencies", "ReferenceCounter").objects
    counters.update(in_order=F("last"))
    for counter in counters.all():
        counter.last = 0 if counter.in_order < BLOCK // 2 else (counter.in_order // BLOCK + 1) * BLOCK
        counter.save(update_fields=["last"])


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_roles")]

    operations = [
        migrations.AddField("referencecounter", "in_order", models.PositiveIntegerField(db_default=0)),
        migrations.AddField("referencecounter", "key", models.UUIDField(db_default=RANDOM, editable=False)),
        migrations.RunPython(keep_given, migrations.RunPython.noop),
    ]
