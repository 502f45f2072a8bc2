"""Labels; what stays as it was submitted, asked and released; and what lets a portion leave, asked of the database itself."""

from django.db import migrations

LABELS = """
alter table releases_releaserequest add column label_id int;
alter table releases_releaserequest add constraint releases_releaserequest_with_label unique (id, label_id);
create index releases_releaserequest_label on releases_releaserequest (label_id, id desc);
alter table releases_portion add column label_id int;
alter table releases_portion add constraint releases_portion_request_id_label foreign key (request_id, label_id)
    references releases_releaserequest (id, label_id) on update cascade;
create index releases_portion_label on releases_portion (request_id, label_id);
alter table releases_releaserequeststep add column label_id int;
alter table releases_releaserequeststep add constraint releases_releaserequeststep_request_id_label
    foreign key (request_id, label_id) references releases_releaserequest (id, label_id) on update cascade;
create index releases_releaserequeststep_label on releases_releaserequeststep (request_id, label_id);

alter table releases_consent add column label_id int;
alter table releases_consent add constraint releases_consent_with_label unique (id, label_id);
create index releases_consent_label on releases_consent (label_id, id desc);
alter table releases_consentportion add column label_id int;
alter table releases_consentportion add constraint releases_consentportion_consent_id_label foreign key (consent_id, label_id)
    references releases_consent (id, label_id) on update cascade;
create index releases_consentportion_label on releases_consentportion (consent_id, label_id);
alter table releases_consentstep add column label_id int;
alter table releases_consentstep add constraint releases_consentstep_consent_id_label foreign key (consent_id, label_id)
    references releases_consent (id, label_id) on update cascade;
create index releases_consentstep_label on releases_consentstep (consent_id, label_id);

alter table releases_release add column label_id int;
alter table releases_release add constraint releases_release_with_label unique (id, label_id);
create index releases_release_label on releases_release (label_id, id desc);
alter table releases_releasedportion add column label_id int;
alter table releases_releasedportion add constraint releases_releasedportion_release_id_label foreign key (release_id, label_id)
    references releases_release (id, label_id) on update cascade;
create index releases_releasedportion_label on releases_releasedportion (release_id, label_id);
alter table releases_copy add column label_id int;
alter table releases_copy add constraint releases_copy_release_id_label foreign key (release_id, label_id)
    references releases_release (id, label_id) on update cascade;
create index releases_copy_label on releases_copy (release_id, label_id);
alter table releases_reading add column label_id int;
alter table releases_reading add constraint releases_reading_release_id_label foreign key (release_id, label_id)
    references releases_release (id, label_id) on update cascade;
create index releases_reading_label on releases_reading (release_id, label_id);
alter table releases_releasestep add column label_id int;
alter table releases_releasestep add constraint releases_releasestep_release_id_label foreign key (release_id, label_id)
    references releases_release (id, label_id) on update cascade;
create index releases_releasestep_label on releases_releasestep (release_id, label_id);
"""

