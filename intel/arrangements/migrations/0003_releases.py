"""What is released without a decision in each case: terms of an arrangement beside those by which queries are answered."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

LABELS = """
alter table arrangements_releaseterm add column label_id int;
alter table arrangements_releaseterm add constraint arrangements_releaseterm_arrangement_id_label
    foreign key (arrangement_id, label_id) references arrangements_arrangement (id, label_id) on update cascade;
create index arrangements_releaseterm_label on arrangements_releaseterm (arrangement_id, label_id);
create trigger term_is_written_with_its_draft before insert or delete on arrangements_releaseterm for each row
    execute function arrangements_term_is_drafted();
create trigger release_term_stays before update on arrangements_releaseterm for each row
    when (to_jsonb(old) - 'label_id' is distinct from to_jsonb(new) - 'label_id') execute function hub_refuse('release_term_stays');
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_outside"), ("arrangements", "0002_labels")]

    operations = [
        migrations.CreateModel(
            name="ReleaseTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purposes", django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=40), default=list, size=None, verbose_name="purposes")),
                ("up_to", models.CharField(
                    choices=[("UNCLASSIFIED", "Unclassified"), ("RESTRICTED", "Restricted"), ("CONFIDENTIAL", "Confidential"),
                             ("SECRET", "Secret")], max_length=20, verbose_name="up to")),
                ("arrangement", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="release_terms",
                                                  to="arrangements.arrangement")),
                ("of_agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+",
                                                to="agencies.agency", verbose_name="things of")),
            ],
            options={"ordering": ["of_agency", "id"], "default_permissions": (), "constraints": [
                models.CheckConstraint(condition=models.Q(("up_to__in", ["UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL"])),
                                       name="release_term_gives_no_secret"),
                models.UniqueConstraint(fields=("arrangement", "of_agency", "purposes"), name="release_term_is_said_once")]}),
        migrations.RunSQL(LABELS, migrations.RunSQL.noop)]
