"""What an agency could know at a moment: read from the history, from notices, answers and the log, by functions of `hub_labels`."""

from django.db import migrations

#: Who a person was at a moment: the rows of `access_past` say what was, those of the tables what is since.
VIEWERS = """
set local role hub_labels;
set local check_function_bodies = off;  -- what is called is installed after the migrations

-- What was of a thing at a moment, where it has changed since: one row, with null where it was not there.
create function knowledge_then(in_table text, thing bigint, other bigint, moment timestamptz)
    returns table (found boolean, value jsonb)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select true, p.value from access_past p
    where p.of_table = in_table and p.object_id = thing and p.other_id is not distinct from other and p.valid_until > moment
    order by p.valid_until, p.id limit 1
$$;

-- The people of an agency who could enter the hub at a moment: clearance, roles, groups "agency X, role Y" and of sharing groups, acts
-- by which they read what is asked about, sharing groups that they were in.
create function knowledge_viewers(here bigint, moment timestamptz)
    returns table (person bigint, clearance text, roles text[], groups int[], acts text[], through bigint[])
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with people as materialized (
        select u.id, case when p.found then p.value ->> 'clearance' else u.clearance end as clearance
        from agencies_user u left join lateral knowledge_then('agencies_user', u.id, null, moment) p on true
        where u.date_joined <= moment
          and case when p.found then (p.value ->> 'agency_id')::bigint else u.agency_id end = here
          and case when p.found then (p.value ->> 'is_active')::boolean else u.is_active end),
    roles as materialized (
        select r.group_id, case when p.found then p.value ->> 'role' else r.role end as role
        from agencies_agencyrole r
        left join lateral knowledge_then('agencies_agencyrole', r.group_id, r.agency_id, moment) p on true
        where r.agency_id = here and (p.found is null or p.value is not null)),
    may as materialized (
        select r.group_id, a.act
        from roles r
        cross join (
            select p.id, c.app_label || '.' || p.codename as act from auth_permission p
            join django_content_type c on c.id = p.content_type_id
            where (c.app_label, p.codename) in (
                ('reports', 'view_report'), ('alerts', 'view_alert'), ('alerts', 'view_reserved_alert'),
                ('subjects', 'view_subject'), ('subjects', 'view_reserved_subject'), ('releases', 'view_release'))) a
        left join lateral knowledge_then('auth_group_permissions', r.group_id, a.id, moment) p on true
        where case when p.found then p.value is not null else exists (
            select from auth_group_permissions g where g.group_id = r.group_id and g.permission_id = a.id) end),
    held as materialized (
        select p.id as person, r.group_id, r.role
        from people p cross join roles r
        left join lateral knowledge_then('agencies_user_groups', p.id, r.group_id, moment) h on true
        where case when h.found then h.value is not null else exists (
            select from agencies_user_groups g where g.user_id = p.id and g.group_id = r.group_id) end),
    members as materialized (
        select x.* from sharing_member m
        left join lateral knowledge_then('sharing_member', m.id, null, moment) p on true
        cross join lateral (
            select m.sharing_group_id,
                   case when p.found then (p.value ->> 'person_id')::bigint else m.person_id end as person_id,
                   case when p.found then array(select jsonb_array_elements_text(p.value -> 'roles')) else m.roles::text[] end as roles,
                   case when p.found then (p.value ->> 'since')::int else m.since end as since,
                   case when p.found then (p.value ->> 'left_at')::timestamptz else m.left_at end as left_at) x
        where m.agency_id = here and (p.found is null or p.value is not null) and x.left_at is null),
    reached as materialized (
        select h.person, m.sharing_group_id, e.group_id
        from held h
        join members m on h.role = any (m.roles) and (m.person_id is null or m.person_id = h.person)
        join sharing_epoch e on e.sharing_group_id = m.sharing_group_id and e.number >= m.since and e.began_at <= moment)
    select p.id, p.clearance, array(select h.role from held h where h.person = p.id order by 1),
           array(select h.group_id from held h where h.person = p.id
                 union select r.group_id from reached r where r.person = p.id order by 1),
           array(select distinct a.act from held h join may a using (group_id) where h.person = p.id order by 1),
           array(select distinct r.sharing_group_id from reached r where r.person = p.id order by 1)
    from people p
$$;

-- As hub_labels() has them for who is looking: reserved rows take an act more.
create function knowledge_labels(asked text, acts text[], here bigint, groups int[], cleared text[]) returns int[]
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select case when asked = any (acts) then hub_labels_for(
        array(select a from unnest(array[asked, replace(asked, '.view_', '.view_reserved_')]) a where a = any (acts)), here, groups, cleared)
        else '{}' end
$$;

-- The labels that each of them read. Those who were alike are asked for once.
create function knowledge_reach(here bigint, moment timestamptz)
    returns table (person bigint, reports int[], alerts int[], subjects int[], releases int[])
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with viewers as materialized (select v.* from knowledge_viewers(here, moment) v),
    alike as materialized (
        select d.acts, d.groups, d.clearance, k.*
        from (select distinct v.acts, v.groups, v.clearance from viewers v) d
        cross join lateral (select (array['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET'])[
            1:array_position(array['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET'], d.clearance)] as cleared) c
        cross join lateral (
            select knowledge_labels('reports.view_report', d.acts, here, d.groups, c.cleared) as reports,
                   knowledge_labels('alerts.view_alert', d.acts, here, d.groups, c.cleared) as alerts,
                   knowledge_labels('subjects.view_subject', d.acts, here, d.groups, c.cleared) as subjects,
                   knowledge_labels('releases.view_release', d.acts, here, d.groups, c.cleared) as releases) k)
    select v.person, a.reports, a.alerts, a.subjects, a.releases from viewers v join alike a using (acts, groups, clearance)
$$;
"""

