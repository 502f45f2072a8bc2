"""Columns for labels: a hit follows its match, a judgement its hit."""

from django.db import migrations

FORWARD = """
alter table hits_hit add column label_id int;
alter table hits_hit add constraint hits_hit_with_label unique (id, label_id);
create index hits_hit_label on hits_hit (label_id, id desc);
alter table hits_hit add constraint hits_hit_match_id_label foreign key (match_id, label_id)
    references screening_match (id, label_id) on update cascade;
alter table hits_judgement add column label_id int;
alter table hits_judgement add constraint hits_judgement_hit_id_label foreign key (hit_id, label_id)
    references hits_hit (id, label_id) on update cascade;
"""
BACK = """
alter table hits_judgement drop column label_id;
alter table hits_hit drop column label_id;
"""


class Migration(migrations.Migration):
    dependencies = [("hits", "0003_wider_fingerprint"), ("screening", "0004_labels")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
