"""What is said to a group at an epoch refers to both by one key."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sharing", "0003_named_gives_nothing")]

    operations = [migrations.RunSQL(
        "alter table sharing_epoch add constraint sharing_epoch_of_group unique (id, sharing_group_id)",
        "alter table sharing_epoch drop constraint sharing_epoch_of_group")]