#: Every report, alert and release that there was at a moment, with the labels that it bore then; `own` is whose it is. Part of the
#: queries that ask for it, so that they read no more rows than they show.
THINGS = """
        select 'reports.report' as kind, r.id as thing, r.reference::text as reference, r.owner_agency_id as own, coalesce((
            select (p.value ->> 'label_id')::int from access_past p
            where p.of_table = 'reports_report' and p.object_id = r.id and p.valid_until > moment
            order by p.valid_until, p.id limit 1), r.label_id) as label, null::int as beside
        from reports_report r where r.reported_at <= moment
        union all
        select 'alerts.alert', a.id, a.reference::text, a.owner_agency_id, coalesce((
            select (p.value ->> 'label_id')::int from access_past p
            where p.of_table = 'alerts_alert' and p.object_id = a.id and p.valid_until > moment
            order by p.valid_until, p.id limit 1), a.label_id), coalesce((
            select (p.value ->> 'label_id')::int from access_past p
            where p.of_table = 'subjects_subject' and p.object_id = a.subject_id and p.valid_until > moment
            order by p.valid_until, p.id limit 1), a.subject_label_id)
        from alerts_alert a where a.created_at <= moment
        union all
        select 'releases.release', r.id, r.reference::text, r.holder_agency_id, case when r.holder_agency_id = here or (
            (r.ended_at is null or r.ended_at > moment) and (r.expires_at is null or r.expires_at > moment)
            and (not r.must_acknowledge or r.acknowledged_at <= moment)) then r.label_id end, null
        from releases_release r where r.released_at <= moment and here in (r.holder_agency_id, r.recipient_agency_id)
"""

