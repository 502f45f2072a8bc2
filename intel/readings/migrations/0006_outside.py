"""Who recorded what a body outside signed is nobody of the recipient: the register does not name them as that."""

from django.db import migrations

FOLLOWS = """
set local role hub_labels;
create or replace function readings_entry_follows() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update readings_entry e set (state, acknowledged_at, ended_at, receipt, person_id) =
        (new.state, new.acknowledged_at, new.ended_at, new.receipt, coalesce(
            (select p.id from agencies_user p where p.id = new.acknowledged_by_id and p.agency_id = new.recipient_agency_id),
            e.person_id))
    where e.release_number = new.id;
    return null;
end $$;
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("readings", "0005_corrected"), ("releases", "0016_outside")]

    operations = [migrations.RunSQL(FOLLOWS, migrations.RunSQL.noop)]