# What a thing rests on, across all agencies; whose information it is; and by whom it may go on.
BILL = """
set local role hub_labels;

-- A thing and all it rests on: a paragraph on what it cites, and on the subjects and linked reports of its report; a report on
-- these and its paragraphs; an alert on its subject and reports; a hit on its alert.
create function releases_rests_on(first_kind text, first_thing bigint) returns table (kind text, thing bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with recursive reached (kind, thing) as (
        select first_kind, first_thing
        union
        select n.kind, n.thing from reached r cross join lateral (
            select c.kind::text, c.cited_id from reports_citation c where r.kind = 'reports.paragraph' and c.paragraph_id = r.thing
            union all
            select 'subjects.subject', s.subject_id from reports_paragraph p join reports_reportsubject s using (report_id)
                where r.kind = 'reports.paragraph' and p.id = r.thing
            union all
            select 'reports.report', l.target_id from reports_paragraph p join reports_reportlink l on l.source_id = p.report_id
                where r.kind = 'reports.paragraph' and p.id = r.thing
            union all
            select 'reports.paragraph', p.id from reports_paragraph p where r.kind = 'reports.report' and p.report_id = r.thing
            union all
            select 'subjects.subject', s.subject_id from reports_reportsubject s
                where r.kind = 'reports.report' and s.report_id = r.thing
            union all
            select 'reports.report', l.target_id from reports_reportlink l where r.kind = 'reports.report' and l.source_id = r.thing
            union all
            select 'subjects.subject', a.subject_id from alerts_alert a where r.kind = 'alerts.alert' and a.id = r.thing
            union all
            select 'reports.report', a.report_id from alerts_alertreport a where r.kind = 'alerts.alert' and a.alert_id = r.thing
            union all
            select 'alerts.alert', m.alert_id from hits_hit h join screening_match m on m.id = h.match_id
                where r.kind = 'hits.hit' and h.id = r.thing
        ) n (kind, thing))
    select kind, thing from reached;
end $$;

-- Whose information a thing is, and what they say of it by its marks: whether it passes within the hub without asking (TLP:GREEN
-- or CLEAR, and not H2), whether it is kept out of court (H1). The marks of a report say nothing (null) for a paragraph of another's.
create function releases_marks(of_kind text, of_thing bigint) returns table (agency_id bigint, passes boolean, court boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select o.agency_id, case when o.says then r.tlp in ('GREEN', 'CLEAR') and not r.handling_codes::text[] @> '{H2}' end,
           r.handling_codes::text[] @> '{H1}'
        from reports_paragraph p join reports_report r on r.id = p.report_id cross join lateral (
            values (r.owner_agency_id, true), (p.originator_id, p.originator_id = r.owner_agency_id)) o (agency_id, says)
        where of_kind = 'reports.paragraph' and p.id = of_thing
    union
    select r.owner_agency_id, r.tlp in ('GREEN', 'CLEAR') and not r.handling_codes::text[] @> '{H2}',
           r.handling_codes::text[] @> '{H1}'
        from reports_report r where of_kind = 'reports.report' and r.id = of_thing
    union
    select a.owner_agency_id, false, a.handling_codes::text[] @> '{H1}'
        from alerts_alert a where of_kind = 'alerts.alert' and a.id = of_thing
    union
    select s.owner_agency_id, false, false from subjects_subject s where of_kind = 'subjects.subject' and s.id = of_thing
    union
    select a.owner_agency_id, false, a.handling_codes::text[] @> '{H1}'
        from hits_hit h join screening_match m on m.id = h.match_id join alerts_alert a on a.id = m.alert_id
        where of_kind = 'hits.hit' and h.id = of_thing
    union
    select f.owner_agency_id, false, false
        from hits_hit h join screening_match m on m.id = h.match_id
             left join trade_trader t on t.id = m.trader_id left join trade_consignment c on c.id = m.consignment_id
             join trade_feed f on f.id = coalesce(t.feed_id, c.feed_id)
        where of_kind = 'hits.hit' and h.id = of_thing;
end $$;

-- Whose information a thing rests on, itself included, and whether their marks, on all that is theirs of it, let it pass. What
-- is said in other words, of another's information, passes by the marks of what it cites of it; further down it does not.
create function releases_owing(of_kind text, of_thing bigint) returns table (agency_id bigint, passes boolean, court boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select m.agency_id,
           coalesce(bool_and(case when m.passes is null and r.thing <> of_thing then false else m.passes end), false), bool_or(m.court)
    from releases_rests_on(of_kind, of_thing) r cross join lateral releases_marks(r.kind, r.thing) m group by m.agency_id;
end $$;

-- Whether the viewer sees a thing: as its row policy says.
create function releases_is_seen(of_kind text, of_thing bigint) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return case of_kind
        when 'reports.paragraph' then exists (
            select from reports_paragraph p where p.id = of_thing and p.label_id = any (hub_labels('reports.view_report'))
            and p.classification = any (hub_cleared()))
        when 'reports.report' then exists (
            select from reports_report r where r.id = of_thing and r.label_id = any (hub_labels('reports.view_report')))
        when 'alerts.alert' then exists (
            select from alerts_alert a where a.id = of_thing and a.label_id = any (hub_labels('alerts.view_alert'))
            and a.subject_label_id = any (hub_labels('subjects.view_subject')))
        when 'subjects.subject' then exists (
            select from subjects_subject s where s.id = of_thing and s.label_id = any (hub_labels('subjects.view_subject')))
        when 'hits.hit' then coalesce('hits.view_hit' = any (hub_acts()), false) and exists (
            select from hits_hit h where h.id = of_thing and h.label_id = any (hub_labels('screening.view_match')))
        else false end;
end $$;

-- The bill: of each thing that the viewer sees, whose information it rests on, and whether their marks let it pass. Of what the
-- viewer does not see there is no more than how many things of an agency they are.
create function releases_owed(kinds text[], things bigint[])
    returns table (item int, agency_id bigint, passes boolean, court boolean, seen text[], hidden int)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with given as materialized (
        select g.n::int as item, g.kind, g.thing from unnest(kinds, things) with ordinality g (kind, thing, n)
        where releases_is_seen(g.kind, g.thing)),
    reached as materialized (
        select g.item, r.kind, r.thing, r.thing <> g.thing as deeper
        from given g cross join lateral releases_rests_on(g.kind, g.thing) r),
    shown as materialized (
        select d.kind, d.thing, releases_is_seen(d.kind, d.thing) as seen
        from (select distinct kind, thing from reached) d)
    select d.item, m.agency_id,
           coalesce(bool_and(case when m.passes is null and d.deeper then false else m.passes end), false), bool_or(m.court),
           coalesce(array_agg(distinct d.kind || ':' || d.thing) filter (where s.seen), '{}'),
           (count(distinct (d.kind, d.thing)) filter (where not s.seen))::int
    from reached d join shown s using (kind, thing) cross join lateral releases_marks(d.kind, d.thing) m
    group by d.item, m.agency_id;
end $$;

-- What leaves is what was decided on, and every originator whose marks do not let it pass agreed to just that.
create function releases_portion_is_consented() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
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
              and position(c.own_conditions in whole.conditions) > 0)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_is_consented'
            using errcode = 'check_violation', constraint = 'released_portion_is_consented';
    end if;
    return new;
end $$;

-- A consent is taken back while nothing was released on it: the originator does not see the request, the database does.
create function releases_consent_is_free() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from releases_release r where r.request_id = new.request_id) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'consent_is_taken_back_before_the_release'
            using errcode = 'check_violation', constraint = 'consent_is_taken_back_before_the_release';
    end if;
    return new;
end $$;

-- What became of what an originator consented to: as what it was released, and who of its recipient read it or took a copy, when.
create function releases_used(of_consent bigint)
    returns table (reference text, released_at timestamptz, state text, expires_at timestamptz, how text, at timestamptz, person bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select r.reference::text, r.released_at, r.state::text, r.expires_at, u.how, u.made_at, u.written_by_id
    from releases_consent c join releases_release r on r.request_id = c.request_id
    left join lateral (
        select 'EXPORTED', k.made_at, k.written_by_id from releases_copy k
        where k.release_id = r.id and k.agency_id = r.recipient_agency_id
        union all
        select 'READ', d.made_at, d.written_by_id from releases_reading d where d.release_id = r.id
    ) u (how, made_at, written_by_id) on true
    where c.id = of_consent and c.originator_agency_id = hub_agency() and c.label_id = any (hub_labels('releases.view_release'))
      and exists (select from releases_releasedportion p join releases_consentportion a on a.portion_id = p.portion_id
                  where p.release_id = r.id and a.consent_id = c.id and a.number = any (c.agreed))
    order by u.made_at desc;
end $$;

-- When a consent is due is set by the database, which knows when the originator works.
create function releases_due_is_set() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    hours int := coalesce((select c.amount from markings_code c where c.scheme = 'urgency' and c.code = new.urgency), 80);
begin
    new.due_at := case when new.urgency = 'URGENT' then new.asked_at + make_interval(hours => hours)
                       else hub_add_working_hours(new.originator_agency_id, new.asked_at, hours) end;
    return new;
end $$;

revoke all on function releases_rests_on(text, bigint), releases_marks(text, bigint), releases_is_seen(text, bigint),
    releases_owing(text, bigint), releases_used(bigint), releases_owed(text[], bigint[]), releases_portion_is_consented(), releases_due_is_set(), releases_consent_is_free()
    from public, hub_application, hub_service;
grant execute on function releases_portion_is_consented(), releases_due_is_set(), releases_consent_is_free() to hub_owner;
grant execute on function releases_owed(text[], bigint[]) to hub_application;
set local role hub_owner;
"""

