-- Run as hub_labels, who owns these functions: each runs with its rights, not with those of the caller.
-- pg_temp stands last in every path: left out it comes first, and a caller's temporary table would be read for one of ours.

-- Who is looking, as the process told it under its seal, or null: see agencies/access/looking.py. The seal is the code that
-- the key gives for this connection, this transaction, its end and the viewer; HMAC-SHA-256 (RFC 2104) of its two padded keys.
create or replace function hub_viewer() returns jsonb
    language plpgsql stable parallel restricted security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    told text := coalesce(current_setting('hub.viewer', true), '');
    seal text[] := string_to_array(coalesce(current_setting('hub.seal', true), ''), ' ');
    key access_sealkey;
    message bytea;
begin
    if told = '' or cardinality(seal) <> 3 or seal[2] !~ '^\d{1,11}$'
       or seal[2]::bigint < extract(epoch from clock_timestamp()) then
        return null;
    end if;
    select * into key from access_sealkey k
        where k.number = seal[1] and (k.valid_until is null or k.valid_until > clock_timestamp());
    message := convert_to(
        concat_ws(' ', pg_backend_pid(), extract(epoch from transaction_timestamp()), seal[2], told), 'UTF8');
    if encode(sha256(key.outer_pad || sha256(key.inner_pad || message)), 'hex') is distinct from seal[3] then
        return null;
    end if;
    return told::jsonb;
end $$;

-- The labels that are read with these acts in an agency, by these groups, so cleared.
create or replace function hub_labels_for(held text[], here bigint, groups int[], cleared text[]) returns int[]
    language plpgsql stable parallel restricted security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(
        select l.id from access_label l
        where l.act = any (held) and l.owner_agency_id = here and l.classification = any (cleared)
        union
        select l.id from access_label l  -- the other side of a two-sided row
        where l.act = any (held) and l.other_agency_id = here and l.classification = any (cleared)
        union
        select l.id from access_reader r join access_label l on l.id = r.label_id
        where r.group_id = any (groups) and l.act = any (held) and l.classification = any (cleared));
end $$;

-- The labels that the viewer reads, of one sort of thing: what every row policy compares with.
create or replace function hub_labels(asked text) returns int[]
    language plpgsql stable parallel restricted security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    viewer jsonb := hub_viewer();
    here bigint := viewer ->> 'agency';
    held text[];
    alerts int[];
    subjects int[];
    parties int[];
begin
    if here is null or not viewer -> 'acts' ? asked then
        return '{}';
    end if;
    held := array(select act from unnest(array[asked, replace(asked, '.view_', '.view_reserved_')]) act
                  where viewer -> 'acts' ? act);  -- reserved rows take an act more: see declared.Labelled
    if asked = 'screening.view_match' then  -- a pair is read by who reads each side
        alerts := hub_labels('alerts.view_alert');  -- asked once: in the query below, they may be asked for each of its rows
        subjects := hub_labels('subjects.view_subject');
        parties := hub_labels('trade.view_feed');
        return array(
            select l.id from access_label l
            where l.act = asked and l.alert_label = any (alerts) and l.subject_label = any (subjects)
              and l.party_label = any (parties));
    end if;
    return hub_labels_for(held, here, array(select jsonb_array_elements_text(viewer -> 'groups')::int),
                          array(select jsonb_array_elements_text(viewer -> 'cleared')));
end $$;

-- The labels that a person reads of one sort of thing, what they are cleared for (`ladder` from the lowest up), and the sharing
-- groups that they are in with the epoch from which on, whoever is looking: for the service that answers a person's query when
-- the person has left. Nothing of a person who is not active.
drop function if exists hub_reach_of(bigint, text, text[]);
create function hub_reach_of(person bigint, asked text, ladder text[])
    returns table (labels int[], cleared text[], joined jsonb)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    known agencies_user;
    groups int[];
    held text[];
