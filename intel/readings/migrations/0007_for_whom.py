"""Who is not to read what was released for others of their agency has searched out, read and taken nothing of it."""

from django.db import migrations

NOTE = """
set local role hub_labels;

-- What somebody of the recipient did with releases that they see, by themselves: once for each agency that reads it. Of what is for
-- others of their agency they may be told, and no more.
create or replace function readings_note(releases bigint[], act text, event bigint) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if act not in ('TOLD', 'SEARCHED', 'READ', 'EXPORTED') then
        raise exception 'no act of a reader: %', act;
    end if;
    insert into readings_use (owner_agency_id, release_id, consent_id, reference, reader_agency_id, person_id, act, purpose, at,
                              event, classification)
    select s.agency_id, r.id, s.consent_id, r.reference, r.recipient_agency_id, hub_user(), readings_note.act, r.purpose,
           statement_timestamp(), readings_note.event, s.classification
    from releases_release r cross join lateral readings_readers(r.id) s
    where r.id = any (releases) and r.recipient_agency_id = hub_agency() and hub_user() is not null
      and r.label_id = any (hub_labels('releases.view_release'))
      and (readings_note.act = 'TOLD' or releases_is_for_viewer(r.for_person, r.for_group_id))
    order by r.id, s.agency_id;
end $$;
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("readings", "0006_outside"), ("releases", "0019_for_whom")]
    operations = [migrations.RunSQL(NOTE, migrations.RunSQL.noop)]
