"""Labels, and what the tables hold whatever the code above does: two persons of one side, one of the other, and what was signed stays."""

from django.db import migrations

LABELS = """
alter table arrangements_arrangement add column label_id int;
alter table arrangements_arrangement add constraint arrangements_arrangement_with_label unique (id, label_id);
create index arrangements_arrangement_label on arrangements_arrangement (label_id, id desc);
alter table arrangements_term add column label_id int;
alter table arrangements_term add constraint arrangements_term_arrangement_id_label foreign key (arrangement_id, label_id)
    references arrangements_arrangement (id, label_id) on update cascade;
create index arrangements_term_label on arrangements_term (arrangement_id, label_id);
alter table arrangements_arrangementstep add column label_id int;
alter table arrangements_arrangementstep add constraint arrangements_arrangementstep_arrangement_id_label
    foreign key (arrangement_id, label_id) references arrangements_arrangement (id, label_id) on update cascade;
create index arrangements_arrangementstep_label on arrangements_arrangementstep (arrangement_id, label_id);
"""

SIGNED = """
create trigger arrangement_begins_as_a_draft before insert on arrangements_arrangement for each row
    when (new.state <> 'DRAFT') execute function hub_refuse('arrangement_begins_as_a_draft');
create trigger arrangement_is_its_drafters before insert on arrangements_arrangement for each row
    execute function hub_requires_viewer('arrangement_is_its_drafters', 'created_by_id');
create trigger arrangement_stays_as_proposed before update on arrangements_arrangement for each row
    when (old.state <> 'DRAFT' and
          (old.legal_basis, old.starts_on, old.ends_on, old.version, old.proposed_by_id, old.proposed_at, old.proposed_as)
          is distinct from
          (new.legal_basis, new.starts_on, new.ends_on, new.version, new.proposed_by_id, new.proposed_at, new.proposed_as))
    execute function hub_refuse('arrangement_stays_as_proposed');
create trigger arrangement_stays_signed before update on arrangements_arrangement for each row
    when (old.accepted_at is not null and (old.accepted_by_id, old.accepted_at) is distinct from (new.accepted_by_id, new.accepted_at)
          or old.ended_at is not null and (old.ended_by_id, old.ended_at) is distinct from (new.ended_by_id, new.ended_at))
    execute function hub_refuse('arrangement_stays_signed');
create trigger arrangement_takes_its_steps before update on arrangements_arrangement for each row
    when (old.state <> new.state and (old.state, new.state) not in (
        ('DRAFT', 'PROPOSED'), ('DRAFT', 'WITHDRAWN'), ('PROPOSED', 'IN_FORCE'), ('PROPOSED', 'DECLINED'), ('PROPOSED', 'WITHDRAWN'),
        ('IN_FORCE', 'ENDED')))
    execute function hub_refuse('arrangement_takes_its_steps');

-- Who signs, declines and ends is who is looking, and holds the act.
create trigger arrangement_proposer_is_who_acts before update on arrangements_arrangement for each row
    when (old.proposed_by_id is distinct from new.proposed_by_id)
    execute function hub_requires_viewer('arrangement_proposer_is_who_acts', 'proposed_by_id');
create trigger arrangement_accepter_is_who_acts before update on arrangements_arrangement for each row
    when (old.accepted_by_id is distinct from new.accepted_by_id)
    execute function hub_requires_viewer('arrangement_accepter_is_who_acts', 'accepted_by_id');
create trigger arrangement_ender_is_who_acts before update on arrangements_arrangement for each row
    when (old.ended_by_id is distinct from new.ended_by_id)
    execute function hub_requires_viewer('arrangement_ender_is_who_acts', 'ended_by_id');
create function arrangements_is_signed() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if not coalesce('arrangements.sign_arrangement' = any (hub_acts()), false) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'arrangement_is_signed_by_who_may'
            using errcode = 'check_violation', constraint = 'arrangement_is_signed_by_who_may';
    end if;
    return new;
end $$;
create trigger arrangement_is_signed_by_who_may before update on arrangements_arrangement for each row
    when (old.state <> new.state and (old.state, new.state) <> ('DRAFT', 'WITHDRAWN'))
    execute function arrangements_is_signed();

-- A further version is of the same two agencies, under the same reference, after one that both had signed.
create function arrangements_goes_on() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (
        select from arrangements_arrangement r
        where r.id = new.replaces_id and r.reference = new.reference and r.accepted_at is not null
          and (r.proposing_agency_id, r.other_agency_id) in ((new.proposing_agency_id, new.other_agency_id),
                                                             (new.other_agency_id, new.proposing_agency_id))) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'arrangement_goes_on_from_one_signed'
            using errcode = 'check_violation', constraint = 'arrangement_goes_on_from_one_signed';
    end if;
    return new;
end $$;
create trigger arrangement_goes_on_from_one_signed before insert on arrangements_arrangement for each row
    when (new.replaces_id is not null) execute function arrangements_goes_on();

-- Terms come and go with the draft. The lock makes who writes one wait for who signs, and find no draft any more.
create function arrangements_term_is_drafted() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    written record := case when tg_op = 'DELETE' then old else new end;
    whole arrangements_arrangement;
begin
    select * into whole from arrangements_arrangement r where r.id = written.arrangement_id for update;
    if not found or whole.state <> 'DRAFT' or written.of_agency_id not in (whole.proposing_agency_id, whole.other_agency_id) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'term_is_written_with_its_draft'
            using errcode = 'check_violation', constraint = 'term_is_written_with_its_draft';
    end if;
    return written;
end $$;
create trigger term_is_written_with_its_draft before insert or delete on arrangements_term for each row
    execute function arrangements_term_is_drafted();
"""
BACK = """
drop function arrangements_is_signed() cascade;
drop function arrangements_goes_on() cascade;
drop function arrangements_term_is_drafted() cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("arrangements", "0001_first"), ("labels", "0003_other_side"), ("subjects", "0007_refuse")]

    operations = [migrations.RunSQL(LABELS, migrations.RunSQL.noop), migrations.RunSQL(SIGNED, BACK)]
