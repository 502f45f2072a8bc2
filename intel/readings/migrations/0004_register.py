"""The outgoing register is written with each release, and follows what becomes of it."""

from django.db import migrations

LABELS = """
alter table readings_entry add column label_id int;
create index readings_entry_label on readings_entry (label_id, id desc);
grant insert on readings_entry to hub_labels;
grant update (portions, handling_codes, tlp, state, acknowledged_at, ended_at, receipt, person_id) on readings_entry to hub_labels;
"""

FUNCTIONS = """
set local role hub_labels;

create function readings_enter() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into readings_entry (owner_agency_id, release_number, reference, released_at, released_by_id, recipient_agency_id, purpose,
                                legal_basis, conditions, expires_at, classification, digest, state, receipt, portions, handling_codes,
                                tlp)
    select r.holder_agency_id, r.id, r.reference, r.released_at, r.released_by_id, r.recipient_agency_id, r.purpose, r.legal_basis,
           r.conditions, r.expires_at, r.classification, r.digest, r.state, r.receipt, count(*),
           array(select distinct c from releases_releasedportion p, unnest(p.handling_codes) c where p.release_id = r.id order by 1),
           array(select distinct p.tlp from releases_releasedportion p where p.release_id = r.id and p.tlp <> '' order by 1)
    from releases_release r join releases_releasedportion p on p.release_id = r.id
    where r.id in (select release_id from written) group by r.id
    on conflict (release_number) do update
        set (portions, handling_codes, tlp) = (excluded.portions, excluded.handling_codes, excluded.tlp);
    return null;
end $$;

create function readings_entry_follows() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update readings_entry e set (state, acknowledged_at, ended_at, receipt, person_id) =
        (new.state, new.acknowledged_at, new.ended_at, new.receipt, coalesce(new.acknowledged_by_id, e.person_id))
    where e.release_number = new.id;
    return null;
end $$;

-- Who of the recipient was the first to read it.
create function readings_entry_is_read() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update readings_entry e set person_id = new.person_id where e.release_number = new.release_id and e.person_id is null;
    return null;
end $$;

revoke all on function readings_enter(), readings_entry_follows(), readings_entry_is_read() from public, hub_application, hub_service;
grant execute on function readings_enter(), readings_entry_follows(), readings_entry_is_read() to hub_owner;
set local role hub_owner;
"""

RULES = """
create trigger register_is_kept after insert on releases_releasedportion referencing new table as written
    for each statement execute function readings_enter();
create trigger register_follows after update on releases_release for each row
    when ((old.state, old.acknowledged_at, old.ended_at, old.receipt) is distinct from
          (new.state, new.acknowledged_at, new.ended_at, new.receipt)) execute function readings_entry_follows();
create trigger register_names_who_read after insert on readings_use for each row
    when (new.act in ('READ', 'EXPORTED') and new.consent_id is null) execute function readings_entry_is_read();
"""
BACK = """
set local role hub_labels;
drop function readings_enter() cascade;
drop function readings_entry_follows() cascade;
drop function readings_entry_is_read() cascade;
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("readings", "0003_entry")]

    operations = [migrations.RunSQL(LABELS, migrations.RunSQL.noop), migrations.RunSQL(FUNCTIONS, BACK),
                  migrations.RunSQL(RULES, migrations.RunSQL.noop)]
