"""Columns for labels; names and identifiers follow their subject by key. Rows get theirs after the migrations."""

from django.db import migrations

FORWARD = """
alter table subjects_subject add column label_id int;
alter table subjects_subject add constraint subjects_subject_with_label unique (id, label_id);
create index subjects_subject_label on subjects_subject (label_id, id desc);
alter table subjects_subjectname add column label_id int;
alter table subjects_subjectname add constraint subjects_subjectname_subject_id_label foreign key (subject_id, label_id)
    references subjects_subject (id, label_id) on update cascade;
alter table subjects_subjectidentifier add column label_id int;
alter table subjects_subjectidentifier add constraint subjects_subjectidentifier_subject_id_label foreign key (subject_id, label_id)
    references subjects_subject (id, label_id) on update cascade;
"""
BACK = """
alter table subjects_subjectname drop column label_id;
alter table subjects_subjectidentifier drop column label_id;
alter table subjects_subject drop column label_id;
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0005_source_digest"), ("labels", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
