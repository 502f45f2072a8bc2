"""Grants are given by the owner of the row, whoever inserts them: a composite key, since policies cannot ask each other."""

from django.db import migrations

FORWARD = """
alter table subjects_subject add constraint subjects_subject_with_owner unique (id, owner_agency_id);
alter table subjects_subjectgrant add constraint subjects_subjectgrant_is_given_by_owner
    foreign key (content_object_id, granted_by_agency_id) references subjects_subject (id, owner_agency_id);
"""
BACK = """
alter table subjects_subjectgrant drop constraint subjects_subjectgrant_is_given_by_owner;
alter table subjects_subject drop constraint subjects_subject_with_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
