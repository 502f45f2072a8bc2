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

-- The labels that a person reads of one sort of thing, and what they are cleared for (`ladder` from the lowest up), whoever is
-- looking: for the service that answers a person's query when the person has left. Nothing of a person who is not active.
create or replace function hub_reach_of(person bigint, asked text, ladder text[])
    returns table (labels int[], cleared text[])
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    known agencies_user;
    groups int[];
    held text[];
begin
    select * into known from agencies_user where id = person and is_active;
    groups := array(select m.group_id from agencies_user_groups m join agencies_agencyrole r on r.group_id = m.group_id
                    where m.user_id = known.id and r.agency_id = known.agency_id);
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

-- Who reads something of the viewer's agency so classified that is shared with these groups: the roles that read, and in the
-- own agency how many people hold each and how many of them are cleared. The staff of others is their own business: null.
create or replace function hub_who_will_see(audience int[], reading text[], cleared_for text[])
    returns table (agency_id bigint, role text, people int, cleared int)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    here bigint := hub_viewer() ->> 'agency';
begin
    if not coalesce(hub_viewer() -> 'acts' ?| array['reports.view_report', 'alerts.view_reserved_alert'], false) then
        return;  -- who shares nothing has no use for how many colleagues are cleared for what
    end if;
    return query
    select r.agency_id, r.role::text, count(u.id)::int, (count(u.id) filter (where u.clearance = any (cleared_for)))::int
    from agencies_agencyrole r
    left join agencies_user_groups m on m.group_id = r.group_id
    left join agencies_user u on u.id = m.user_id and u.is_active
    where r.role = any (reading) and r.agency_id = here group by r.agency_id, r.role
    union all
    select r.agency_id, r.role::text, null, null from agencies_agencyrole r
    where r.role = any (reading) and r.group_id = any (audience) and r.agency_id <> here;
end $$;
