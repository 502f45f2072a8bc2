"""A report keeps its author, and is disseminated in nobody else's name than that of who does it."""

from django.db import migrations, models

FORWARD = """
create trigger report_author_stays before update on reports_report for each row
    when ((old.author_id, old.owner_agency_id) is distinct from (new.author_id, new.owner_agency_id))
    execute function hub_refuse('report_author_stays');
create trigger report_begins_as_a_draft before insert on reports_report for each row
    when (new.state <> 'DRAFT' or new.disseminated_by_id is not null) execute function hub_refuse('report_begins_as_a_draft');
create trigger report_disseminator_stays before update on reports_report for each row
    when (old.disseminated_by_id is not null
          and (old.disseminated_by_id, old.disseminated_at) is distinct from (new.disseminated_by_id, new.disseminated_at))
    execute function hub_refuse('report_disseminator_stays');
create trigger report_disseminator_is_who_acts before update on reports_report for each row
    when (old.disseminated_by_id is null and new.disseminated_by_id is not null)
    execute function hub_requires_viewer('report_disseminator_is_who_acts', 'disseminated_by_id');
"""
BACK = """
drop trigger report_disseminator_is_who_acts on reports_report;
drop trigger report_disseminator_stays on reports_report;
drop trigger report_begins_as_a_draft on reports_report;
drop trigger report_author_stays on reports_report;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0006_labels'),
        ('subjects', '0007_refuse'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='approved_as',
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='submitted_as',
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
