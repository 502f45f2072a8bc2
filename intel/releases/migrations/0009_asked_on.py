"""Who released something asks on, when it is to go further: the consent of those on whose information it rests, for its own."""

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = """
set local role hub_labels;

-- The bill behind a consent, for the agency that is asked for it: whom it has to ask in turn, since what it released rests on
-- their information. Of the request itself it tells nothing but the numbers of the portions as they were asked.
create function releases_owed_behind(of_consent bigint)
    returns table (portion int, agency_id bigint, court boolean, seen text[], hidden int)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    here bigint := hub_agency();
begin
    return query
    with asked as materialized (
        select p.number::int as number, q.kind, q.source_id, w.owner_agency_id, w.recipient_agency_id, w.purpose
        from releases_consent c join releases_consentportion p on p.consent_id = c.id
             join releases_portion q on q.id = p.portion_id join releases_releaserequest w on w.id = c.request_id
        where c.id = of_consent and c.originator_agency_id = here and c.label_id = any (hub_labels('releases.view_release'))),
    reached as materialized (
        select a.*, r.kind as of_kind, r.thing
        from asked a cross join lateral releases_rests_on(a.kind, a.source_id, a.owner_agency_id, a.recipient_agency_id) r
        where r.asker = here),
    several as materialized (
        select array_agg(d.of_kind) as kinds, array_agg(d.thing) as things from (select distinct of_kind, thing from reached) d),
    shown as materialized (
        select s.kind as of_kind, s.thing, true as seen
        from several cross join lateral releases_seen(several.kinds, several.things) s),
    marked as (
        select d.*, m.agency_id, m.court, coalesce(m.passes, false) as passes
        from reached d cross join lateral releases_marks(d.of_kind, d.thing) m
        union all
        select d.*, o.agency_id, false, false
        from reached d cross join lateral releases_originators(d.of_kind, d.thing, here, null) o)
    select d.number, d.agency_id, bool_or(d.court) and bool_or(d.purpose = 'JUDICIAL_PROCEEDINGS'),
           coalesce(array_agg(distinct d.of_kind || ':' || d.thing) filter (where s.seen), '{}'),
           (count(distinct (d.of_kind, d.thing)) filter (where s.seen is null))::int
    from marked d left join shown s using (of_kind, thing)
    where d.agency_id not in (here, d.owner_agency_id, d.recipient_agency_id)
    group by d.number, d.agency_id
    having not bool_and(d.passes) or bool_or(d.court) and bool_or(d.purpose = 'JUDICIAL_PROCEEDINGS');
end $$;

-- Who asks on shows just what it was asked itself, to those on whose information that rests.
create function releases_consentportion_is_owed() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    whole releases_consent;
begin
    select * into whole from releases_consent c where c.id = new.consent_id;
    if whole.part_of_id is not null and not exists (
        select from releases_consentportion p join releases_portion q on q.id = p.portion_id
             join releases_releaserequest w on w.id = q.request_id
             cross join lateral releases_owing(q.kind, q.source_id, w.owner_agency_id, w.recipient_agency_id) m
        where p.consent_id = whole.part_of_id and p.portion_id = new.portion_id
          and (p.title, p.text, p.classification, p.handling_codes, p.handling_conditions, p.tlp)
              = (new.title, new.text, new.classification, new.handling_codes, new.handling_conditions, new.tlp)
          and (m.asker, m.agency_id) = (whole.holder_agency_id, whole.originator_agency_id)
          and (not m.passes or m.court and w.purpose = 'JUDICIAL_PROCEEDINGS')) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'consent_is_asked_on_where_it_is_owed'
            using errcode = 'check_violation', constraint = 'consent_is_asked_on_where_it_is_owed';
    end if;
    return new;
end $$;

-- Nobody consents for others: to what rests on their information only when they did, and on their conditions.
create function releases_consent_is_backed() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from releases_consent c where c.part_of_id = new.id order by c.id for share;  -- nobody takes one back meanwhile
    if exists (
        select from releases_consentportion p join releases_portion q on q.id = p.portion_id
             join releases_releaserequest w on w.id = q.request_id
             cross join lateral releases_owing(q.kind, q.source_id, w.owner_agency_id, w.recipient_agency_id) m
        where p.consent_id = new.id and p.number = any (new.agreed) and m.asker = new.originator_agency_id
          and m.agency_id not in (w.owner_agency_id, w.recipient_agency_id)
          and (not m.passes or m.court and w.purpose = 'JUDICIAL_PROCEEDINGS')
          and not exists (
            select from releases_consent c join releases_consentportion a on a.consent_id = c.id
            where c.part_of_id = new.id and c.originator_agency_id = m.agency_id and c.state = 'GIVEN'
              and a.portion_id = p.portion_id and a.number = any (c.agreed)
              and string_to_array(c.own_conditions, E'\\n') <@ string_to_array(new.own_conditions, E'\\n'))) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'consent_is_backed'
            using errcode = 'check_violation', constraint = 'consent_is_backed';
    end if;
    return new;
end $$;

-- What was asked for a consent goes with it: nobody is asked any more when it is answered without; and it falls, as long as
-- nothing is decided, with one that it rests on and that is taken back.
create function releases_consent_is_followed() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    moved bigint[];
begin
    if old.state = 'GIVEN' and new.state = 'DECLINED' then
        update releases_consent c set state = 'DECLINED', agreed = '{}', refusal = new.refusal, decided_at = statement_timestamp(),
               revision = c.revision + 1, updated_at = statement_timestamp()
        where c.id = new.part_of_id and c.state = 'GIVEN'
          and exists (select from releases_releaserequest r where r.id = new.request_id and r.state = 'UNDER_REVIEW');
        if found then
            insert into releases_consentstep (consent_id, agency_id, state, reason, at)
            select c.id, c.originator_agency_id, c.state, '', statement_timestamp() from releases_consent c
            where c.id = new.part_of_id;
        end if;
    end if;
    with gone as (
        update releases_consent c set state = 'VOID', revision = c.revision + 1, updated_at = statement_timestamp()
        where c.part_of_id = new.id and (c.state = 'ASKED' or c.state = 'GIVEN' and new.state <> 'GIVEN')
        returning c.id)
    select array_agg(id) into moved from gone;
    insert into releases_consentstep (consent_id, agency_id, state, reason, at)
    select c.id, c.holder_agency_id, c.state, '', statement_timestamp() from releases_consent c where c.id = any (moved);
    return null;
end $$;

-- Who takes back a consent that others rest on locks those first, as whoever decides on them does.
create function releases_lock_above(of_consent bigint) returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    above bigint[];
begin
    with recursive up (id, part_of_id) as (
        select c.id, c.part_of_id from releases_consent c where c.id = of_consent and c.originator_agency_id = hub_agency()
        union all
        select c.id, c.part_of_id from releases_consent c join up on c.id = up.part_of_id)
    select array_agg(id) into above from up;
    perform from releases_consent c where c.id = any (above) order by c.id for update;
end $$;

-- When it was asked, and is due, is set by the database, which knows when the originator works; what is asked on is due no later
-- than what it is asked for.
create or replace function releases_due_is_set() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    hours int := coalesce((select c.amount from markings_code c where c.scheme = 'urgency' and c.code = new.urgency), 80);
begin
    new.asked_at := statement_timestamp();
    new.due_at := case when new.urgency = 'URGENT' then new.asked_at + make_interval(hours => hours)
                       else hub_add_working_hours(new.originator_agency_id, new.asked_at, hours) end;
    new.due_at := least(new.due_at, (select c.due_at from releases_consent c where c.id = new.part_of_id));
    return new;
end $$;

revoke all on function releases_owed_behind(bigint), releases_consentportion_is_owed(), releases_consent_is_backed(),
    releases_consent_is_followed(), releases_lock_above(bigint) from public, hub_application, hub_service;
grant execute on function releases_consentportion_is_owed(), releases_consent_is_backed(), releases_consent_is_followed()
    to hub_owner;
set local role hub_owner;

create or replace function releases_consent_is_asked() returns trigger language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.part_of_id is null and (new.for_agency_id is not null or not exists (
        select from releases_releaserequest r where r.id = new.request_id and r.state = 'UNDER_REVIEW'
        and (r.reference, r.owner_agency_id, r.recipient_agency_id, r.purpose, r.legal_basis, r.need_to_know, r.urgency,
             r.conditions, r.expires_at) is not distinct from
            (new.reference, new.holder_agency_id, new.recipient_agency_id, new.purpose, new.legal_basis, new.need_to_know,
             new.urgency, new.conditions, new.expires_at)))
       or new.part_of_id is not null and not exists (
        select from releases_consent c where c.id = new.part_of_id and c.state = 'ASKED' and c.due_at > statement_timestamp()
        and (c.request_id, c.reference, c.originator_agency_id, c.recipient_agency_id, c.purpose, c.legal_basis, c.need_to_know,
             c.urgency, c.conditions, c.expires_at, coalesce(c.for_agency_id, c.holder_agency_id)) is not distinct from
            (new.request_id, new.reference, new.holder_agency_id, new.recipient_agency_id, new.purpose, new.legal_basis,
             new.need_to_know, new.urgency, new.conditions, new.expires_at, new.for_agency_id)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'consent_is_asked_as_submitted'
            using errcode = 'check_violation', constraint = 'consent_is_asked_as_submitted';
    end if;
    return new;
end $$;
create trigger consent_is_asked_on_where_it_is_owed before insert on releases_consentportion for each row
    execute function releases_consentportion_is_owed();
create trigger consent_is_backed before update on releases_consent for each row
    when (old.state = 'ASKED' and new.state = 'GIVEN') execute function releases_consent_is_backed();
create trigger consent_is_followed after update on releases_consent for each row
    when (old.state <> new.state) execute function releases_consent_is_followed();
create trigger consent_stays_part before update on releases_consent for each row
    when ((old.part_of_id, old.for_agency_id) is distinct from (new.part_of_id, new.for_agency_id))
    execute function hub_refuse('consent_stays_part');
"""
BACK = """
drop trigger consent_stays_part on releases_consent;
set local role hub_labels;
drop function releases_owed_behind(bigint);
drop function releases_lock_above(bigint);
drop function releases_consentportion_is_owed() cascade;
drop function releases_consent_is_backed() cascade;
drop function releases_consent_is_followed() cascade;
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0008_copies_have_formats"), ("agencies", "0004_scattered_references")]

    operations = [
        migrations.AddField("consent", "part_of", models.ForeignKey(
            editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="behind",
            to="releases.consent")),
        migrations.AddField("consent", "for_agency", models.ForeignKey(
            editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
            to="agencies.agency")),
        migrations.RemoveConstraint("consent", "consent_is_asked_once"),
        migrations.AddConstraint("consent", models.UniqueConstraint(
            condition=models.Q(("state", "VOID"), _negated=True), fields=("request", "holder_agency", "originator_agency"),
            name="consent_is_asked_once")),
        migrations.AddConstraint("consent", models.CheckConstraint(
            condition=models.Q(("for_agency__isnull", True), ("part_of__isnull", True))
            | models.Q(("for_agency__isnull", False), ("part_of__isnull", False)), name="consent_asked_on_says_for_whom")),
        migrations.RunSQL(FUNCTIONS, BACK),
    ]
