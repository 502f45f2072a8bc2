"""Nobody approves what they held while it was written."""

from django.db import migrations

FORWARD = """
create trigger request_sender_held_none_of_it before update on enquiries_request for each row
    when (old.sent_by_id is distinct from new.sent_by_id)
    execute function hub_is_another('request_sender_held_none_of_it', 'enquiries.request', 'sent_by_id');
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0006_passing_on"), ("handover", "0002_labels")]

    operations = [migrations.RunSQL(FORWARD, "drop trigger request_sender_held_none_of_it on enquiries_request")]
