"""Released as arranged: inside the terms of a standing arrangement, by who sends it, without a decision in each case."""

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = """
set local role hub_labels;

-- How secret a thing is by itself, whatever is said of it; null for what is no item.
create function releases_classified(of_kind text, of_thing bigint) returns text
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return case of_kind
        when 'reports.paragraph' then (select p.classification::text from reports_paragraph p where p.id = of_thing)
        when 'alerts.alert' then (select a.classification::text from alerts_alert a where a.id = of_thing)
        when 'subjects.subject' then (select s.classification::text from subjects_subject s where s.id = of_thing)
        when 'hits.hit' then (select a.classification::text from hits_hit h join screening_match m on m.id = h.match_id
                              join alerts_alert a on a.id = m.alert_id where h.id = of_thing)
        when 'releases.portion' then (select p.classification::text from releases_releasedportion p where p.id = of_thing) end;
end $$;

-- By which arrangement of its two agencies a request is released as soon as it is sent: one in force today whose terms it fits, of
-- which every portion is its agency's own in all that it rests on, without handling codes, protects no source, is marked as what
-- it is taken from, and of which nobody had to be asked.
create function releases_arranged(of_request bigint) returns bigint
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ladder constant text[] := '{UNCLASSIFIED,RESTRICTED,CONFIDENTIAL,SECRET}';
begin
    return (
        select a.id from releases_releaserequest r
        join arrangements_arrangement a on r.owner_agency_id in (a.proposing_agency_id, a.other_agency_id)
             and r.recipient_agency_id in (a.proposing_agency_id, a.other_agency_id)
        join arrangements_releaseterm t on t.arrangement_id = a.id and t.of_agency_id = r.owner_agency_id
        where r.id = of_request and r.owner_agency_id = hub_agency() and r.state in ('SUBMITTED', 'UNDER_REVIEW')
          and r.corrects_id is null and a.state = 'IN_FORCE' and a.starts_on <= hub_today() and a.ends_on >= hub_today()
          and not exists (select from arrangements_arrangement l where l.reference = a.reference and l.version > a.version
                          and l.accepted_at is not null and l.starts_on <= hub_today()
                          and (l.ended_at is null or hub_day(l.ended_at) >= l.starts_on))
          and (t.purposes = '{}' or r.purpose = any (t.purposes))
          and not exists (select from releases_consent c where c.request_id = r.id)
          and not exists (
            select from releases_portion p where p.request_id = r.id
            and (array_position(ladder, p.classification::text) > array_position(ladder, t.up_to::text)
                 or array_position(ladder, p.classification::text)
                    < coalesce(array_position(ladder, releases_classified(p.kind, p.source_id)), 99)
                 or releases_protects_a_source(p.kind, p.source_id, r.owner_agency_id, r.recipient_agency_id)
                 or p.handling_codes <> '{}' or releases_codes(p.kind, p.source_id, r.owner_agency_id) <> '{}'
                 or exists (select from releases_owing(p.kind, p.source_id, r.owner_agency_id, r.recipient_agency_id) m
                            where m.agency_id not in (r.owner_agency_id, r.recipient_agency_id))))
        order by a.id desc limit 1);
end $$;
revoke all on function releases_arranged(bigint), releases_classified(text, bigint) from public, hub_application, hub_service;
grant execute on function releases_arranged(bigint) to hub_owner;
set local role hub_owner;
"""
RULES = """
-- A request ends by who decides on releases, in an emergency by who declared it, or inside the terms of an arrangement by who sends.
create or replace function releases_decides() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    of_request bigint := case tg_table_name when 'releases_release' then (to_jsonb(new) ->> 'request_id')::bigint else new.id end;
    said text := coalesce(to_jsonb(new) ->> 'way', to_jsonb(new) ->> 'outcome');
begin
    if current_user = 'hub_application' and not coalesce('releases.decide_release' = any (hub_acts()), false)
       and not releases_in_emergency(of_request)
       and not (said = 'ARRANGEMENT' and coalesce('releases.send_release' = any (hub_acts()), false)
                and releases_arranged(of_request) is not null) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, tg_argv[0]
            using errcode = 'check_violation', constraint = tg_argv[0];
    end if;
    return new;
end $$;

create or replace function releases_release_is_decided() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.expires_at <= statement_timestamp() or (new.way = 'ARRANGEMENT') <> (new.arrangement_id is not null) or not exists (
        select from releases_releaserequest r where r.id = new.request_id
        and (r.owner_agency_id, r.recipient_agency_id, r.enquiry_id, r.purpose, r.legal_basis) is not distinct from
            (new.holder_agency_id, new.recipient_agency_id, new.enquiry_id, new.purpose, new.legal_basis)
        and (new.way = 'DECISION' and r.state = 'UNDER_REVIEW' and r.created_by_id <> new.released_by_id
             or new.way = 'ARRANGEMENT' and r.state = 'UNDER_REVIEW' and r.created_by_id <> new.released_by_id
                and r.sent_by_id = new.released_by_id and new.arrangement_id = releases_arranged(r.id)
             or new.way = 'EMERGENCY' and releases_in_emergency(r.id)
                and exists (select from releases_emergency e where e.request_id = r.id and e.reference = new.reference))
        and string_to_array(r.conditions, E'\\n') <@ string_to_array(new.conditions, E'\\n')
        and (r.expires_at is null or new.expires_at <= r.expires_at)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_is_as_decided'
            using errcode = 'check_violation', constraint = 'release_is_as_decided';
    end if;
    return new;
end $$;
create trigger release_stays_as_arranged before update on releases_release for each row
    when (old.arrangement_id is distinct from new.arrangement_id) execute function hub_refuse('release_stays_as_arranged');

-- What says that it was released as arranged was.
create function releases_is_arranged() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.state <> 'RELEASED' or not exists (
        select from releases_release r where r.request_id = new.id and r.way = 'ARRANGEMENT') then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'request_as_arranged_is_so'
            using errcode = 'check_violation', constraint = 'request_as_arranged_is_so';
    end if;
    return new;
end $$;
create trigger request_as_arranged_is_so before update on releases_releaserequest for each row
    when (old.outcome <> new.outcome and new.outcome = 'ARRANGEMENT') execute function releases_is_arranged();

-- So is each portion while it leaves: none is kept in store until the arrangement has ended.
create function releases_portion_is_arranged() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from releases_release r where r.id = new.release_id and r.way = 'ARRANGEMENT'
               and r.arrangement_id is distinct from releases_arranged(r.request_id)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_is_arranged'
            using errcode = 'check_violation', constraint = 'released_portion_is_arranged';
    end if;
    return new;
end $$;
create trigger released_portion_is_arranged before insert on releases_releasedportion for each row
    execute function releases_portion_is_arranged();

-- Nobody decides for whom they stand in; who sends as arranged decides on nothing.
create or replace function releases_is_decided_for_another() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if hub_stands_for('releases.decide_release') = new.created_by_id and new.outcome not in ('EMERGENCY', 'ARRANGEMENT') then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_is_not_decided_for_its_author'
            using errcode = 'check_violation', constraint = 'release_is_not_decided_for_its_author';
    end if;
    return new;
end $$;
"""
BACK = """
drop function releases_is_arranged() cascade;
drop function releases_portion_is_arranged() cascade;
drop function releases_decides() cascade;
drop function releases_release_is_decided() cascade;
set local role hub_labels;
drop function releases_arranged(bigint);
drop function releases_classified(text, bigint);
set local role hub_owner;
"""
WAYS = [("DECISION", "By decision of the authority"), ("ARRANGEMENT", "As a standing arrangement says"),
        ("EMERGENCY", "In an emergency: danger to life")]
OUTCOMES = [("APPROVED", "Approved"), ("APPROVED_WITH_CONDITIONS", "Approved with conditions"),
            ("PARTLY_APPROVED", "Approved in part"), ("REFUSED", "Refused"), ("ARRANGEMENT", "Released as arranged"),
            ("EMERGENCY", "Released in an emergency")]


class Migration(migrations.Migration):
    dependencies = [("releases", "0019_for_whom"), ("arrangements", "0003_releases")]

    operations = [
        migrations.AddField("release", "arrangement", models.ForeignKey(
            editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
            to="arrangements.arrangement", verbose_name="by the arrangement")),
        migrations.AlterField("release", "way", models.CharField(
            choices=WAYS, default="DECISION", editable=False, max_length=12, verbose_name="how it was released")),
        migrations.AlterField("releaserequest", "outcome", models.CharField(
            blank=True, choices=OUTCOMES, editable=False, max_length=24, verbose_name="decision")),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop), migrations.RunSQL(RULES, BACK)]
