"""How things become words, and what there is to find of each."""

from django.db import migrations

WORDS = """
-- Spanish and English at once: a word that says nothing in one of them is left out of both, the others are kept by their stems.
create text search dictionary search_es_stop (template = pg_catalog.simple, stopwords = spanish, accept = false);
create text search dictionary search_en_stop (template = pg_catalog.simple, stopwords = english, accept = false);
create text search configuration search_es (copy = pg_catalog.spanish);
alter text search configuration search_es alter mapping for asciiword, word with search_en_stop, spanish_stem;
create text search configuration search_en (copy = pg_catalog.english);
alter text search configuration search_en alter mapping for asciiword, word with search_es_stop, english_stem;

set local role hub_labels;
set local check_function_bodies = off;  -- the columns of labels come after the migrations

-- Letters and digits, small, without accents, one blank between words.
create function search_plain(said text) returns text
    language sql stable parallel safe set search_path = pg_catalog, public, pg_temp as $$
    select trim(regexp_replace(lower(unaccent(normalize(said, NFKC))), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- The stems of plain words, each with its place. The Spanish stemmer knows -ción by its accent alone.
create function search_stems(plain text) returns table (stem text, place int)
    language sql stable parallel safe set search_path = pg_catalog, public, pg_temp as $$
    select distinct lexeme, at::int
    from (select * from unnest(to_tsvector('search_es', regexp_replace(plain, '([cs])ion(es)?\\M', '\\1ión\\2', 'g')))
          union all select * from unnest(to_tsvector('search_en', plain))) found, unnest(found.positions) at
$$;

-- A number or reference as it is compared: its letters and digits.
create function search_identifier(said text) returns text
    language sql stable parallel safe set search_path = pg_catalog, public, pg_temp as $$
    select left(upper(regexp_replace(unaccent(normalize(said, NFKC)), '[^[:alnum:]]+', '', 'g')), 60)
$$;

-- The words of a thing under its mark: `17:` a stem, `17#` an identifier, `17~` the sound of a name. The first part weighs most. What
-- does not fit into a tsvector (1 MB) is left out, from its end.
create function search_vector(mark int, parts text[], identifiers text[], sounds text[]) returns tsvector
    language sql stable parallel safe set search_path = pg_catalog, public, pg_temp as $$
    with said as (
        select number, search_plain(part) as plain from unnest(parts) with ordinality p (part, number) where part <> ''),
    placed as (
        select s.*, coalesce(sum(length(plain) - length(replace(plain, ' ', '')) + 3) over (
            order by number rows between unbounded preceding and 1 preceding), 0)::int as before
        from said s where plain <> ''),
    stems as (
        select ':' || s.stem as word, least(p.before + s.place, 16383) as place, case when p.number = 1 then 'A' else 'D' end as weight
        from placed p cross join lateral search_stems(p.plain) s where length(s.stem) <= 60),
    words as (
        select word, min(place) as place, ':' || string_agg(distinct place || weight, ',') as places
        from (select s.*, row_number() over (partition by word order by place) as n from stems s) s where n <= 100 group by word
        union
        select '#' || search_identifier(i), 0, '' from unnest(identifiers) i where search_identifier(i) <> ''
        union
        select '~' || sound, 0, '' from unnest(sounds) sound),
    fitting as (
        select w.*, sum(2 * length(word) + 12 + length(places)) over (order by place, word) as size from words w)
    select coalesce(string_agg(format('''%s%s''%s', mark, word, places), ' '), '')::tsvector from fitting where size < 900000
$$;

-- The names of a subject besides the first, and its numbers.
create function search_subject_said(of_subject bigint) returns table (names text, all_names text[], identifiers text[])
    language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select (select string_agg(n.name, ' . ' order by n.id) from subjects_subjectname n where n.subject_id = of_subject),
           array(select n.name::text from subjects_subjectname n where n.subject_id = of_subject order by n.id),
           array(select said from subjects_subjectidentifier i, unnest(array[i.value, i.normalised]::text[]) said
                 where i.subject_id = of_subject order by i.id)
$$;

-- What there is to find of these things, and who finds it; `label` null for what has none yet.
create function search_said(of_kind text, ids bigint[])
    returns table (object_id bigint, classified text, label int, beside int, at timestamptz, parts text[], identifiers text[], names text[])
    language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    ladder constant text[] := array['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET'];
begin
    if of_kind = 'reports.report' then  -- and once more for each marking above its own that a paragraph bears, with all up to it
        return query
        select r.id, case when upto = own.step then '' else ladder[upto] end, r.label_id, 0, coalesce(r.disseminated_at, r.reported_at),
               array[r.title, r.reference]::text[] || array(
                   select p.text from reports_paragraph p
                   where p.report_id = r.id and array_position(ladder, p.classification::text) <= upto order by p.number),
               array[r.reference]::text[], '{}'::text[]
        from reports_report r cross join lateral (select array_position(ladder, r.classification::text) as step) own
        cross join lateral (
            select own.step union select array_position(ladder, p.classification::text) from reports_paragraph p
            where p.report_id = r.id and array_position(ladder, p.classification::text) > own.step) steps (upto)
        where r.id = any (ids);
    elsif of_kind = 'subjects.subject' then
        return query
        select s.id, '', s.label_id, 0, s.created_at, array[concat_ws(' . ', s.label, n.names)]::text[] || s.addresses::text[] || s.remarks,
               n.identifiers || s.source_ref::text, array[s.label]::text[] || n.all_names
        from subjects_subject s
        cross join lateral search_subject_said(s.id) n
        where s.id = any (ids);
    elsif of_kind = 'alerts.alert' then
        return query
        select a.id, '', a.label_id, a.subject_label_id, coalesce(a.issued_at, a.created_at),
               array[concat_ws(' . ', s.label, n.names), a.reference, a.reason, a.instructions_front_line]::text[],
               n.identifiers || a.reference::text, array[s.label]::text[] || n.all_names
        from alerts_alert a join subjects_subject s on s.id = a.subject_id
        cross join lateral search_subject_said(s.id) n
        where a.id = any (ids);
    elsif of_kind = 'trade.trader' then
        return query
        select t.id, '', t.label_id, 0, t.created_at, array[concat_ws(' . ', t.name, n.names), t.address]::text[],
               coalesce(i.identifiers, '{}') || t.external_ref::text, array[t.name]::text[] || coalesce(n.all_names, '{}')
        from trade_trader t
        left join lateral (select string_agg(name, ' . ' order by n.id) as names, array_agg(name::text order by n.id) as all_names
                           from trade_tradername n where n.trader_id = t.id) n on true
        left join lateral (select array_agg(i.value::text order by i.id) || array_agg(i.normalised::text order by i.id) as identifiers
                           from trade_traderidentifier i where i.trader_id = t.id) i on true
        where t.id = any (ids);
    elsif of_kind = 'trade.consignment' then
        return query
        select c.id, '', c.label_id, 0, hub_midnight(c.date), array[c.number]::text[] || coalesce(p.names, '{}'),
               coalesce(u.identifiers, '{}') || c.number::text, '{}'::text[]
        from trade_consignment c
        left join lateral (select array_agg(distinct p.name::text) as names from trade_consignmentparty p
                           where p.consignment_id = c.id) p on true
        left join lateral (select array_agg(u.value::text order by u.id) || array_agg(u.normalised::text order by u.id) as identifiers
                           from trade_transportunit u where u.consignment_id = c.id) u on true
        where c.id = any (ids);
    elsif of_kind = 'enquiries.request' then
        return query
        select q.id, '', q.label_id, 0, coalesce(q.sent_at, q.created_at), array[q.question, q.reference, q.case_reference, q.hit_reference]::text[],
               array[q.reference, q.case_reference, q.hit_reference]::text[], '{}'::text[]
        from enquiries_request q where q.id = any (ids);
    elsif of_kind = 'enquiries.enquiry' then
        return query
        select e.id, '', e.label_id, 0, e.sent_at, array[e.question, e.reference, e.hit_reference]::text[],
               array[e.reference, e.hit_reference]::text[], '{}'::text[]
        from enquiries_enquiry e where e.id = any (ids);
    elsif of_kind = 'releases.release' then
        return query
        select r.id, '', r.label_id, 0, r.released_at, array[r.reference]::text[], array[r.reference]::text[], '{}'::text[]
        from releases_release r where r.id = any (ids);
    elsif of_kind = 'releases.releasedportion' then
        return query
        select p.id, p.classification::text, p.label_id, 0, r.released_at, array[p.title, p.text]::text[], '{}'::text[], '{}'::text[]
        from releases_releasedportion p join releases_release r on r.id = p.release_id where p.id = any (ids);
    end if;
end $$;

revoke all on function search_plain(text), search_stems(text), search_identifier(text), search_vector(int, text[], text[], text[]),
    search_subject_said(bigint), search_said(text, bigint[])
    from public, hub_application, hub_service;
set local role hub_owner;
"""
BACK = """
set local role hub_labels;
drop function search_said(text, bigint[]), search_subject_said(bigint), search_vector(int, text[], text[], text[]), search_identifier(text),
    search_stems(text), search_plain(text);
set local role hub_owner;
drop text search configuration search_es;
drop text search configuration search_en;
drop text search dictionary search_es_stop;
drop text search dictionary search_en_stop;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("labels", "0001_initial")]

    operations = [migrations.RunSQL(WORDS, BACK)]
