"""What the database holds of a consent and of a release, where it left a gap before."""

from django.db import migrations

FUNCTIONS = """
set local role hub_labels;

-- A consent is taken back while nothing that it covers was released: the originator does not see the request, the database does.
create or replace function releases_consent_is_free() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from releases_release r join releases_releasedportion p on p.release_id = r.id
               join releases_consentportion a on a.portion_id = p.portion_id
               where r.request_id = new.request_id and a.consent_id = new.id and a.number = any (old.agreed)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'consent_is_taken_back_before_the_release'
            using errcode = 'check_violation', constraint = 'consent_is_taken_back_before_the_release';
    end if;
    return new;
end $$;

-- When it was asked, and is due, is set by the database, which knows when the originator works.
create or replace function releases_due_is_set() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    hours int := coalesce((select c.amount from markings_code c where c.scheme = 'urgency' and c.code = new.urgency), 80);
begin
    new.asked_at := statement_timestamp();
    new.due_at := case when new.urgency = 'URGENT' then new.asked_at + make_interval(hours => hours)
                       else hub_add_working_hours(new.originator_agency_id, new.asked_at, hours) end;
    return new;
end $$;

-- What leaves is what was decided on, under the conditions of all, and every originator whose marks do not let it pass agreed to
-- just that.
create or replace function releases_portion_is_consented() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ladder constant text[] := '{UNCLASSIFIED,RESTRICTED,CONFIDENTIAL,SECRET}';
    given releases_portion;
    whole releases_release;
    asked releases_releaserequest;
begin
    select * into given from releases_portion p where p.id = new.portion_id;
    select * into whole from releases_release r where r.id = new.release_id;
    select * into asked from releases_releaserequest q where q.id = whole.request_id for share;
    perform from releases_consent c where c.request_id = asked.id for share;  -- nobody takes one back meanwhile
    if given.request_id is distinct from asked.id or asked.state <> 'UNDER_REVIEW'
       or (new.title, new.text, new.classification, new.handling_codes, new.handling_conditions, new.tlp)
          is distinct from (given.title, given.text, given.classification, given.handling_codes, given.handling_conditions, given.tlp)
       or new.handling_codes @> '{H3}' and not whole.must_acknowledge
       or array_position(ladder, new.classification::text) > array_position(ladder, whole.classification::text)
       or not string_to_array(new.handling_conditions, E'\\n') <@ string_to_array(whole.conditions, E'\\n')
       or not exists (select from releases_marks(given.kind, given.source_id)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_is_as_decided'
            using errcode = 'check_violation', constraint = 'released_portion_is_as_decided';
    end if;
    if exists (
        select from releases_owing(given.kind, given.source_id) m
        where m.agency_id not in (asked.owner_agency_id, asked.recipient_agency_id)
          and (not m.passes or m.court and asked.purpose = 'JUDICIAL_PROCEEDINGS')
          and not exists (
            select from releases_consent c join releases_consentportion p on p.consent_id = c.id
            where c.request_id = asked.id and c.originator_agency_id = m.agency_id and c.state = 'GIVEN'
              and p.portion_id = given.id and p.number = any (c.agreed)
              and (p.title, p.text, p.classification, p.handling_codes, p.handling_conditions, p.tlp)
                  = (given.title, given.text, given.classification, given.handling_codes, given.handling_conditions, given.tlp)
              and (c.recipient_agency_id, c.purpose, c.legal_basis, c.conditions, c.expires_at)
                  is not distinct from (asked.recipient_agency_id, asked.purpose, asked.legal_basis, asked.conditions, asked.expires_at)
              and string_to_array(c.own_conditions, E'\\n') <@ string_to_array(whole.conditions, E'\\n'))) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_is_consented'
            using errcode = 'check_violation', constraint = 'released_portion_is_consented';
    end if;
    return new;
end $$;
set local role hub_owner;

create or replace function releases_release_is_decided() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.expires_at <= statement_timestamp() or not exists (
        select from releases_releaserequest r where r.id = new.request_id and r.state = 'UNDER_REVIEW'
        and (r.owner_agency_id, r.recipient_agency_id, r.enquiry_id, r.purpose, r.legal_basis) is not distinct from
            (new.holder_agency_id, new.recipient_agency_id, new.enquiry_id, new.purpose, new.legal_basis)
        and r.created_by_id <> new.released_by_id
        and string_to_array(r.conditions, E'\\n') <@ string_to_array(new.conditions, E'\\n')
        and (r.expires_at is null or new.expires_at <= r.expires_at)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_is_as_decided'
            using errcode = 'check_violation', constraint = 'release_is_as_decided';
    end if;
    return new;
end $$;

-- What is asked is asked whole: its portions come before its first step, after which it can be answered, and none after.
create function releases_consent_is_whole() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    consent bigint := case when tg_table_name = 'releases_consent' then new.id else (to_jsonb(new) ->> 'consent_id')::bigint end;
begin
    if exists (select from releases_consentstep s where s.consent_id = consent) <> (tg_table_name = 'releases_consent') then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'consent_is_asked_whole'
            using errcode = 'check_violation', constraint = 'consent_is_asked_whole';
    end if;
    return new;
end $$;
create trigger consent_is_asked_whole before insert on releases_consentportion for each row
    execute function releases_consent_is_whole();
create trigger consent_is_asked_whole before update on releases_consent for each row
    when (old.state = 'ASKED' and new.state in ('GIVEN', 'DECLINED')) execute function releases_consent_is_whole();
"""
BACK = "drop function releases_consent_is_whole() cascade;"


class Migration(migrations.Migration):
    dependencies = [("releases", "0004_seen_at_once")]

    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
