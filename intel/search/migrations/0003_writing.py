"""Who writes what can be found: the transaction that changes a thing; a worker, how names sound; `migrate`, what was missed."""

from django.db import migrations

WRITING = """
grant select, insert on search_mark to hub_labels;
grant select, insert, update, delete on search_entry to hub_labels;
grant select, delete on search_missed to hub_labels;

-- What changed while the tables were closed, to be written when they are open again (settling.py).
create function search_miss(of_kind text, ids bigint[]) returns void
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    insert into search_missed (kind, object_id) select of_kind, unnest(ids) on conflict do nothing
$$;
revoke all on function search_miss(text, bigint[]) from public;
grant execute on function search_miss(text, bigint[]) to hub_labels;

set local role hub_labels;
set local check_function_bodies = off;  -- the columns of labels come after the migrations

-- The mark of what is of this kind and bears this; made if there is none.
create function search_mark_of(of_kind text, of_label int, of_beside int, of_classified text) returns int
    language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
    found int;
begin
    select id into found from search_mark m where (m.label, m.kind, m.beside, m.classified) = (of_label, of_kind, of_beside, of_classified);
    if found is null then
        insert into search_mark (kind, label, beside, classified) values (of_kind, of_label, of_beside, of_classified)
            on conflict (label, kind, beside, classified) do nothing;
        select id into strict found from search_mark m
            where (m.label, m.kind, m.beside, m.classified) = (of_label, of_kind, of_beside, of_classified);
    end if;
    return found;
end $$;

-- Of these things those of which what is said differs from what was written: what is the same is neither written nor locked.
create function search_differing(of_kind text, ids bigint[]) returns bigint[]
    language sql stable set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
    select array(
        select distinct coalesce(s.object_id, e.object_id)
        from (select said.object_id, said.classified, md5(said::text)::uuid as digest
              from search_said(of_kind, ids) said where label is not null and beside is not null) s
        full join (select * from search_entry where object_id = any (ids) and kind = of_kind) e
             on (e.object_id, e.classified) = (s.object_id, s.classified)
        where s.digest is distinct from e.digest)
$$;

-- Write these things anew. Two who change parts of one thing go one after the other, and the second reads what the first wrote; an
-- alert waits for who is changing its subject, and is found by no name that goes.
create function search_write(of_kind text, given bigint[]) returns void
    language plpgsql volatile set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    ids bigint[] := search_differing(of_kind, given);
begin
    if ids = '{}' then
        return;
    end if;
    if of_kind = 'alerts.alert' then
        perform from subjects_subject where id in (select subject_id from alerts_alert where id = any (ids)) order by id for share;
    end if;
    perform from search_entry where object_id = any (ids) and kind = of_kind order by id for update;
    with said as materialized (
        select s.*, md5(s::text)::uuid as digest from search_said(of_kind, ids) s where label is not null and beside is not null),
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
        insert into search_entry as e (kind, object_id, classified, mark, at, names, sounds, words, waits_since, digest)
        select of_kind, s.object_id, s.classified, s.mark, s.at, s.names, s.sounds,
               search_vector(s.mark, s.parts, s.identifiers, s.sounds), s.waits_since, s.digest
        from sounding s
        on conflict (object_id, kind, classified) do update set (mark, at, names, sounds, words, waits_since, digest) =
            (excluded.mark, excluded.at, excluded.names, excluded.sounds, excluded.words, excluded.waits_since, excluded.digest)
        returning id, waits_since)
    insert into work_work (kind, object_id)
    select 'search.sounds', id from written where waits_since = statement_timestamp();
end $$;

-- These things, and what is found by what they say, too: an alert by the names of its subject.
create function search_refresh(of_kind text, ids bigint[]) returns void
    language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
begin
    perform search_write(of_kind, ids);
    if of_kind = 'subjects.subject' then
        perform search_write('alerts.alert', array(select id from alerts_alert where subject_id = any (ids)));
    end if;
end $$;

-- The names of these entries.
create function search_names(ids bigint[]) returns table (id bigint, names text[])
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select e.id, e.names from search_entry e where e.id = any (ids) order by e.id
$$;

-- By which sounds they are found from now on: `[{"id": 17, "names": […], "sounds": ["s6d2dd531", …]}]`. Nobody is waited for: those that
-- somebody is writing are left, and returned; whose names are others meanwhile are work already.
create function search_sound(told jsonb) returns setof bigint
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    with given as materialized (
        select (one ->> 'id')::bigint as id, array(select jsonb_array_elements_text(one -> 'names')) as names,
               array(select jsonb_array_elements_text(one -> 'sounds')) as sounds from jsonb_array_elements(told) one),
    free as materialized (
        select e.id from search_entry e where e.id in (select id from given) order by e.id for update skip locked),
    done as (
        update search_entry e set sounds = g.sounds, waits_since = null,
            words = ts_delete(e.words, array(select e.mark || '~' || old from unnest(e.sounds) old))
                || array_to_tsvector(array(select e.mark || '~' || new from unnest(g.sounds) new))
        from given g join free using (id) where e.id = g.id and e.names = g.names)
    select e.id from search_entry e join given using (id) where e.waits_since is not null and e.id not in (select id from free)
$$;

-- What changed is written in the transaction that changed it; while the tables are closed, it is noted.
create function search_follows() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ids bigint[];
begin
    execute format('select array_agg(distinct %I) from changed', tg_argv[1]) into ids;
    if ids is null then
        return null;
    elsif exists (select from pg_policy p where p.polrelid = 'search_entry'::regclass) then
        perform search_refresh(tg_argv[0], ids);
    else
        perform search_miss(tg_argv[0], ids);
    end if;
    return null;
end $$;

revoke all on function search_mark_of(text, int, int, text), search_differing(text, bigint[]), search_write(text, bigint[]),
    search_refresh(text, bigint[]), search_names(bigint[]), search_sound(jsonb), search_follows()
    from public, hub_application, hub_service;
grant execute on function search_follows() to hub_owner;
set local role hub_owner;
"""
BACK = """
set local role hub_labels;
drop function search_follows(), search_sound(jsonb), search_names(bigint[]), search_refresh(text, bigint[]), search_write(text, bigint[]),
    search_differing(text, bigint[]), search_mark_of(text, int, int, text);
set local role hub_owner;
drop function search_miss(text, bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words")]

    operations = [migrations.RunSQL(WRITING, BACK)]