begin
    select * into known from agencies_user where id = person and is_active;
    groups := array(select m.group_id from agencies_user_groups m join agencies_agencyrole r on r.group_id = m.group_id
                    where m.user_id = known.id and r.agency_id = known.agency_id);
    joined := coalesce((  -- as agencies/access/viewer.py has them
        select jsonb_object_agg(sharing_group_id, since) from (
            select m.sharing_group_id, min(m.since) since from sharing_member m
            where m.agency_id = known.agency_id and m.left_at is null and (m.person_id is null or m.person_id = known.id)
              and exists (select from agencies_agencyrole r where r.agency_id = m.agency_id and r.role = any (m.roles)
                          and r.group_id = any (groups)) group by m.sharing_group_id) of_person), '{}');
    groups := groups || array(
        select e.group_id from jsonb_each_text(joined) j
        join sharing_epoch e on e.sharing_group_id = j.key::bigint and e.number >= j.value::int);
    held := array(select distinct c.app_label || '.' || p.codename from auth_group_permissions g
                  join auth_permission p on p.id = g.permission_id join django_content_type c on c.id = p.content_type_id
                  where g.group_id = any (groups)
                    and c.app_label || '.' || p.codename in (asked, replace(asked, '.view_', '.view_reserved_')));
    cleared := coalesce(ladder[1:array_position(ladder, known.clearance::text)], '{}');
    labels := case when asked = any (held) then hub_labels_for(held, known.agency_id, groups, cleared) else '{}' end;
    return next;
end $$;

-- Those of them whose rows the viewer's agency may change: its own, and those of which it is the other side.
create or replace function hub_own_labels(asked text) returns int[]
    language plpgsql stable parallel restricted security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    here bigint := hub_viewer() ->> 'agency';
begin
    return array(
        select l.id from unnest(hub_labels(asked)) visible join access_label l on l.id = visible
        where here in (l.owner_agency_id, l.other_agency_id));
end $$;

-- The label of what this agency owns, so classified, for this audience (groups in order, each once); made if there is none.
create or replace function hub_label(of_act text, owner_agency bigint, classified text, audience int[]) returns int
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    said text := encode(sha256(convert_to(
        concat_ws('|', of_act, owner_agency, classified, array_to_string(audience, ',')), 'UTF8')), 'hex');
    found int;
begin
    select id into found from access_label where digest = said;
    if found is null then
        insert into access_label (act, owner_agency_id, classification, digest)
            values (of_act, owner_agency, classified, said) on conflict (digest) do nothing returning id into found;
        if found is null then  -- another transaction made it a moment ago
            select id into strict found from access_label where digest = said;
        else
            insert into access_reader (label_id, group_id) select found, unnest(audience);
        end if;
    end if;
    return found;
end $$;

-- The label of what these two agencies write together, so classified.
create or replace function hub_label_of_two(of_act text, first_agency bigint, second_agency bigint, classified text) returns int
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    said text := encode(sha256(convert_to(concat_ws('|', of_act, first_agency, 'and', second_agency, classified), 'UTF8')), 'hex');
    found int;
begin
    insert into access_label (act, owner_agency_id, other_agency_id, classification, digest)
        values (of_act, first_agency, second_agency, classified, said) on conflict (digest) do nothing;
    select id into strict found from access_label where digest = said;
    return found;
end $$;

-- The label of one feed, whose readers change in place.
create or replace function hub_feed_label(of_act text, owner_agency bigint, feed bigint) returns int
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    said text := encode(sha256(convert_to(concat_ws('|', of_act, owner_agency, 'of', feed), 'UTF8')), 'hex');
    found int;
begin
    insert into access_label (act, owner_agency_id, classification, digest)
        values (of_act, owner_agency, 'UNCLASSIFIED', said) on conflict (digest) do nothing;
    select id into strict found from access_label where digest = said;
    return found;
end $$;

-- The label of a pair: of an alert with its subject, and of a party with its feed.
create or replace function hub_pair_label(alert int, subject int, party int) returns int
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    said text := encode(sha256(convert_to(concat_ws('|', 'screening.view_match', alert, subject, party), 'UTF8')), 'hex');
    found int;
