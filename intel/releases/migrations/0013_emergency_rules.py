"""What the database holds of an emergency: who declares it, that originators are told of just what leaves, and who reviews it."""

from django.db import migrations

LABELS = """
alter table releases_emergency add column label_id int;
create index releases_emergency_label on releases_emergency (label_id, id desc);
alter table releases_disclosure add column label_id int;
alter table releases_disclosure add constraint releases_disclosure_with_label unique (id, label_id);
create index releases_disclosure_label on releases_disclosure (label_id, id desc);
alter table releases_disclosedportion add column label_id int;
alter table releases_disclosedportion add constraint releases_disclosedportion_disclosure_id_label
    foreign key (disclosure_id, label_id) references releases_disclosure (id, label_id) on update cascade;
create index releases_disclosedportion_label on releases_disclosedportion (disclosure_id, label_id);
create index consent_declined_for_a_source on releases_consent (id) where state = 'DECLINED' and refusal = 'SOURCE_PROTECTION';
"""

FUNCTIONS = """
set local role hub_labels;

-- Whether a thing gives away who told it, itself or by what it rests on: it is marked SRC, or its originator declined for that.
create function releases_protects_a_source(of_kind text, of_thing bigint, asker bigint, onward_to bigint) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from releases_rests_on(of_kind, of_thing, asker, onward_to) r where
            r.kind = 'reports.paragraph' and exists (
                select from reports_paragraph p join reports_report w on w.id = p.report_id
                where p.id = r.thing and w.handling_codes::text[] @> '{SRC}')
            or r.kind = 'reports.report' and exists (
                select from reports_report w where w.id = r.thing and w.handling_codes::text[] @> '{SRC}')
            or r.kind = 'alerts.alert' and exists (
                select from alerts_alert a where a.id = r.thing and a.handling_codes::text[] @> '{SRC}')
            or r.kind = 'releases.portion' and exists (
                select from releases_releasedportion p where p.id = r.thing and p.handling_codes::text[] @> '{SRC}')
            or exists (
                select from releases_consent c join releases_consentportion a on a.consent_id = c.id
                join releases_portion q on q.id = a.portion_id
                where c.state = 'DECLINED' and c.refusal = 'SOURCE_PROTECTION'
                  and ((q.kind, q.source_id) = (r.kind, r.thing) or r.kind || ':' || r.thing = any (a.rests_on))));
end $$;

-- Which of these things do, by their places from 1; of those alone that the viewer sees.
create function releases_protecting(kinds text[], things bigint[], onward_to bigint) returns int[]
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(
        select g.n::int from unnest(kinds, things) with ordinality g (kind, thing, n)
        join releases_seen(kinds, things) s using (kind, thing)
        where releases_protects_a_source(g.kind, g.thing, hub_agency(), onward_to) order by 1);
end $$;

-- An emergency is declared by an authority, or the desk on duty, of what is not decided on; when it was, the database says.
create function releases_emergency_is_declared() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    new.declared_at := transaction_timestamp();
    new.due_at := new.declared_at + interval '24 hours';
    if new.declared_by_id is distinct from hub_user() or new.state <> 'TO_REVIEW'
       or not coalesce('releases.decide_release' = any (hub_acts()), false)
          and not (coalesce('releases.release_on_duty' = any (hub_acts()), false)
                   and new.declared_by_id = any (hub_on_duty(new.owner_agency_id, statement_timestamp()))) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'emergency_is_declared_by_who_may'
            using errcode = 'check_violation', constraint = 'emergency_is_declared_by_who_may';
    end if;
    if not exists (
        select from releases_releaserequest r where r.id = new.request_id
        and (r.owner_agency_id, r.recipient_agency_id) = (new.owner_agency_id, new.recipient_agency_id)
        and (r.state in ('SUBMITTED', 'UNDER_REVIEW') or r.state = 'DRAFT' and r.created_by_id = new.declared_by_id)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'emergency_is_of_what_is_not_decided'
            using errcode = 'check_violation', constraint = 'emergency_is_of_what_is_not_decided';
    end if;
    return new;
end $$;

-- The hub auditor's row is written with the emergency, and what its review found is said to the originators as well.
create function releases_emergency_is_told() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        insert into releases_emergencycount (id, reference, agency_id, recipient_agency_id, portions_count, originators_count,
                                             declared_at, due_at, state)
        values (new.id, new.reference, new.owner_agency_id, new.recipient_agency_id, 0, 0, new.declared_at, new.due_at, new.state);
    else
        update releases_emergencycount c set state = new.state, reviewed_at = new.reviewed_at where c.id = new.id;
        update releases_disclosure d set state = new.state, reviewed_at = new.reviewed_at, review_reason = new.review_reason,
               revision = d.revision + 1, updated_at = statement_timestamp() where d.request_id = new.request_id;
    end if;
    return null;
end $$;

-- An originator reads at once that this portion leaves: of what rests on its information, those things that are seen by who
-- releases it and has it of them.
create function releases_disclose(emergency releases_emergency, given releases_portion, asker bigint, originator bigint) returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    told bigint;
begin
    select d.id into told from releases_disclosure d
    where d.request_id = given.request_id and (d.holder_agency_id, d.originator_agency_id) = (asker, originator);
    if told is null then
        insert into releases_disclosure (
            request_id, reference, holder_agency_id, originator_agency_id, for_agency_id, recipient_agency_id, purpose, legal_basis,
            conditions, expires_at, need_to_know, danger, reason, classification, released_by_id, released_at, due_at, state,
            review_reason, revision, created_at, updated_at)
        select r.id, emergency.reference, asker, originator, nullif(r.owner_agency_id, asker), r.recipient_agency_id, r.purpose,
               r.legal_basis, r.conditions, r.expires_at, r.need_to_know, emergency.danger, emergency.reason, given.classification,
               emergency.declared_by_id, emergency.declared_at, emergency.due_at, emergency.state, '', 1,
               statement_timestamp(), statement_timestamp()
        from releases_releaserequest r where r.id = given.request_id
        returning id into told;
        update releases_emergencycount c set originators_count = c.originators_count + 1 where c.id = emergency.id;
    else
        update releases_disclosure d set classification = given.classification where d.id = told
          and array_position('{UNCLASSIFIED,RESTRICTED,CONFIDENTIAL,SECRET}', given.classification::text)
              > array_position('{UNCLASSIFIED,RESTRICTED,CONFIDENTIAL,SECRET}', d.classification::text);
    end if;
    insert into releases_disclosedportion (disclosure_id, portion_id, number, title, text, classification, handling_codes,
                                           handling_conditions, tlp, agency_id, written_by_id, rests_on)
    select told, given.id, 1 + (select count(*) from releases_disclosedportion p where p.disclosure_id = told), given.title,
           given.text, given.classification, given.handling_codes, given.handling_conditions, given.tlp,
           emergency.owner_agency_id, emergency.declared_by_id, case when asker = emergency.owner_agency_id then array(
               with reached as materialized (
                   select r.kind, r.thing from releases_rests_on(given.kind, given.source_id, asker, emergency.recipient_agency_id) r
                   cross join lateral releases_marks(r.kind, r.thing) m where r.asker = releases_disclose.asker
                   and m.agency_id = originator),
               several as (select array_agg(kind) as kinds, array_agg(thing) as things from reached)
               select distinct s.kind || ':' || s.thing from several cross join lateral releases_seen(several.kinds, several.things) s
               order by 1) else '{}'::text[] end;
end $$;

-- What leaves is what was decided on, under the conditions of all, and every originator whose marks do not let it pass agreed to
-- just that, asked by whoever has it of them. In an emergency nothing leaves that protects a source or was declined, and each
-- that did not agree is told of just that, here: so that nothing leaves of which it is not.
create or replace function releases_portion_is_consented() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ladder constant text[] := '{UNCLASSIFIED,RESTRICTED,CONFIDENTIAL,SECRET}';
    given releases_portion;
    whole releases_release;
    asked releases_releaserequest;
    emergency releases_emergency;
    lacking record;
begin
    select * into given from releases_portion p where p.id = new.portion_id;
    select * into whole from releases_release r where r.id = new.release_id;
    select * into asked from releases_releaserequest q where q.id = whole.request_id for share;
    perform from releases_consent c where c.request_id = asked.id for share;  -- nobody takes one back meanwhile
    if given.request_id is distinct from asked.id
       or asked.state <> 'UNDER_REVIEW' and not (whole.way = 'EMERGENCY' and asked.state in ('DRAFT', 'SUBMITTED'))
       or (new.title, new.text, new.classification, new.handling_codes, new.handling_conditions, new.tlp)
          is distinct from (given.title, given.text, given.classification, given.handling_codes, given.handling_conditions, given.tlp)
       or new.handling_codes @> '{H3}' and not whole.must_acknowledge
       or array_position(ladder, new.classification::text) > array_position(ladder, whole.classification::text)
       or not string_to_array(new.handling_conditions, E'\\n') <@ string_to_array(whole.conditions, E'\\n')
       or not exists (select from releases_marks(given.kind, given.source_id)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_is_as_decided'
            using errcode = 'check_violation', constraint = 'released_portion_is_as_decided';
    end if;
    if whole.way = 'EMERGENCY' then
        select * into emergency from releases_emergency e where e.request_id = asked.id;
        if releases_protects_a_source(given.kind, given.source_id, asked.owner_agency_id, asked.recipient_agency_id)
           or exists (select from releases_consent c join releases_consentportion p on p.consent_id = c.id
                      where c.request_id = asked.id and c.state = 'DECLINED' and p.portion_id = given.id) then
            raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_is_not_kept_back'
                using errcode = 'check_violation', constraint = 'released_portion_is_not_kept_back';
        end if;
        update releases_emergencycount c set portions_count = c.portions_count + 1 where c.id = emergency.id;
    end if;
    for lacking in
        select m.asker, m.agency_id
        from releases_owing(given.kind, given.source_id, asked.owner_agency_id, asked.recipient_agency_id) m
        where m.agency_id not in (asked.owner_agency_id, asked.recipient_agency_id)
          and (not m.passes or m.court and asked.purpose = 'JUDICIAL_PROCEEDINGS')
          and not exists (
            select from releases_consent c join releases_consentportion p on p.consent_id = c.id
            where c.request_id = asked.id and (c.holder_agency_id, c.originator_agency_id) = (m.asker, m.agency_id)
              and c.state = 'GIVEN' and p.portion_id = given.id and p.number = any (c.agreed)
              and (p.title, p.text, p.classification, p.handling_codes, p.handling_conditions, p.tlp)
                  = (given.title, given.text, given.classification, given.handling_codes, given.handling_conditions, given.tlp)
              and (c.recipient_agency_id, c.purpose, c.legal_basis, c.conditions, c.expires_at)
                  is not distinct from (asked.recipient_agency_id, asked.purpose, asked.legal_basis, asked.conditions, asked.expires_at)
              and string_to_array(c.own_conditions, E'\\n') <@ string_to_array(whole.conditions, E'\\n'))
    loop
        if emergency.id is null then
            raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_is_consented'
                using errcode = 'check_violation', constraint = 'released_portion_is_consented';
        end if;
        perform releases_disclose(emergency, given, lacking.asker, lacking.agency_id);
    end loop;
    return new;
end $$;

-- What became of what an originator was told of, as releases_used says it of a consent.
create function releases_disclosed_used(of_disclosure bigint)
    returns table (reference text, released_at timestamptz, state text, expires_at timestamptz, how text, at timestamptz, person bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select r.reference::text, r.released_at, r.state::text, r.expires_at, u.how, u.made_at, u.written_by_id
    from releases_disclosure d join releases_release r on r.request_id = d.request_id
    left join lateral (
        select 'EXPORTED', k.made_at, k.written_by_id from releases_copy k
        where k.release_id = r.id and k.agency_id = r.recipient_agency_id
        union all
        select 'READ', g.made_at, g.written_by_id from releases_reading g where g.release_id = r.id
    ) u (how, made_at, written_by_id) on true
    where d.id = of_disclosure and d.originator_agency_id = hub_agency() and d.label_id = any (hub_labels('releases.view_release'))
    order by u.made_at desc;
end $$;

revoke all on function releases_protects_a_source(text, bigint, bigint, bigint), releases_protecting(text[], bigint[], bigint),
    releases_emergency_is_declared(), releases_emergency_is_told(), releases_disclosed_used(bigint),
    releases_disclose(releases_emergency, releases_portion, bigint, bigint) from public, hub_application, hub_service;
grant execute on function releases_emergency_is_declared(), releases_emergency_is_told() to hub_owner;
set local role hub_owner;
"""

