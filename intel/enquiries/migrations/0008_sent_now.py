"""Something is sent now: who names another hour in SQL would learn when the agency asked works, hour by hour."""

from django.db import migrations

SENT_NOW = """
create trigger enquiry_is_sent_now before insert on enquiries_enquiry for each row
    when (new.sent_at not between clock_timestamp() - interval '10 minutes' and clock_timestamp() + interval '10 minutes')
    execute function hub_refuse('enquiry_is_sent_now');
"""
BACK = "drop trigger enquiry_is_sent_now on enquiries_enquiry;"


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0007_held"), ("subjects", "0007_refuse")]

    operations = [migrations.RunSQL(SENT_NOW, BACK)]