begin
    if alert is null or subject is null or party is null then
        return null;
    end if;
    select id into found from access_label where digest = said;
    if found is null then
        insert into access_label (act, owner_agency_id, other_agency_id, classification, digest,
                                  alert_label, subject_label, party_label)
            select 'screening.view_match', a.owner_agency_id, p.owner_agency_id, 'UNCLASSIFIED', said, alert, subject, party
            from access_label a, access_label p where a.id = alert and p.id = party
            on conflict (digest) do nothing;
        select id into strict found from access_label where digest = said;
    end if;
    return found;
end $$;

-- Owner labels exist from the agency's creation, so that a row can be born with one that its author reads.
create or replace function hub_labels_of_agency() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    one record;
begin
    for one in select t.act, c.code from unnest(tg_argv[0]::text[]) t(act), unnest(tg_argv[1]::text[]) c(code) loop
        perform hub_label(one.act, new.id, one.code, '{}');
    end loop;
    return new;
end $$;

-- Nothing but these functions, and foreign keys that bring their changes on, writes a label or moves a part to another whole.
create or replace function hub_label_is_kept() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user not in ('hub_labels', 'hub_owner') then
        raise exception 'labels of % follow its audience and are not written', tg_table_name using errcode = '42501';
    end if;
    return new;
end $$;

-- The hash of a person's password: for the door and for the person, null for all others.
create or replace function hub_password(person bigint) returns text
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    viewer jsonb := hub_viewer();
begin
    if viewer -> 'acts' ? 'agencies.open_door' or (viewer ->> 'user')::bigint = person then
        return (select password from agencies_credential where user_id = person);
    end if;
    return null;
end $$;

-- Whether the viewer administers this person: one of the own agency, and not the viewer.
create or replace function hub_administers(person bigint) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    viewer jsonb := hub_viewer();
begin
    return coalesce(viewer -> 'acts' ? 'agencies.administer_users' and (viewer ->> 'user')::bigint <> person
                    and (select agency_id from agencies_user where id = person) = (viewer ->> 'agency')::bigint, false);
end $$;

-- Nobody has roles of two duties that exclude each other; see agencies/roles.py. Two administrators at once wait for each other.
create or replace function hub_duties_exclude() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    duties int;
begin
    perform pg_advisory_xact_lock(hashtextextended('duties of ' || new.user_id, 0));
    select count(distinct case when r.role = 'AGENCY_ADMINISTRATOR' then 1
                               when r.role in ('AUDITOR', 'HUB_AUDITOR') then 2
                               when r.role in ('SUPERVISOR', 'RELEASE_AUTHORITY') then 3 end) into duties
    from agencies_user_groups m join agencies_agencyrole r on r.group_id = m.group_id where m.user_id = new.user_id;
    if duties > 1 then
        raise exception 'who administers, who audits and who approves are different people'
            using errcode = '23514', constraint = 'duties_exclude_each_other';
    end if;
    return null;
end $$;

-- The agency of a person, for the service: whose receipt it is when notices of theirs are purged.
create or replace function hub_agency_of(person bigint) returns bigint
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select agency_id from agencies_user where id = person);
end $$;

-- The groups "agency X, role Y" of the viewer's agency.
create or replace function hub_agency_groups() returns int[]
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select group_id from agencies_agencyrole where agency_id = (hub_viewer() ->> 'agency')::bigint);
end $$;

