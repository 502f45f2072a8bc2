"""Entries know the transaction that changed them, and what of them is new is found by it."""

import re
from importlib import import_module

from django.db import migrations

CHANGED = """
set local role hub_labels;
set local check_function_bodies = off;  -- the columns of labels come after the migrations

-- As before, and by which transaction and person. What is said is told apart from who reads it: to who read it before, another label
-- is nothing new. Of the marks that it left the last eight are known, each with the transaction that took it from there.
create or replace function search_write(of_kind text, given bigint[]) returns void
    language plpgsql volatile set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    ids bigint[] := search_differing(of_kind, given);
    now_writing bigint;
    person bigint;
begin
    if ids = '{}' then
        return;
    end if;
    if of_kind = 'alerts.alert' then
        perform from subjects_subject where id in (select subject_id from alerts_alert where id = any (ids)) order by id for share;
    end if;
    perform from search_entry where object_id = any (ids) and kind = of_kind order by id for update;
    now_writing := pg_current_xact_id()::text::bigint;
    person := hub_user();
    with said as materialized (
        select s.*, md5(s::text)::uuid as digest, md5(row(s.at, s.parts, s.identifiers, s.names)::text)::uuid as content
        from search_said(of_kind, ids) s where label is not null and beside is not null),
    marks as materialized (
        select d.*, search_mark_of(of_kind, d.label, d.beside, d.classified) as mark
        from (select distinct label, beside, classified from said order by 1, 2, 3) d),
    gone as (
        delete from search_entry e where e.object_id = any (ids) and e.kind = of_kind
        and not exists (select from said s where (s.object_id, s.classified) = (e.object_id, e.classified))),
    sounding as (  -- as long as the names are the same
        select s.*, m.mark, coalesce(o.sounds, '{}') as sounds, case when o.names is null and s.names <> '{}' then statement_timestamp()
               else o.waits_since end as waits_since
        from said s join marks m using (label, beside, classified)
        left join search_entry o on (o.object_id, o.kind, o.classified, o.names) = (s.object_id, of_kind, s.classified, s.names)),
    written as (
        insert into search_entry as e (kind, object_id, classified, mark, at, names, sounds, words, waits_since, digest, content,
                                       changed, said, writer, marks_before, left_by)
        select of_kind, s.object_id, s.classified, s.mark, s.at, s.names, s.sounds,
               search_vector(s.mark, s.parts, s.identifiers, s.sounds), s.waits_since, s.digest, s.content,
               now_writing, now_writing, person, '{}', '{}'
        from sounding s
        on conflict (object_id, kind, classified) do update set
            (mark, at, names, sounds, words, waits_since, digest, content, changed, writer) =
            (excluded.mark, excluded.at, excluded.names, excluded.sounds, excluded.words, excluded.waits_since, excluded.digest,
             excluded.content, excluded.changed, excluded.writer),
            -- what was written before it was known what it said, and bears another mark now, says the same
            said = case when e.content = excluded.content or (e.content is null and e.mark <> excluded.mark) then e.said
                   else excluded.said end,
            marks_before = case when e.mark = excluded.mark or now_writing = any (e.left_by) then e.marks_before
                           else e.marks_before[greatest(1, cardinality(e.marks_before) - 6):] || e.mark end,
            left_by = case when e.mark = excluded.mark or now_writing = any (e.left_by) then e.left_by
                      else e.left_by[greatest(1, cardinality(e.left_by) - 6):] || now_writing end
        returning id, waits_since)
    insert into work_work (kind, object_id)
    select 'search.sounds', id from written where waits_since = statement_timestamp();
end $$;

-- As before. With its first sounds a thing is new to whoever looks for names: until then nobody is told of it.
create or replace function search_sound(told jsonb) returns setof bigint
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    with given as materialized (
        select (one ->> 'id')::bigint as id, array(select jsonb_array_elements_text(one -> 'names')) as names,
               array(select jsonb_array_elements_text(one -> 'sounds')) as sounds from jsonb_array_elements(told) one),
    free as materialized (
        select e.id from search_entry e where e.id in (select id from given) order by e.id for update skip locked),
    done as (
        update search_entry e set sounds = g.sounds, waits_since = null,
            words = ts_delete(e.words, array(select e.mark || '~' || old from unnest(e.sounds) old))
                || array_to_tsvector(array(select e.mark || '~' || new from unnest(g.sounds) new)),
            changed = case when e.sounds = '{}' then pg_current_xact_id()::text::bigint else e.changed end,
            said = case when e.sounds = '{}' then pg_current_xact_id()::text::bigint else e.said end
        from given g join free using (id) where e.id = g.id and e.names = g.names)
    select e.id from search_entry e join given using (id) where e.waits_since is not null and e.id not in (select id from free)
$$;

-- Whether what a transaction wrote is not in a snapshot. Zero is what was there before transactions were noted.
create function search_is_after(written bigint, after pg_snapshot) returns boolean
    language sql immutable parallel safe as $$
    select written > 0 and not pg_catalog.pg_visible_in_snapshot(written::text::pg_catalog.xid8, after)
$$;

-- Whether a snapshot is of this database as it is: one that was restored from a copy counts its transactions anew.
create function search_knows(after pg_snapshot) returns boolean
    language sql stable parallel safe as $$
    select pg_catalog.pg_snapshot_xmax(after) <= pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())
$$;

-- Whether anything that the viewer finds was written after a snapshot: by the index, a look for each mark. True for a snapshot of
-- another database.
create function search_stirred(kinds text[], after pg_snapshot) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp set enable_seqscan = off as $$
    select not search_knows(after) or exists (
        select from search_marks(kinds, null) m cross join lateral unnest(m.marks) one
        join search_entry e on e.mark = one and e.changed >= pg_snapshot_xmin(after)::text::bigint
        where search_is_after(e.changed, after) and e.waits_since is null)
$$;

-- What the viewer finds, as `search_found` has it, of what others wrote after a snapshot: what says something else since, and what the
-- viewer did not find then. Each time planned for what was asked: a minute's changes are read by their index, a month's by the words.
create function search_changed(kinds text[], wanted jsonb, unwanted jsonb, of_agency bigint, since timestamptz, until timestamptz,
                               after pg_snapshot, most int)
    returns table (kind text, object_id bigint, at timestamptz, fits real)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set enable_seqscan = off
    set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
    question text := search_asked(wanted);
    refused text := nullif(array_to_string(array(
        select search_asked(jsonb_build_array(one)) from jsonb_array_elements(unwanted) one), ' | '), '');
    alerts int[] := hub_labels('alerts.view_alert');
    subjects int[] := hub_labels('subjects.view_subject');
    reserved boolean := coalesce(hub_viewer() -> 'acts' ? 'subjects.view_reserved_subject', false);
    here bigint := hub_agency();
    person bigint := hub_user();
    closing constant text[] := array['enquiries.request', 'enquiries.enquiry', 'releases.release', 'releases.releasedportion'];
    first bigint := pg_snapshot_xmin(after)::text::bigint;
    visible record;
    chunk int[];
    query tsquery;
begin
    if question = '' or not search_knows(after) then
        return;
    end if;
    for visible in select m.kind, m.marks from search_marks(kinds, of_agency) m loop
        for chunk, query in
            select array_agg(mark), string_agg('(' || replace(question, E'\\x01', mark::text) || ')', ' | ')::tsquery
            from unnest(visible.marks) with ordinality m (mark, number) group by (number - 1) / 64
        loop
            return query
            select visible.kind, e.object_id, max(e.at), max(ts_rank(e.words, query))
            from search_entry e
            where e.mark = any (chunk) and e.changed >= first and e.words @@ query
              and search_is_after(e.changed, after) and e.waits_since is null and e.writer is distinct from person
              and (since is null or e.at >= since) and (until is null or e.at <= until)
              and (search_is_after(e.said, after) or coalesce((  -- the mark that it bore then
                  select left_mark from unnest(e.marks_before, e.left_by) with ordinality b (left_mark, left_by, number)
                  where search_is_after(left_by, after) order by number limit 1), e.mark) <> all (visible.marks))
              and (refused is null or not exists (
                  select from search_entry n where n.object_id = e.object_id and n.kind = visible.kind and n.mark = any (visible.marks)
                  and n.words @@ replace(refused, E'\\x01', n.mark::text)::tsquery))
              and (reserved or visible.kind <> 'subjects.subject' or exists (
                  select from alerts_alert l where l.subject_id = e.object_id and l.label_id = any (alerts)
                  and l.subject_label_id = any (subjects)))
              and (visible.kind <> all (closing) or search_is_open(visible.kind, e.object_id))
              and (visible.kind <> 'enquiries.enquiry' or exists (  -- those of one's own are found as what was asked
                  select from enquiries_enquiry q where q.id = e.object_id and q.asked_agency_id = here))
            group by e.object_id order by max(e.at) desc, e.object_id desc limit least(coalesce(most, 1001), 1001);
        end loop;
    end loop;
end $$;

revoke all on function search_is_after(bigint, pg_snapshot), search_knows(pg_snapshot), search_stirred(text[], pg_snapshot),
    search_changed(text[], jsonb, jsonb, bigint, timestamptz, timestamptz, pg_snapshot, int)
    from public, hub_application, hub_service;
set local role hub_owner;
"""


def _first(name: str) -> str:
    """A function as it was written first."""
    written: str = import_module("intel.search.migrations.0003_writing").WRITING
    found = re.search(rf"create function {name}\(.*?\$\$.*?\$\$;\n", written, re.DOTALL)
    assert found is not None
    return found.group().replace("create function", "create or replace function")


BACK = f"""
set local role hub_labels;
set local check_function_bodies = off;
{_first("search_write")}
{_first("search_sound")}
drop function search_changed(text[], jsonb, jsonb, bigint, timestamptz, timestamptz, pg_snapshot, int), search_stirred(text[], pg_snapshot),
    search_knows(pg_snapshot), search_is_after(bigint, pg_snapshot);
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0010_news")]

    operations = [migrations.RunSQL(CHANGED, BACK)]
