"""Labels, and what the tables hold whatever the code above does: two persons, and what was approved is what leaves."""

from django.db import migrations

LABELS = """
alter table enquiries_request add column label_id int;
alter table enquiries_request add constraint enquiries_request_with_label unique (id, label_id);
alter table enquiries_request add constraint enquiries_request_with_owner unique (id, owner_agency_id);
create index enquiries_request_label on enquiries_request (label_id, id desc);
alter table enquiries_requeststep add column label_id int;
alter table enquiries_requeststep add constraint enquiries_requeststep_request_id_label foreign key (request_id, label_id)
    references enquiries_request (id, label_id) on update cascade;
alter table enquiries_enquiry add column label_id int;
alter table enquiries_enquiry add constraint enquiries_enquiry_with_label unique (id, label_id);
alter table enquiries_enquiry add constraint enquiries_enquiry_is_of_asking foreign key (request_id, asking_agency_id)
    references enquiries_request (id, owner_agency_id);
create index enquiries_enquiry_label on enquiries_enquiry (label_id, id desc);
alter table enquiries_enquirystep add column label_id int;
alter table enquiries_enquirystep add constraint enquiries_enquirystep_enquiry_id_label foreign key (enquiry_id, label_id)
    references enquiries_enquiry (id, label_id) on update cascade;
alter table enquiries_answer add column label_id int;
alter table enquiries_answer add constraint enquiries_answer_enquiry_id_label foreign key (enquiry_id, label_id)
    references enquiries_enquiry (id, label_id) on update cascade;
alter table enquiries_proposal add column label_id int, add column row_label_id int;
alter table enquiries_proposal add constraint enquiries_proposal_enquiry_id_label foreign key (enquiry_id, row_label_id)
    references enquiries_enquiry (id, label_id) on update cascade;
alter table enquiries_enquirynote add column label_id int, add column row_label_id int;
alter table enquiries_enquirynote add constraint enquiries_enquirynote_enquiry_id_label foreign key (enquiry_id, row_label_id)
    references enquiries_enquiry (id, label_id) on update cascade;
"""

TWO_PERSONS = """
create trigger request_begins_as_a_draft before insert on enquiries_request for each row
    when (new.state <> 'DRAFT' or new.sent_by_id is not null) execute function hub_refuse('request_begins_as_a_draft');
create trigger request_author_stays before update on enquiries_request for each row
    when ((old.created_by_id, old.owner_agency_id, old.reference)
          is distinct from (new.created_by_id, new.owner_agency_id, new.reference))
    execute function hub_refuse('request_author_stays');
create trigger request_sender_is_who_acts before update on enquiries_request for each row
    when (old.sent_by_id is distinct from new.sent_by_id)
    execute function hub_requires_viewer('request_sender_is_who_acts', 'sent_by_id');
create trigger request_stays_as_submitted before update on enquiries_request for each row
    when (old.state <> 'DRAFT' and
          (old.question, old.purpose, old.legal_basis, old.case_reference, old.urgency, old.answer_by, old.hit_reference,
           old.classification, old.handling_codes, old.handling_conditions, old.addressees, old.addressees_know)
          is distinct from
          (new.question, new.purpose, new.legal_basis, new.case_reference, new.urgency, new.answer_by, new.hit_reference,
           new.classification, new.handling_codes, new.handling_conditions, new.addressees, new.addressees_know))
    execute function hub_refuse('request_stays_as_submitted');

create function enquiries_is_as_approved() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (
        select from enquiries_request r
        where r.id = new.request_id and r.state = 'SENT' and r.sent_by_id = new.sent_by_id
          and new.asked_agency_id = any (r.addressees)
          and (r.reference, r.question, r.purpose, r.legal_basis, r.urgency, r.hit_reference, r.classification,
               r.handling_codes, r.handling_conditions)
              = (new.reference, new.question, new.purpose, new.legal_basis, new.urgency, new.hit_reference, new.classification,
                 new.handling_codes, new.handling_conditions)
          and (r.addressees_know or new.also_asked = '{}')) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'enquiry_is_as_approved'
            using errcode = 'check_violation', constraint = 'enquiry_is_as_approved';
    end if;
    return new;
end $$;
create trigger enquiry_is_as_approved before insert on enquiries_enquiry for each row
    execute function enquiries_is_as_approved();

create function enquiries_answer_is_as_approved() returns trigger language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from enquiries_enquiry e where e.id = new.enquiry_id and e.asked_agency_id = new.agency_id)
       or (new.outcome = 'NO_RECORD' and (new.text, new.refusal) <> ('', ''))
       or (new.outcome <> 'NO_RECORD' and not exists (
           select from enquiries_proposal p
           where p.enquiry_id = new.enquiry_id and p.state = 'GIVEN' and p.decided_by_id = new.written_by_id
             and (p.outcome, p.text, p.refusal, p.classification, p.handling_codes, p.handling_conditions, p.grading_scheme,
                  p.source_grade, p.information_grade)
                 = (new.outcome, new.text, new.refusal, new.classification, new.handling_codes, new.handling_conditions,
                    new.grading_scheme, new.source_grade, new.information_grade))) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'answer_is_as_approved'
            using errcode = 'check_violation', constraint = 'answer_is_as_approved';
    end if;
    return new;
end $$;
create trigger answer_is_as_approved before insert on enquiries_answer for each row
    execute function enquiries_answer_is_as_approved();

create function enquiries_proposal_is_of_asked() returns trigger language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.state <> 'WAITING' or new.decided_by_id is not null
       or not exists (select from enquiries_enquiry e where e.id = new.enquiry_id and e.asked_agency_id = new.agency_id) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'answer_begins_waiting_where_asked'
            using errcode = 'check_violation', constraint = 'answer_begins_waiting_where_asked';
    end if;
    return new;
end $$;
create trigger answer_begins_waiting_where_asked before insert on enquiries_proposal for each row
    execute function enquiries_proposal_is_of_asked();
create trigger answer_is_decided_by_who_acts before update on enquiries_proposal for each row
    when (old.decided_by_id is distinct from new.decided_by_id)
    execute function hub_requires_viewer('answer_is_decided_by_who_acts', 'decided_by_id');
create trigger answer_stays_decided before update on enquiries_proposal for each row
    when (old.state <> 'WAITING') execute function hub_refuse('answer_stays_decided');
create unique index answer_waits_once on enquiries_proposal (enquiry_id) where state = 'WAITING';
create trigger enquiry_marking_is_not_lowered before update on enquiries_enquiry for each row
    when (array_position(array['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET'], new.classification::text)
          < array_position(array['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET'], old.classification::text))
    execute function hub_refuse('enquiry_marking_is_not_lowered');
"""
BACK = """
drop function enquiries_is_as_approved() cascade;
drop function enquiries_answer_is_as_approved() cascade;
drop function enquiries_proposal_is_of_asked() cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial"), ("labels", "0003_other_side"), ("subjects", "0007_refuse")]

    operations = [migrations.RunSQL(LABELS, migrations.RunSQL.noop), migrations.RunSQL(TWO_PERSONS, BACK)]
