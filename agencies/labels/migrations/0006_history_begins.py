"""From when on what was is kept, of each table: of those whose changes are kept already, since that migration."""

from django.db import migrations, models

_KEPT = """
insert into access_pastbegan (of_table, began_at)
select t.tgrelid::regclass::text, m.applied from pg_trigger t, django_migrations m
where t.tgname = 'past_on_update' and m.app = 'labels' and m.name = '0004_past'
"""


class Migration(migrations.Migration):
    dependencies = [("labels", "0005_ids")]

    operations = [
        migrations.CreateModel(
            name="PastBegan",
            fields=[
                ("of_table", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
            ],
            options={"db_table": "access_pastbegan", "default_permissions": ()},
        ),
        migrations.RunSQL(_KEPT, migrations.RunSQL.noop),
    ]