#: What its people were told, opened and exported until then.
KNOWN = """
-- What its people were told of: by a notice on the thing, or on a hit of the alert; by the answer to a query that named the alert.
create function knowledge_told(here bigint, moment timestamptz)
    returns table (kind text, thing bigint, person bigint, at timestamptz, how text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select n.object_kind::text, n.object_id, n.to_id, n.created_at, n.kind::text
    from agencies_user u join notices_notice n on n.to_id = u.id
    where u.agency_id = here and n.created_at <= moment
      and n.object_kind in ('reports.report', 'alerts.alert', 'releases.release')
    union all
    select 'alerts.alert', m.alert_id, n.to_id, n.created_at, n.kind::text
    from agencies_user u join notices_notice n on n.to_id = u.id
    join hits_hit h on h.id = n.object_id join screening_match m on m.id = h.match_id
    where u.agency_id = here and n.created_at <= moment and n.object_kind = 'hits.hit'
    union all
    select 'alerts.alert', (h ->> 'alert')::bigint, q.asked_by_id, a.visible_from, q.reference::text
    from queries_query q join queries_answer a on a.query_id = q.id cross join jsonb_array_elements(a.hits) h
    where q.owner_agency_id = here and a.visible_from <= moment and h ->> 'alert' is not null
$$;

-- What its people opened, themselves or on the page of a hit of the alert, and took out of the hub.
create function knowledge_used(here bigint, moment timestamptz)
    returns table (kind text, thing bigint, person bigint, at timestamptz, how text, exported boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select e.object_type::text, e.object_id, e.actor_id, e.at, e.action::text, e.action like '%.exported'
    from audit_event e
    where e.agency_id = here and e.at <= moment and e.object_type in ('reports.report', 'alerts.alert', 'releases.release')
      and (e.action in ('report.read', 'alert.read', 'release.read') or e.action like '%.exported')
    union all
    select 'alerts.alert', m.alert_id, e.actor_id, e.at, e.action::text, e.action like '%.exported'
    from audit_event e join hits_hit h on h.id = e.object_id join screening_match m on m.id = h.match_id
    where e.agency_id = here and e.at <= moment and e.object_type = 'hits.hit'
      and (e.action = 'hit.read' or e.action like '%.exported')
    union all
    select 'alerts.alert', (h ->> 'alert')::bigint, e.actor_id, e.at, e.action::text, true
    from audit_event e join queries_query q on q.batch_id = e.object_id join queries_answer a on a.query_id = q.id
    cross join jsonb_array_elements(a.hits) h
    where e.agency_id = here and e.at <= moment and e.object_type = 'queries.batch' and e.action = 'batch.exported'
      and a.visible_from <= e.at and h ->> 'alert' is not null
$$;
"""

#: A page of the list, in one of two directions.
PAGE = """    return query
    with reach as materialized (
        select r.* from knowledge_reach(here, moment) r where of_person is null or r.person = of_person),
    told as materialized (
        select t.* from knowledge_told(here, moment) t where of_person is null or t.person = of_person),
    used as materialized (
        select u.* from knowledge_used(here, moment) u where of_person is null or u.person = of_person),
    page as materialized (
        select t.* from ({things}) t
        where (of_kind = '' or t.kind = of_kind)
          and (whose = '' or (t.own = here) = (whose = 'OWN'))
          and (older_than is null or t.thing < older_than) and (newer_than is null or t.thing > newer_than)
          and (case t.kind when 'reports.report' then coalesce(t.label = any (in_reports), false)
                           when 'alerts.alert' then coalesce(t.label = any (in_alerts) and t.beside = any (in_subjects), false)
                           else coalesce(t.label = any (in_releases), false) end
               and exists (select from reach r where case t.kind when 'reports.report' then t.label = any (r.reports)
                           when 'alerts.alert' then t.label = any (r.alerts) and t.beside = any (r.subjects)
                           else t.label = any (r.releases) end)
               or (t.kind, t.thing) in (select o.kind, o.thing from told o)
               or (t.kind, t.thing) in (select o.kind, o.thing from used o))
        order by t.thing {direction} limit at_most)
    select p.kind, p.thing, p.reference, p.own,
           (select count(*)::int from reach r where case p.kind when 'reports.report' then p.label = any (r.reports)
                when 'alerts.alert' then p.label = any (r.alerts) and p.beside = any (r.subjects)
                else p.label = any (r.releases) end),
           (select count(distinct o.person)::int from told o where (o.kind, o.thing) = (p.kind, p.thing)),
           (select min(o.at) from told o where (o.kind, o.thing) = (p.kind, p.thing)),
           u.opened, u.opened_at, u.last_opened_at, u.exported, u.exported_at
    from page p cross join lateral (
        select count(distinct o.person) filter (where not o.exported)::int, min(o.at) filter (where not o.exported),
               max(o.at) filter (where not o.exported), count(distinct o.person) filter (where o.exported)::int,
               min(o.at) filter (where o.exported)
        from used o where (o.kind, o.thing) = (p.kind, p.thing)) u (opened, opened_at, last_opened_at, exported, exported_at)
    order by p.thing {direction};
"""