-- How often which act was done in each agency (null: by nobody who was recognised) in a time, for the auditor of the hub: no
-- person, no object, no words. Ends before `until`.
create or replace function hub_acts_counted(since timestamptz, until timestamptz)
    returns table (agency_id bigint, action text, counted bigint, first_at timestamptz, last_at timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    if not coalesce(hub_viewer() -> 'acts' ? 'audit.count_acts', false) then
        return;
    end if;
    return query
    select e.agency_id, e.action::text, count(*), min(e.at), max(e.at) from audit_event e
    where e.at >= since and e.at < until group by e.agency_id, e.action;
end $$;

-- Sharing groups, by what the viewer is to them: 'kept' by the viewer's agency; 'seen', of which they are, or whose agency they
-- decide for; 'named', into which their agency may name persons; 'given', into which they may give; 'gave', into which their
-- agency may or once might; 'members', of which they see all.
create or replace function hub_sharing_groups(wanted text) returns bigint[]
    language plpgsql stable parallel restricted security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    viewer jsonb := hub_viewer();
    here bigint := viewer ->> 'agency';
    decides boolean := viewer -> 'acts' ? 'sharing.keep_sharinggroup';
    groups int[] := array(select jsonb_array_elements_text(viewer -> 'groups')::int);
    kept bigint[];
    seen bigint[];
    given bigint[];
begin
    if here is null or not viewer -> 'acts' ? 'sharing.view_sharinggroup' then
        return '{}';
    end if;
    if wanted in ('kept', 'members') then
        kept := array(select id from sharing_sharinggroup where kept_by_id = here);
    end if;
    if wanted = 'kept' then
        return kept;
    end if;
    if wanted = 'gave' then
        return array(select distinct sharing_group_id from sharing_member where agency_id = here and person_id is null and may_give);
    end if;
    seen := array(
        select distinct m.sharing_group_id from sharing_member m where m.agency_id = here and m.left_at is null
          and (decides or exists (select from sharing_epoch e
                                  where e.sharing_group_id = m.sharing_group_id and e.group_id = any (groups))));
    if wanted = 'seen' then
        return seen;
    end if;
    if wanted = 'named' then
        return array(select distinct sharing_group_id from sharing_member
                     where agency_id = here and left_at is null and person_id is null and sharing_group_id = any (seen));
    end if;
    given := array(select distinct sharing_group_id from sharing_member where agency_id = here and left_at is null
                   and person_id is null and may_give and sharing_group_id = any (seen));
    if wanted = 'given' then
        return given;
    end if;
    return array(select id from sharing_sharinggroup
                 where id = any (kept || given) or (id = any (seen) and not members_hidden));
end $$;

-- The agencies that read by these groups, those of sharing groups among them: for the office of an agency that may give, or once
-- might, into each of these.
create or replace function hub_agencies_reached(audience int[]) returns bigint[]
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    here bigint := hub_viewer() ->> 'agency';
begin
    return array(
        select agency_id from agencies_agencyrole where group_id = any (audience)
        union
        select m.agency_id from sharing_epoch e
        join sharing_member m on m.sharing_group_id = e.sharing_group_id and m.since <= e.number and m.left_at is null
        where e.group_id = any (audience) and hub_viewer() -> 'acts' ? 'sharing.view_catchup' and exists (
            select from sharing_member g where g.sharing_group_id = e.sharing_group_id and g.agency_id = here and g.may_give));
end $$;

-- Whoever joins a sharing group begins an epoch of it, with a group to which rows are granted from now on; all who join by one
-- statement begin the same. The group's id is drawn, its name says nothing: nobody counts epochs by them. It comes before row
-- policies: whom these refuse is refused here first, and learns nothing of groups and persons by what else is said.
create or replace function hub_member_joins() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    found int;
    made int;
begin
    if not coalesce(new.sharing_group_id = any (hub_sharing_groups(case when new.person_id is null then 'kept' else 'named' end))
                    and (new.person_id is null or new.agency_id = (hub_viewer() ->> 'agency')::bigint), false) then
        raise exception 'new row violates row-level security policy for table "sharing_member"' using errcode = '42501';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('epochs of ' || new.sharing_group_id, 0));
    if exists (select from sharing_sharinggroup where id = new.sharing_group_id and ended_at is not null) then
        raise exception 'nobody joins a sharing group that ended (member_joins_what_lasts)'
            using errcode = '23514', constraint = 'member_joins_what_lasts';
    end if;
    if (select kind from agencies_agency where id = new.agency_id) = 'HUB' or (new.person_id is not null and not exists (
            select from agencies_user where id = new.person_id and agency_id = new.agency_id)) then
        raise exception 'no member of a sharing group (member_takes_part)'
            using errcode = '23514', constraint = 'member_takes_part';
    end if;
    if new.person_id is not null and not exists (
            select from sharing_member where sharing_group_id = new.sharing_group_id and agency_id = new.agency_id
            and person_id is null and left_at is null) then
        raise exception 'its agency is no member (member_is_of_a_member)'
            using errcode = '23514', constraint = 'member_is_of_a_member';
    end if;
    select number into found from sharing_epoch where sharing_group_id = new.sharing_group_id and began_at = statement_timestamp();
    if found is null then
        select coalesce(max(number), 0) + 1 into found from sharing_epoch where sharing_group_id = new.sharing_group_id;
        loop
            made := 1000000000 + floor(random() * 1000000000)::int;
            exit when not exists (select from auth_group where id = made);
        end loop;
        insert into auth_group (id, name) values (made, 'sharing ' || gen_random_uuid());
        insert into sharing_epoch (id, sharing_group_id, number, group_id, began_at)
            values (hub_next_id(), new.sharing_group_id, found, made, statement_timestamp());
    end if;
    new.since := found;
    return new;
