"""The functions that read what can be found, with the eyes of the viewer."""

from django.db import migrations

READING = """
set local role hub_labels;
set local check_function_bodies = off;

-- The marks that the viewer finds, by kind: all that they bear is among what the viewer reads.
create function search_marks(kinds text[], of_agency bigint) returns table (kind text, marks int[])
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    viewer jsonb := hub_viewer();
    labels int[];
begin
    if not coalesce(viewer -> 'acts' ? 'search.view_entry', false) then
        return;
    end if;
    labels := hub_labels('reports.view_report') || hub_labels('alerts.view_alert') || hub_labels('subjects.view_subject')
        || hub_labels('trade.view_feed') || hub_labels('enquiries.view_enquiry') || hub_labels('releases.view_release');
    return query
    select m.kind::text, array_agg(m.id order by m.id)
    from unnest(labels) visible join search_mark m on m.label = visible
    where m.kind = any (kinds) and (m.beside = 0 or m.beside in (select unnest(labels)))
      and (m.classified = '' or viewer -> 'cleared' ? m.classified)
      and (of_agency is null or exists (select from access_label l where l.id = m.label and l.owner_agency_id = of_agency))
    group by m.kind;
end $$;

-- A question as a tsquery with SOH where the mark goes. It has groups that are all wanted; a group is `{"words": "…"}`, with
-- "phrase" when they stand together, and "sounds" by which a name may be found as well.
create function search_asked(groups jsonb) returns text
    language plpgsql stable parallel safe security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    one jsonb;
    plain text;
    number text;
    heard text;
    ways text[];
    wanted text[] := '{}';
begin
    if jsonb_array_length(groups) > 32 or length(groups::text) > 20000 then
        raise exception 'too much is asked at once' using errcode = 'program_limit_exceeded';
    end if;
    for one in select * from jsonb_array_elements(groups) loop
        plain := search_plain(one ->> 'words');
        ways := array(
            select distinct regexp_replace(q::text, '''([^'']+)''', E'''\\x01:\\\\1''', 'g')
            from (values (phraseto_tsquery('search_es', regexp_replace(plain, '([cs])ion(es)?\\M', '\\1ión\\2', 'g'))),
                         (phraseto_tsquery('search_en', plain))) said (q) where numnode(q) > 0);
        number := search_identifier(one ->> 'words');
        if number ~ '\\d' then
            ways := ways || format(E'''\\x01#%s''', number);
        end if;
        heard := (select string_agg(format(E'''\\x01~%s''', sound), ' | ')
                  from jsonb_array_elements_text(coalesce(one -> 'sounds', '[]')) sound where sound ~ '^[0-9a-z]+$');
        if heard <> '' then
            ways := ways || ('(' || heard || ')');
        end if;
        if ways <> '{}' then
            wanted := wanted || ('(' || array_to_string(ways, ' | ') || ')');
        end if;
    end loop;
    number := search_identifier((select string_agg(g ->> 'words', '') from jsonb_array_elements(groups) g));
    if cardinality(wanted) > 0 and jsonb_array_length(groups) > 1 and number ~ '\\d\\D*\\d\\D*\\d' then  -- with blanks
        return '(' || array_to_string(wanted, ' & ') || ') | ' || format(E'''\\x01#%s''', number);
    end if;
    return array_to_string(wanted, ' & ');
end $$;

-- Whether a thing may be read at this moment, as the restrictive row policies of its table say: settling.py writes it from them.
create function search_is_open(of_kind text, thing bigint) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ select false $$;

-- Since when names of what the viewer finds wait for their sounds; null when none does. To who sees only subjects that an alert looks
-- for it would tell of the others: nothing.
create function search_waits(kinds text[]) returns timestamptz
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select min(e.waits_since) from search_marks(kinds, null) m cross join lateral unnest(m.marks) one
    join search_entry e on e.mark = one and e.waits_since is not null
    where hub_viewer() -> 'acts' ? 'subjects.view_reserved_subject'
$$;

-- What the viewer finds: of each kind the newest `most`, with how well it fits. All of `wanted` and nothing of `unwanted`.
create function search_found(kinds text[], wanted jsonb, unwanted jsonb, of_agency bigint, since timestamptz, until timestamptz, most int)
    returns table (kind text, object_id bigint, at timestamptz, fits real)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    question text := search_asked(wanted);
    refused text := nullif(array_to_string(array(
        select search_asked(jsonb_build_array(one)) from jsonb_array_elements(unwanted) one), ' | '), '');
    alerts int[] := hub_labels('alerts.view_alert');
    subjects int[] := hub_labels('subjects.view_subject');
    reserved boolean := coalesce(hub_viewer() -> 'acts' ? 'subjects.view_reserved_subject', false);
    here bigint := hub_agency();
    closing constant text[] := array['enquiries.request', 'enquiries.enquiry', 'releases.release', 'releases.releasedportion'];
    visible record;
begin
    if question = '' then
        return;
    end if;
    for visible in select m.kind, m.marks from search_marks(kinds, of_agency) m loop
        return query
        with asked as materialized (
            select string_agg('(' || replace(question, E'\\x01', mark::text) || ')', ' | ')::tsquery as query
            from unnest(visible.marks) with ordinality m (mark, number) group by (number - 1) / 64),
        met as (
            select distinct on (e.object_id) e.object_id, e.at, ts_rank(e.words, a.query) as fits
            from asked a cross join lateral (
                select e.object_id, e.at, e.words from search_entry e where e.words @@ a.query
                and (since is null or e.at >= since) and (until is null or e.at <= until)) e
            where (reserved or visible.kind <> 'subjects.subject' or exists (
                select from alerts_alert l where l.subject_id = e.object_id and l.label_id = any (alerts)
                and l.subject_label_id = any (subjects)))
              and (visible.kind <> all (closing) or search_is_open(visible.kind, e.object_id))
              and (visible.kind <> 'enquiries.enquiry' or exists (  -- those of one's own are found as what was asked
                select from enquiries_enquiry q where q.id = e.object_id and q.asked_agency_id = here))
            order by e.object_id, fits desc)
        select visible.kind, m.object_id, m.at, m.fits from met m
        where refused is null or not exists (
            select from search_entry n where n.object_id = m.object_id and n.kind = visible.kind and n.mark = any (visible.marks)
            and n.words @@ replace(refused, E'\\x01', n.mark::text)::tsquery)
        order by m.at desc, m.object_id desc limit least(coalesce(most, 1001), 1001);
    end loop;
end $$;

-- Which of these words, each of letters and digits, a question means: for showing where it was found.
create function search_meant(words text[], wanted jsonb) returns text[]
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with asked as materialized (
        select array(select substr(m[1], 2) from regexp_matches(search_asked(wanted), '''([^'']+)''', 'g') m) as lexemes),
    plain as materialized (select search_plain(array_to_string(words, ' ')) as all_words)
    select array(
        select distinct words[s.place] from plain cross join lateral search_stems(plain.all_words) s, asked
        where ':' || s.stem = any (asked.lexemes)
        union
        select w from unnest(words) w, asked where w ~ '\\d' and '#' || search_identifier(w) = any (asked.lexemes))
$$;

revoke all on function search_marks(text[], bigint), search_asked(jsonb), search_meant(text[], jsonb), search_waits(text[]),
    search_is_open(text, bigint), search_found(text[], jsonb, jsonb, bigint, timestamptz, timestamptz, int) from public, hub_application, hub_service;
set local role hub_owner;
"""
BACK = """
set local role hub_labels;
drop function search_is_open(text, bigint), search_waits(text[]), search_meant(text[], jsonb), search_found(text[], jsonb, jsonb, bigint, timestamptz, timestamptz, int),
    search_asked(jsonb), search_marks(text[], bigint);
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0003_writing")]

    operations = [migrations.RunSQL(READING, BACK)]