#: What is told of it: to the auditor of the agency in full, to the auditor of the hub in numbers.
ASKED = """
-- Whose auditor is looking; null for anybody else.
create function knowledge_here() returns bigint
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select case when hub_viewer() -> 'acts' ? 'audit.view_knowledge' then (hub_viewer() ->> 'agency')::bigint end
$$;

-- A page of what the viewer's agency, or one person of it, could read at a moment, was told of, opened and exported until then: newest
-- first, or from `newer_than` on oldest first. Persons are counted; of times the first, of opening the last, too.
create function knowledge_list(moment timestamptz, of_person bigint, of_kind text, whose text, older_than bigint, newer_than bigint,
                               at_most int)
    returns table (kind text, thing bigint, reference text, agency_id bigint, could int, told int, told_at timestamptz, opened int,
                   opened_at timestamptz, last_opened_at timestamptz, exported int, exported_at timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    here bigint := knowledge_here();
    in_reports int[];
    in_alerts int[];
    in_subjects int[];
    in_releases int[];
begin
    if here is null then
        return;
    end if;
    select array_agg(distinct a.label) filter (where a.sort = 1), array_agg(distinct a.label) filter (where a.sort = 2),
           array_agg(distinct a.label) filter (where a.sort = 3), array_agg(distinct a.label) filter (where a.sort = 4)
        into in_reports, in_alerts, in_subjects, in_releases
        from (select distinct r.reports, r.alerts, r.subjects, r.releases from knowledge_reach(here, moment) r
              where of_person is null or r.person = of_person) r
        cross join lateral (
            select 1, unnest(r.reports) union all select 2, unnest(r.alerts) union all select 3, unnest(r.subjects)
            union all select 4, unnest(r.releases)) a (sort, label);
{pages}end $$;

-- Who of the viewer's agency could read one thing at a moment, was told of it, opened and exported it until then; latest first.
create function knowledge_uses(of_kind text, of_thing bigint, moment timestamptz)
    returns table (col text, person bigint, at timestamptz, how text)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    here bigint := knowledge_here();
begin
    if here is null then
        return;
    end if;
    return query
    select 'COULD', r.person, null::timestamptz, ''
    from ({things}) t cross join knowledge_reach(here, moment) r
    where t.kind = of_kind and t.thing = of_thing and case t.kind when 'reports.report' then t.label = any (r.reports)
        when 'alerts.alert' then t.label = any (r.alerts) and t.beside = any (r.subjects) else t.label = any (r.releases) end
    union all
    select 'TOLD', o.person, o.at, o.how from knowledge_told(here, moment) o where (o.kind, o.thing) = (of_kind, of_thing)
    union all
    select case when o.exported then 'EXPORTED' else 'OPENED' end, o.person, o.at, o.how
    from knowledge_used(here, moment) o where (o.kind, o.thing) = (of_kind, of_thing)
    order by 3 desc nulls last, 2;
end $$;

-- The people of the viewer's agency as they were at a moment, with the names of the sharing groups by which they read.
create function knowledge_people(moment timestamptz)
    returns table (person bigint, clearance text, roles text[], through text[])
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select v.person, v.clearance, v.roles, array(select g.name::text from sharing_sharinggroup g where g.id = any (v.through) order by 1)
    from knowledge_viewers(knowledge_here(), moment) v
$$;

-- For the auditor of the hub: of how many things of each kind an agency could read at a moment, was told, opened and exported. No person,
-- no reference, no time.
create function knowledge_counts(of_agency bigint, moment timestamptz)
    returns table (kind text, could bigint, told bigint, opened bigint, exported bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    if not coalesce(hub_viewer() -> 'acts' ? 'audit.count_knowledge', false) then
        return;
    end if;
    return query
    with reach as materialized (
        select distinct r.reports, r.alerts, r.subjects, r.releases from knowledge_reach(of_agency, moment) r),
    borne as materialized (
        select t.kind, t.label, t.beside, count(*) as things from ({things}) t group by 1, 2, 3),
    used as materialized (select distinct u.kind, u.thing, u.exported from knowledge_used(of_agency, moment) u)
    select k.kind,
           (select coalesce(sum(b.things), 0)::bigint from borne b where b.kind = k.kind and exists (
               select from reach r where case b.kind when 'reports.report' then b.label = any (r.reports)
               when 'alerts.alert' then b.label = any (r.alerts) and b.beside = any (r.subjects) else b.label = any (r.releases) end)),
           (select count(distinct o.thing) from knowledge_told(of_agency, moment) o where o.kind = k.kind),
           (select count(*) from used u where u.kind = k.kind and not u.exported),
           (select count(*) from used u where u.kind = k.kind and u.exported)
    from unnest(array['reports.report', 'alerts.alert', 'releases.release']) k (kind);
end $$;

-- From when on all of it can be answered: since the last of the histories that it rests on is kept.
create function knowledge_begins() returns timestamptz
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select max(b.began_at) from access_pastbegan b where b.of_table in (
        'reports_report', 'alerts_alert', 'subjects_subject', 'agencies_user', 'agencies_user_groups', 'agencies_agencyrole',
        'auth_group_permissions', 'sharing_member')
    and hub_viewer() -> 'acts' ?| array['audit.view_knowledge', 'audit.count_knowledge']
$$;

revoke all on function knowledge_then(text, bigint, bigint, timestamptz), knowledge_viewers(bigint, timestamptz),
    knowledge_reach(bigint, timestamptz), knowledge_labels(text, text[], bigint, int[], text[]),
    knowledge_told(bigint, timestamptz), knowledge_used(bigint, timestamptz),
    knowledge_here(), knowledge_list(timestamptz, bigint, text, text, bigint, bigint, int),
    knowledge_uses(text, bigint, timestamptz), knowledge_people(timestamptz), knowledge_counts(bigint, timestamptz),
    knowledge_begins() from public, hub_application, hub_service;
set local role hub_owner;
"""