end $$;

-- With an agency go the persons whom it named, and all when the group ends; who joins meanwhile is in before, or not at all.
create or replace function hub_member_leaves() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('epochs of ' || new.sharing_group_id, 0));
    update sharing_member set left_at = new.left_at, removed_by_id = new.removed_by_id
    where sharing_group_id = new.sharing_group_id and agency_id = new.agency_id and person_id is not null and left_at is null;
    return null;
end $$;
create or replace function hub_sharing_group_ends() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('epochs of ' || new.id, 0));
    update sharing_member set left_at = new.ended_at, removed_by_id = new.ended_by_id
    where sharing_group_id = new.id and left_at is null;
    return null;
end $$;

-- Who reads something of the viewer's agency so classified that is shared with these groups: the roles that read, and in the
-- own agency how many people hold each and how many of them are cleared. The staff of others is their own business: null.
-- Of a sharing group (`through`) its members, each with its roles; with role '' an agency that names persons itself.
drop function if exists hub_who_will_see(int[], text[], text[]);
create function hub_who_will_see(audience int[], reading text[], cleared_for text[])
    returns table (agency_id bigint, role text, people int, cleared int, through text)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    here bigint := hub_viewer() ->> 'agency';
begin
    if not coalesce(hub_viewer() -> 'acts' ?| array['reports.view_report', 'alerts.view_reserved_alert'], false) then
        return;  -- who shares nothing has no use for how many colleagues are cleared for what
    end if;
    return query
    select r.agency_id, r.role::text, count(u.id)::int, (count(u.id) filter (where u.clearance = any (cleared_for)))::int, ''
    from agencies_agencyrole r
    left join agencies_user_groups m on m.group_id = r.group_id
    left join agencies_user u on u.id = m.user_id and u.is_active
    where r.role = any (reading) and r.agency_id = here group by r.agency_id, r.role
    union all
    select r.agency_id, r.role::text, null, null, '' from agencies_agencyrole r
    where r.role = any (reading) and r.group_id = any (audience) and r.agency_id <> here
    union
    select m.agency_id, coalesce(one.role, ''), null, null, g.name::text
    from sharing_epoch e join sharing_sharinggroup g on g.id = e.sharing_group_id
    join sharing_member m on m.sharing_group_id = g.id and m.since <= e.number and m.left_at is null and m.agency_id <> here
    left join lateral (select unnest(m.roles) where m.person_id is null) one (role) on true
    where e.group_id = any (audience) and (one.role is null or one.role = any (reading))
      and g.id = any (hub_sharing_groups('members'));
end $$;
