from django.db import migrations

from agencies.access.grants import given_by_owner


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_initial")]

    operations = [given_by_owner("subjects_subject", "subjects_subjectgrant")]