RULES = """
-- Whether the viewer declared an emergency for a request just now: in this very transaction, so that none is kept in store.
create function releases_in_emergency(of_request bigint) returns boolean
    language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from releases_emergency e where e.request_id = of_request and e.declared_by_id = hub_user()
                   and e.declared_at = transaction_timestamp());
end $$;

create trigger emergency_is_declared before insert on releases_emergency for each row
    execute function releases_emergency_is_declared();
create trigger emergency_is_told after insert or update on releases_emergency for each row
    execute function releases_emergency_is_told();
create trigger emergency_stays before update on releases_emergency for each row
    when (old.state <> 'TO_REVIEW' or
          to_jsonb(old) - '{state,reviewed_by_id,reviewed_at,review_reason,revision,label_id}'::text[]
          is distinct from to_jsonb(new) - '{state,reviewed_by_id,reviewed_at,review_reason,revision,label_id}'::text[])
    execute function hub_refuse('emergency_stays');

-- It is reviewed by another authority, once it is overdue by a supervisor, too; what was not justified was recalled before.
create function releases_reviews(emergency releases_emergency) returns boolean
    language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return emergency.state = 'TO_REVIEW' and emergency.declared_by_id <> hub_user()
           and emergency.owner_agency_id = hub_agency()
           and ('releases.decide_release' = any (hub_acts())
                or 'releases.send_release' = any (hub_acts()) and emergency.due_at <= statement_timestamp());
end $$;
create function releases_emergency_is_reviewed() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.reviewed_by_id is distinct from hub_user() or not coalesce(releases_reviews(old), false) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'emergency_is_reviewed_by_who_may'
            using errcode = 'check_violation', constraint = 'emergency_is_reviewed_by_who_may';
    end if;
    if new.state = 'NOT_JUSTIFIED' and exists (
        select from releases_release r where r.request_id = new.request_id and r.state = 'RELEASED') then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'emergency_not_justified_is_recalled'
            using errcode = 'check_violation', constraint = 'emergency_not_justified_is_recalled';
    end if;
    return new;
end $$;
create trigger emergency_is_reviewed before update on releases_emergency for each row
    when (old.state <> new.state) execute function releases_emergency_is_reviewed();

create trigger disclosed_portion_stays before update on releases_disclosedportion for each row
    when (to_jsonb(old) - 'label_id' is distinct from to_jsonb(new) - 'label_id') execute function hub_refuse('disclosed_portion_stays');

-- A request ends by who decides on releases, or in an emergency by who declared it.
create function releases_decides() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    of_request bigint := case tg_table_name when 'releases_release' then (to_jsonb(new) ->> 'request_id')::bigint else new.id end;
begin
    if current_user = 'hub_application' and not coalesce('releases.decide_release' = any (hub_acts()), false)
       and not releases_in_emergency(of_request) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, tg_argv[0]
            using errcode = 'check_violation', constraint = tg_argv[0];
    end if;
    return new;
end $$;
drop trigger release_is_decided_by_who_may on releases_releaserequest;
create trigger release_is_decided_by_who_may before update on releases_releaserequest for each row
    when (old.decided_by_id is distinct from new.decided_by_id) execute function releases_decides('release_is_decided_by_who_may');
drop trigger release_is_released_by_who_may on releases_release;
create trigger release_is_released_by_who_may before insert on releases_release for each row
    execute function releases_decides('release_is_released_by_who_may');

drop trigger release_takes_its_steps on releases_releaserequest;
create trigger release_takes_its_steps before update on releases_releaserequest for each row
    when (old.state <> new.state and (old.state, new.state) not in (
        ('DRAFT', 'SUBMITTED'), ('DRAFT', 'WITHDRAWN'), ('SUBMITTED', 'DRAFT'), ('SUBMITTED', 'UNDER_REVIEW'),
        ('SUBMITTED', 'WITHDRAWN'), ('UNDER_REVIEW', 'RELEASED'), ('UNDER_REVIEW', 'REFUSED'), ('UNDER_REVIEW', 'WITHDRAWN'))
        and not (new.outcome = 'EMERGENCY' and (old.state, new.state) in (('DRAFT', 'RELEASED'), ('SUBMITTED', 'RELEASED'))))
    execute function hub_refuse('release_takes_its_steps');
create function releases_emergency_is_said() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if not releases_in_emergency(new.id) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'request_in_emergency_has_one'
            using errcode = 'check_violation', constraint = 'request_in_emergency_has_one';
    end if;
    return new;
end $$;
create trigger request_in_emergency_has_one before update on releases_releaserequest for each row
    when (old.outcome <> new.outcome and new.outcome = 'EMERGENCY') execute function releases_emergency_is_said();

create or replace function releases_release_is_decided() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.expires_at <= statement_timestamp() or not exists (
        select from releases_releaserequest r where r.id = new.request_id
        and (r.owner_agency_id, r.recipient_agency_id, r.enquiry_id, r.purpose, r.legal_basis) is not distinct from
            (new.holder_agency_id, new.recipient_agency_id, new.enquiry_id, new.purpose, new.legal_basis)
        and (new.way = 'DECISION' and r.state = 'UNDER_REVIEW' and r.created_by_id <> new.released_by_id
             or new.way = 'EMERGENCY' and releases_in_emergency(r.id)
                and exists (select from releases_emergency e where e.request_id = r.id and e.reference = new.reference))
        and string_to_array(r.conditions, E'\\n') <@ string_to_array(new.conditions, E'\\n')
        and (r.expires_at is null or new.expires_at <= r.expires_at)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_is_as_decided'
            using errcode = 'check_violation', constraint = 'release_is_as_decided';
    end if;
    return new;
end $$;

-- A release is ended by who decides on releases, recalled by who reviews its emergency, corrected by who declares one.
create function releases_ends() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user = 'hub_application' and not coalesce('releases.decide_release' = any (hub_acts()), false)
       and not (new.state = 'RECALLED' and exists (
            select from releases_emergency e where e.request_id = new.request_id and releases_reviews(e)))
       and not (new.state = 'CORRECTED' and exists (
            select from releases_release r where r.replaces_id = new.id and releases_in_emergency(r.request_id))) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_is_ended_by_who_may'
            using errcode = 'check_violation', constraint = 'release_is_ended_by_who_may';
    end if;
    return new;
end $$;
drop trigger release_is_ended_by_who_may on releases_release;
create trigger release_is_ended_by_who_may before update on releases_release for each row
    when (old.state <> new.state) execute function releases_ends();
drop trigger release_stays on releases_release;
create trigger release_stays before update on releases_release for each row
    when ((old.request_id, old.reference, old.holder_agency_id, old.recipient_agency_id, old.enquiry_id, old.purpose,
           old.legal_basis, old.conditions, old.expires_at, old.classification, old.must_acknowledge, old.way, old.digest,
           old.released_by_id, old.released_at)
          is distinct from
          (new.request_id, new.reference, new.holder_agency_id, new.recipient_agency_id, new.enquiry_id, new.purpose,
           new.legal_basis, new.conditions, new.expires_at, new.classification, new.must_acknowledge, new.way, new.digest,
           new.released_by_id, new.released_at))
    execute function hub_refuse('release_stays');
"""
BACK = """
drop function releases_emergency_is_reviewed() cascade;
drop function releases_decides() cascade;
drop function releases_emergency_is_said() cascade;
drop function releases_ends() cascade;
drop function releases_reviews(releases_emergency);
drop function releases_in_emergency(bigint) cascade;
set local role hub_labels;
drop function releases_emergency_is_declared() cascade;
drop function releases_emergency_is_told() cascade;
drop function releases_protecting(text[], bigint[], bigint);
drop function releases_protects_a_source(text, bigint, bigint, bigint);
drop function releases_disclose(releases_emergency, releases_portion, bigint, bigint);
drop function releases_disclosed_used(bigint);
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0012_emergency"), ("hours", "0002_labels")]

    operations = [migrations.RunSQL(LABELS, migrations.RunSQL.noop), migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
                  migrations.RunSQL(RULES, BACK)]
