"""Of whom the history was kept before: a membership counts as the history has it, as new databases have it from the beginning."""

from importlib import import_module

from django.db import migrations

VIEWERS = import_module("intel.knowledge.migrations.0001_functions").VIEWERS
AGAIN = VIEWERS.replace("create function", "create or replace function") + "set local role hub_owner;\n"


class Migration(migrations.Migration):
    """The functions of who could read, once more."""

    dependencies = [("knowledge", "0001_functions")]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