RULES = """
create function releases_takes_act() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user = 'hub_application' and not coalesce(tg_argv[1] = any (hub_acts()), false) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, tg_argv[0]
            using errcode = 'check_violation', constraint = tg_argv[0];
    end if;
    return new;
end $$;

-- A request begins as a draft, stays as it was submitted, and is sent and decided by who may.
create trigger release_begins_as_a_draft before insert on releases_releaserequest for each row
    when (new.state <> 'DRAFT') execute function hub_refuse('release_begins_as_a_draft');
create trigger release_is_its_authors before insert on releases_releaserequest for each row
    execute function hub_requires_viewer('release_is_its_authors', 'created_by_id');
create trigger release_stays_as_submitted before update on releases_releaserequest for each row
    when (old.state <> 'DRAFT' and
          (old.recipient_agency_id, old.enquiry_id, old.purpose, old.legal_basis, old.need_to_know, old.urgency, old.conditions,
           old.expires_at, old.rests_on_others, old.classification, old.created_by_id, old.owner_agency_id)
          is distinct from
          (new.recipient_agency_id, new.enquiry_id, new.purpose, new.legal_basis, new.need_to_know, new.urgency, new.conditions,
           new.expires_at, new.rests_on_others, new.classification, new.created_by_id, new.owner_agency_id))
    execute function hub_refuse('release_stays_as_submitted');
create trigger release_takes_its_steps before update on releases_releaserequest for each row
    when (old.state <> new.state and (old.state, new.state) not in (
        ('DRAFT', 'SUBMITTED'), ('DRAFT', 'WITHDRAWN'), ('SUBMITTED', 'DRAFT'), ('SUBMITTED', 'UNDER_REVIEW'),
        ('SUBMITTED', 'WITHDRAWN'), ('UNDER_REVIEW', 'RELEASED'), ('UNDER_REVIEW', 'REFUSED'), ('UNDER_REVIEW', 'WITHDRAWN')))
    execute function hub_refuse('release_takes_its_steps');
create trigger release_sender_is_who_acts before update on releases_releaserequest for each row
    when (old.sent_by_id is distinct from new.sent_by_id)
    execute function hub_requires_viewer('release_sender_is_who_acts', 'sent_by_id');
create trigger release_is_sent_by_who_may before update on releases_releaserequest for each row
    when (old.sent_by_id is distinct from new.sent_by_id)
    execute function releases_takes_act('release_is_sent_by_who_may', 'releases.send_release');
create trigger release_decider_is_who_acts before update on releases_releaserequest for each row
    when (old.decided_by_id is distinct from new.decided_by_id)
    execute function hub_requires_viewer('release_decider_is_who_acts', 'decided_by_id');
create trigger release_is_decided_by_who_may before update on releases_releaserequest for each row
    when (old.decided_by_id is distinct from new.decided_by_id)
    execute function releases_takes_act('release_is_decided_by_who_may', 'releases.decide_release');

-- Portions come and go with the draft. The lock makes who writes one wait for who submits, and find no draft any more.
create function releases_portion_is_drafted() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    written record := case when tg_op = 'DELETE' then old else new end;
    stands varchar;
begin
    if current_user <> 'hub_application' then
        return written;  -- what is purged goes with its request
    end if;
    select r.state into stands from releases_releaserequest r where r.id = written.request_id for update;
    if stands is distinct from 'DRAFT' then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'portion_is_written_with_its_draft'
            using errcode = 'check_violation', constraint = 'portion_is_written_with_its_draft';
    end if;
    return written;
end $$;
create trigger portion_is_written_with_its_draft before insert or delete on releases_portion for each row
    execute function releases_portion_is_drafted();
create trigger portion_stays before update on releases_portion for each row
    when (to_jsonb(old) - 'label_id' is distinct from to_jsonb(new) - 'label_id') execute function hub_refuse('portion_stays');

-- A consent is asked for what is under review, and given in time, by who may.
create function releases_consent_is_asked() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (
        select from releases_releaserequest r where r.id = new.request_id and r.state = 'UNDER_REVIEW'
        and (r.reference, r.owner_agency_id, r.recipient_agency_id, r.purpose, r.legal_basis, r.need_to_know, r.urgency,
             r.conditions, r.expires_at) is not distinct from
            (new.reference, new.holder_agency_id, new.recipient_agency_id, new.purpose, new.legal_basis, new.need_to_know,
             new.urgency, new.conditions, new.expires_at)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'consent_is_asked_as_submitted'
            using errcode = 'check_violation', constraint = 'consent_is_asked_as_submitted';
    end if;
    return new;
end $$;
create trigger consent_begins_asked before insert on releases_consent for each row
    when (new.state <> 'ASKED' or new.agreed <> '{}') execute function hub_refuse('consent_begins_asked');
create trigger consent_due_is_set before insert on releases_consent for each row execute function releases_due_is_set();
create trigger consent_asker_is_who_acts before insert on releases_consent for each row
    execute function hub_requires_viewer('consent_asker_is_who_acts', 'asked_by_id');
create trigger consent_is_asked_as_submitted before insert on releases_consent for each row
    execute function releases_consent_is_asked();
create trigger consent_takes_its_steps before update on releases_consent for each row
    when (old.state <> new.state and (old.state, new.state) not in (
        ('ASKED', 'GIVEN'), ('ASKED', 'DECLINED'), ('ASKED', 'VOID'), ('GIVEN', 'DECLINED'), ('GIVEN', 'VOID')))
    execute function hub_refuse('consent_takes_its_steps');
create trigger consent_stays_decided before update on releases_consent for each row
    when (old.state <> 'ASKED' and (old.state, new.state) <> ('GIVEN', 'DECLINED') and (old.agreed, old.own_conditions, old.refusal, old.decided_by_id, old.decided_at)
          is distinct from (new.agreed, new.own_conditions, new.refusal, new.decided_by_id, new.decided_at))
    execute function hub_refuse('consent_stays_decided');
create trigger consent_is_given_in_time before update on releases_consent for each row
    when (old.state = 'ASKED' and new.state in ('GIVEN', 'DECLINED') and old.due_at <= statement_timestamp())
    execute function hub_refuse('consent_is_given_in_time');
create trigger consent_is_taken_back_before_the_release before update on releases_consent for each row
    when (old.state = 'GIVEN' and new.state = 'DECLINED') execute function releases_consent_is_free();
create trigger consent_decider_is_who_acts before update on releases_consent for each row
    when (old.decided_by_id is distinct from new.decided_by_id)
    execute function hub_requires_viewer('consent_decider_is_who_acts', 'decided_by_id');
create trigger consent_is_decided_by_who_may before update on releases_consent for each row
    when (old.decided_by_id is distinct from new.decided_by_id)
    execute function releases_takes_act('consent_is_decided_by_who_may', 'releases.decide_release');
create trigger consent_portion_stays before update on releases_consentportion for each row
    when (to_jsonb(old) - 'label_id' is distinct from to_jsonb(new) - 'label_id') execute function hub_refuse('consent_portion_stays');

-- What was released stays as it was, whoever asks.
create function releases_release_is_decided() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (
        select from releases_releaserequest r where r.id = new.request_id and r.state = 'UNDER_REVIEW'
        and (r.owner_agency_id, r.recipient_agency_id, r.enquiry_id, r.purpose, r.legal_basis) is not distinct from
            (new.holder_agency_id, new.recipient_agency_id, new.enquiry_id, new.purpose, new.legal_basis)
        and r.created_by_id <> new.released_by_id and position(r.conditions in new.conditions) > 0
        and (r.expires_at is null or new.expires_at <= r.expires_at)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_is_as_decided'
            using errcode = 'check_violation', constraint = 'release_is_as_decided';
    end if;
    return new;
end $$;
create trigger release_begins_released before insert on releases_release for each row
    when (new.state <> 'RELEASED') execute function hub_refuse('release_begins_released');
create trigger releaser_is_who_acts before insert on releases_release for each row
    execute function hub_requires_viewer('releaser_is_who_acts', 'released_by_id');
create trigger release_is_released_by_who_may before insert on releases_release for each row
    execute function releases_takes_act('release_is_released_by_who_may', 'releases.decide_release');
create trigger release_is_as_decided before insert on releases_release for each row
    execute function releases_release_is_decided();
create trigger release_stays before update on releases_release for each row
    when ((old.request_id, old.reference, old.holder_agency_id, old.recipient_agency_id, old.enquiry_id, old.purpose,
           old.legal_basis, old.conditions, old.expires_at, old.classification, old.must_acknowledge, old.digest,
           old.released_by_id, old.released_at)
          is distinct from
          (new.request_id, new.reference, new.holder_agency_id, new.recipient_agency_id, new.enquiry_id, new.purpose,
           new.legal_basis, new.conditions, new.expires_at, new.classification, new.must_acknowledge, new.digest,
           new.released_by_id, new.released_at))
    execute function hub_refuse('release_stays');
create trigger release_takes_its_own_steps before update on releases_release for each row
    when (old.state <> new.state and (old.state, new.state) not in (('RELEASED', 'RECALLED'), ('RELEASED', 'ENDED')))
    execute function hub_refuse('release_takes_its_own_steps');
create trigger release_is_ended_by_who_may before update on releases_release for each row
    when (old.state <> new.state) execute function releases_takes_act('release_is_ended_by_who_may', 'releases.decide_release');
create trigger released_portion_is_consented before insert on releases_releasedportion for each row
    execute function releases_portion_is_consented();
create trigger released_portion_stays before update on releases_releasedportion for each row
    when (to_jsonb(old) - 'label_id' is distinct from to_jsonb(new) - 'label_id') execute function hub_refuse('released_portion_stays');
"""
BACK = """
drop function releases_takes_act() cascade;
drop function releases_portion_is_drafted() cascade;
drop function releases_consent_is_asked() cascade;
drop function releases_release_is_decided() cascade;
set local role hub_labels;
drop function releases_due_is_set() cascade;
drop function releases_consent_is_free() cascade;
drop function releases_portion_is_consented() cascade;
drop function releases_owed(text[], bigint[]);
drop function if exists releases_is_seen(text, bigint);
drop function if exists releases_seen(text[], bigint[]);
drop function if exists releases_owing(text, bigint);
drop function releases_used(bigint);
drop function releases_marks(text, bigint);
drop function if exists releases_rests_on(text, bigint);
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_first"), ("labels", "0005_ids"), ("hours", "0002_labels"), ("subjects", "0007_refuse")]

    operations = [migrations.RunSQL(LABELS, migrations.RunSQL.noop), migrations.RunSQL(BILL, migrations.RunSQL.noop),
                  migrations.RunSQL(RULES, BACK)]
