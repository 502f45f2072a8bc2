"""That a body outside took its copy is noted for whoever reads what became of the release."""

from django.db import migrations, models
from django.db.models import Q

from intel.readings.states import UseAct

NOTING = """
set local role hub_labels;
create function readings_note_delivered() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into readings_use (owner_agency_id, release_id, consent_id, reference, reader_agency_id, act, purpose, at, classification)
    select s.agency_id, r.id, s.consent_id, r.reference, r.recipient_agency_id, 'DELIVERED', r.purpose, new.taken_at, s.classification
    from releases_release r cross join lateral readings_readers(r.id) s where r.id = new.release_id order by s.agency_id;
    return null;
end $$;
revoke all on function readings_note_delivered() from public, hub_application, hub_service;
grant execute on function readings_note_delivered() to hub_owner;
set local role hub_owner;
create trigger use_is_delivered after update of taken_at on releases_delivery for each row
    when (old.taken_at is null and new.taken_at is not null) execute function readings_note_delivered();
"""
BACK = """
set local role hub_labels;
drop function readings_note_delivered() cascade;
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("readings", "0008_found_sooner"), ("releases", "0021_found_sooner")]
    operations = [
        migrations.AlterField("use", "act", models.CharField("act", max_length=10, choices=UseAct.choices)),
        migrations.AlterField("question", "act", models.CharField("act", max_length=10, choices=UseAct.choices)),
        migrations.RemoveConstraint("use", "use_is_somebodys"),
        migrations.AddConstraint("use", models.CheckConstraint(
            condition=Q(act__in=["RECEIVED", "DELIVERED"]) | Q(person__isnull=False), name="use_is_somebodys")),
        migrations.RunSQL(NOTING, BACK),
    ]