def asked() -> str:
    """ASKED with its parts."""
    newest, oldest = (PAGE.replace("{direction}", direction) for direction in ("desc", "asc"))
    pages = f"    if newer_than is null then\n{newest}    else\n{oldest}    end if;\n"
    whole = ASKED.replace("{pages}", pages).replace("{things}", THINGS)
    hub = whole.index("create function knowledge_counts")
    counts = whole[hub:].replace("here in (", "of_agency in (").replace("holder_agency_id = here", "holder_agency_id = of_agency")
    return whole[:hub] + counts


BACK = """
set local role hub_labels;
drop function knowledge_begins(), knowledge_counts(bigint, timestamptz), knowledge_people(timestamptz),
    knowledge_uses(text, bigint, timestamptz), knowledge_list(timestamptz, bigint, text, text, bigint, bigint, int), knowledge_here(),
    knowledge_used(bigint, timestamptz), knowledge_told(bigint, timestamptz), knowledge_things(bigint, timestamptz),
    knowledge_reach(bigint, timestamptz), knowledge_labels(text, text[], bigint, int[], text[]),
    knowledge_viewers(bigint, timestamptz), knowledge_then(text, bigint, bigint, timestamptz);
set local role hub_owner;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("labels", "0006_history_begins"), ("reports", "0001_initial"), ("alerts", "0011_held"), ("hits", "0006_notes_of_a_side"),
        ("queries", "0001_initial"), ("releases", "0002_labels"), ("sharing", "0004_epoch_of_group"), ("notices", "0001_first"),
        ("audit", "0006_knowledge"),
    ]

    operations = [migrations.RunSQL(VIEWERS + KNOWN + asked(), BACK)]
