"""Words that are looked for by how they begin; and as many at once as a list is narrowed to."""

from django.db import migrations

BEGINNINGS = """
set local role hub_labels;
set local check_function_bodies = off;

-- A question as a tsquery with SOH where the mark goes. It has groups that are all wanted; a group is `{"words": "…"}`, with
-- "phrase" when they stand together, "begins" when the last of them may go on, and "sounds" by which a name may be found as well.
create or replace function search_asked(groups jsonb) returns text
    language plpgsql stable parallel safe security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    one jsonb;
    plain text;
    number text;
    heard text;
    more text;
    ways text[];
    wanted text[] := '{}';
begin
    if jsonb_array_length(groups) > 32 or length(groups::text) > 20000 then
        raise exception 'too much is asked at once' using errcode = 'program_limit_exceeded';
    end if;
    for one in select * from jsonb_array_elements(groups) loop
        plain := search_plain(one ->> 'words');
        more := case when (one ->> 'begins')::boolean then ':*' else '' end;
        ways := array(
            select distinct regexp_replace(q::text, '''([^'']+)''', E'''\\x01:\\\\1''', 'g') || more
            from (values (phraseto_tsquery('search_es', regexp_replace(plain, '([cs])ion(es)?\\M', '\\1ión\\2', 'g'))),
                         (phraseto_tsquery('search_en', plain))) said (q) where numnode(q) > 0);
        number := search_identifier(one ->> 'words');
        if number ~ '\\d' or more <> '' and one ->> 'words' ~ '[-/.]' then  -- a reference that is not written to its digits yet
            ways := ways || (format(E'''\\x01#%s''', number) || more);
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

-- What the viewer finds: of each kind the newest `most`, and how well the first 1,001 fit. All of `wanted` and nothing of `unwanted`.
create or replace function search_found(kinds text[], wanted jsonb, unwanted jsonb, of_agency bigint, since timestamptz, until timestamptz, most int)
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
            select e.object_id, max(e.at) as at
            from asked a cross join lateral (
                select e.object_id, e.at from search_entry e where e.words @@ a.query
                and (since is null or e.at >= since) and (until is null or e.at <= until)) e
            where (reserved or visible.kind <> 'subjects.subject' or exists (
                select from alerts_alert l where l.subject_id = e.object_id and l.label_id = any (alerts)
                and l.subject_label_id = any (subjects)))
              and (visible.kind <> all (closing) or search_is_open(visible.kind, e.object_id))
              and (visible.kind <> 'enquiries.enquiry' or exists (  -- those of one's own are found as what was asked
                select from enquiries_enquiry q where q.id = e.object_id and q.asked_agency_id = here))
            group by e.object_id),
        newest as materialized (
            select m.object_id, m.at, row_number() over (order by m.at desc, m.object_id desc) as place from met m
            where refused is null or not exists (
                select from search_entry n where n.object_id = m.object_id and n.kind = visible.kind and n.mark = any (visible.marks)
                and n.words @@ replace(refused, E'\\x01', n.mark::text)::tsquery)
            order by m.at desc, m.object_id desc limit least(coalesce(most, 1001), 10001))
        select visible.kind, m.object_id, m.at, case when m.place > 1001 then 0 else (
            select max(ts_rank(e.words, replace(question, E'\\x01', e.mark::text)::tsquery)) from search_entry e
            where e.object_id = m.object_id and e.kind = visible.kind and e.mark = any (visible.marks)) end
        from newest m order by m.place;
    end loop;
end $$;

-- As before; of each mark the first that waits, by the index, though a million wait.
create or replace function search_waits(kinds text[]) returns timestamptz
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select min(first.waits_since) from search_marks(kinds, null) m cross join lateral unnest(m.marks) one cross join lateral (
        select e.waits_since from search_entry e where e.mark = one and e.waits_since is not null order by e.waits_since limit 1) first
    where hub_viewer() -> 'acts' ? 'subjects.view_reserved_subject'
$$;

-- Which of these words, each of letters and digits, a question means: for showing where it was found.
create or replace function search_meant(words text[], wanted jsonb) returns text[]
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with asked as materialized (
        select array_agg(substr(m[1], 2)) filter (where m[2] is null) as lexemes,
               array_agg(substr(m[1], 2)) filter (where m[2] is not null) as beginnings
        from regexp_matches(search_asked(wanted), '''([^'']+)''(:\\*)?', 'g') m),
    plain as materialized (select search_plain(array_to_string(words, ' ')) as all_words)
    select array(
        select distinct words[s.place] from plain cross join lateral search_stems(plain.all_words) s, asked
        where ':' || s.stem = any (asked.lexemes) or exists (select from unnest(asked.beginnings) b where starts_with(':' || s.stem, b))
        union
        select w from unnest(words) w, asked where w ~ '\\d' and (
            '#' || search_identifier(w) = any (asked.lexemes)
            or exists (select from unnest(asked.beginnings) b where starts_with('#' || search_identifier(w), b))))
$$;
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0007_held")]

    operations = [migrations.RunSQL(BEGINNINGS, migrations.RunSQL.noop)]
