"""Labels; who notes that a release was used, and for whom; what a question asks about, and when it is due."""

from django.db import migrations

LABELS = """
alter table readings_use add column label_id int;
create index readings_use_label on readings_use (label_id, id desc);
alter table readings_question add column label_id int;
alter table readings_question add constraint readings_question_with_label unique (id, label_id);
create index readings_question_label on readings_question (label_id, id desc);
"""

NOTING = """
set local role hub_labels;

-- Who reads that a release was used: its holder, and each agency whose consent a portion of it took or that gave one, with how
-- secret that is which rests on its information.
create function readings_readers(of_release bigint)
    returns table (agency_id bigint, consent_id bigint, classification text)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    ladder constant text[] := '{UNCLASSIFIED,RESTRICTED,CONFIDENTIAL,SECRET}';
begin
    return query
    select r.holder_agency_id, null::bigint, r.classification::text from releases_release r where r.id = of_release
    union all
    select o.agency_id, (select max(c.id) from releases_consent c
                         where c.request_id = r.request_id and c.originator_agency_id = o.agency_id),
           ladder[max(array_position(ladder, o.classification))]
    from releases_release r cross join lateral (
        select unnest(q.originators), p.classification::text
        from releases_releasedportion p join releases_portion q on q.id = p.portion_id where p.release_id = r.id
        union
        select c.originator_agency_id, p.classification::text
        from releases_releasedportion p join releases_consentportion a on a.portion_id = p.portion_id
             join releases_consent c on c.id = a.consent_id
        where p.release_id = r.id and c.request_id = r.request_id and c.state = 'GIVEN' and a.number = any (c.agreed)
    ) o (agency_id, classification)
    where r.id = of_release and o.agency_id not in (r.holder_agency_id, r.recipient_agency_id)
    group by r.request_id, o.agency_id;
end $$;

-- What somebody of the recipient did with releases that they see, by themselves: once for each agency that reads it.
create function readings_note(releases bigint[], act text, event bigint) returns void
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
    order by r.id, s.agency_id;
end $$;

-- That something was released is noted with its portions, for whose information they rest on.
create function readings_note_received() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into readings_use (owner_agency_id, release_id, consent_id, reference, reader_agency_id, act, purpose, at, classification)
    select s.agency_id, r.id, s.consent_id, r.reference, r.recipient_agency_id, 'RECEIVED', r.purpose, statement_timestamp(),
           s.classification
    from (select distinct release_id from written) w join releases_release r on r.id = w.release_id
         cross join lateral readings_readers(r.id) s
    where not exists (select from readings_use u where u.release_id = r.id and u.owner_agency_id = s.agency_id)
    order by r.id, s.agency_id;
    return null;
end $$;

-- A question is due in working hours of who is asked, as a routine request is.
create function readings_due_is_set() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    new.asked_at := statement_timestamp();
    new.due_at := hub_add_working_hours(new.asked_agency_id, new.asked_at, coalesce(
        (select c.amount from markings_code c where c.scheme = 'urgency' and c.code = 'ROUTINE'), 80));
    return new;
end $$;

revoke all on function readings_readers(bigint), readings_note(bigint[], text, bigint), readings_note_received(),
    readings_due_is_set() from public, hub_application, hub_service;
grant execute on function readings_note_received(), readings_due_is_set() to hub_owner;
set local role hub_owner;
"""

RULES = """
grant insert on readings_use to hub_labels;
create trigger use_is_noted after insert on releases_releasedportion referencing new table as written
    for each statement execute function readings_note_received();
create trigger use_stays before update on readings_use for each row
    when (to_jsonb(old) - 'label_id' - 'consent_id' is distinct from to_jsonb(new) - 'label_id' - 'consent_id')
    execute function hub_refuse('use_stays');

create function readings_question_is_of_a_use() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.state <> 'ASKED' or not exists (
        select from readings_use u where u.id = new.use_id and u.act in ('SEARCHED', 'READ', 'EXPORTED')
        and (u.owner_agency_id, u.reader_agency_id, u.release_id, u.reference, u.person_id, u.act, u.at, u.event, u.purpose,
             u.classification) is not distinct from
            (new.asking_agency_id, new.asked_agency_id, new.release_id, new.reference, new.person_id, new.act, new.at, new.event,
             new.purpose, new.classification)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'question_is_about_a_use'
            using errcode = 'check_violation', constraint = 'question_is_about_a_use';
    end if;
    return new;
end $$;
create trigger question_is_about_a_use before insert on readings_question for each row
    execute function readings_question_is_of_a_use();
create trigger question_due_is_set before insert on readings_question for each row execute function readings_due_is_set();
create trigger question_asker_is_who_acts before insert on readings_question for each row
    execute function hub_requires_viewer('question_asker_is_who_acts', 'asked_by_id');
create trigger question_answerer_is_who_acts before update on readings_question for each row
    when (old.answered_by_id is distinct from new.answered_by_id)
    execute function hub_requires_viewer('question_answerer_is_who_acts', 'answered_by_id');
create trigger question_stays_answered before update on readings_question for each row
    when (old.state = 'ANSWERED' and (old.state, old.answer, old.answered_by_id, old.answered_at)
          is distinct from (new.state, new.answer, new.answered_by_id, new.answered_at))
    execute function hub_refuse('question_stays_answered');
"""
BACK = """
drop function readings_question_is_of_a_use() cascade;
set local role hub_labels;
drop function readings_note_received() cascade;
drop function readings_due_is_set() cascade;
drop function readings_note(bigint[], text, bigint);
drop function readings_readers(bigint);
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("readings", "0001_first"), ("labels", "0005_ids"), ("hours", "0002_labels"),
                    ("releases", "0009_asked_on")]

    operations = [migrations.RunSQL(LABELS, migrations.RunSQL.noop), migrations.RunSQL(NOTING, migrations.RunSQL.noop),
                  migrations.RunSQL(RULES, BACK)]
