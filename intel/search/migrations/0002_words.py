"""How things become words, and who writes them."""

from django.db import migrations

WORDS = """
-- Spanish and English at once: a word that says nothing in one of them is left out of both, the others are kept by their stems.
create text search dictionary search_es_stop (template = pg_catalog.simple, stopwords = spanish, accept = false);
create text search dictionary search_en_stop (template = pg_catalog.simple, stopwords = english, accept = false);
create text search configuration search_es (copy = pg_catalog.spanish);
alter text search configuration search_es alter mapping for asciiword, word with search_en_stop, spanish_stem;
create text search configuration search_en (copy = pg_catalog.english);
alter text search configuration search_en alter mapping for asciiword, word with search_es_stop, english_stem;

grant select, insert on search_mark to hub_labels;
grant select, insert, update, delete on search_entry to hub_labels;
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
               coalesce(i.identifiers, '{}') || s.source_ref::text, array[s.label]::text[] || coalesce(n.all_names, '{}')
        from subjects_subject s
        left join lateral (select string_agg(name, ' . ') as names, array_agg(name::text) as all_names from subjects_subjectname n
                           where n.subject_id = s.id) n on true
        left join lateral (select array_agg(i.value::text) || array_agg(i.normalised::text) as identifiers
                           from subjects_subjectidentifier i where i.subject_id = s.id) i on true
        where s.id = any (ids);
    elsif of_kind = 'alerts.alert' then
        return query
        select a.id, '', a.label_id, a.subject_label_id, coalesce(a.issued_at, a.created_at),
               array[concat_ws(' . ', s.label, n.names), a.reference, a.reason, a.instructions_front_line]::text[],
               coalesce(i.identifiers, '{}') || a.reference::text, array[s.label]::text[] || coalesce(n.all_names, '{}')
        from alerts_alert a join subjects_subject s on s.id = a.subject_id
        left join lateral (select string_agg(name, ' . ') as names, array_agg(name::text) as all_names from subjects_subjectname n
                           where n.subject_id = s.id) n on true
        left join lateral (select array_agg(i.value::text) || array_agg(i.normalised::text) as identifiers
                           from subjects_subjectidentifier i where i.subject_id = s.id) i on true
        where a.id = any (ids);
    elsif of_kind = 'trade.trader' then
        return query
        select t.id, '', t.label_id, 0, t.created_at, array[concat_ws(' . ', t.name, n.names), t.address]::text[],
               coalesce(i.identifiers, '{}') || t.external_ref::text, array[t.name]::text[] || coalesce(n.all_names, '{}')
        from trade_trader t
        left join lateral (select string_agg(name, ' . ') as names, array_agg(name::text) as all_names from trade_tradername n
                           where n.trader_id = t.id) n on true
        left join lateral (select array_agg(i.value::text) || array_agg(i.normalised::text) as identifiers
                           from trade_traderidentifier i where i.trader_id = t.id) i on true
        where t.id = any (ids);
    elsif of_kind = 'trade.consignment' then
        return query
        select c.id, '', c.label_id, 0, c.date::timestamptz, array[c.number]::text[] || coalesce(p.names, '{}'),
               coalesce(u.identifiers, '{}') || c.number::text, '{}'::text[]
        from trade_consignment c
        left join lateral (select array_agg(distinct p.name::text) as names from trade_consignmentparty p
                           where p.consignment_id = c.id) p on true
        left join lateral (select array_agg(u.value::text) || array_agg(u.normalised::text) as identifiers from trade_transportunit u
                           where u.consignment_id = c.id) u on true
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

-- Write these things anew. Two who change parts of one thing go one after the other, and the second reads what the first wrote.
create function search_write(of_kind text, ids bigint[]) returns void
    language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    perform from search_entry where object_id = any (ids) and kind = of_kind order by id for update;
    with said as materialized (select * from search_said(of_kind, ids) where label is not null and beside is not null),
    marks as materialized (
        select d.*, search_mark_of(of_kind, d.label, d.beside, d.classified) as mark
        from (select distinct label, beside, classified from said order by 1, 2, 3) d),
    gone as (
        delete from search_entry e where e.object_id = any (ids) and e.kind = of_kind
        and not exists (select from said s where (s.object_id, s.classified) = (e.object_id, e.classified))),
    written as (
        insert into search_entry as e (kind, object_id, classified, mark, at, names, sounds, words, waits_since)
        select of_kind, s.object_id, s.classified, m.mark, s.at, s.names, coalesce(o.sounds, '{}'),
               search_vector(m.mark, s.parts, s.identifiers, coalesce(o.sounds, '{}')),
               case when s.names <> '{}' then statement_timestamp() end
        from said s join marks m using (label, beside, classified)
        left join search_entry o on (o.object_id, o.kind, o.classified) = (s.object_id, of_kind, s.classified)
        on conflict (object_id, kind, classified) do update
            set mark = excluded.mark, at = excluded.at, names = excluded.names, words = excluded.words,
                waits_since = case when e.names is distinct from excluded.names then statement_timestamp() else e.waits_since end
            where (e.mark, e.at, e.names, e.words) is distinct from (excluded.mark, excluded.at, excluded.names, excluded.words)
        returning id, waits_since)
    insert into work_work (kind, object_id) select 'search.sounds', id from written where waits_since is not null;
end $$;

-- The names of these entries, which stay as they are until the transaction ends.
create function search_names(ids bigint[]) returns table (id bigint, names text[])
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    select e.id, e.names from search_entry e where e.id = any (ids) order by e.id for update
$$;

-- By which sounds they are found from now on: `{"17": ["s6d2dd531", …]}`.
create function search_sound(sounds_by_id jsonb) returns void
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    update search_entry e set sounds = s.sounds, waits_since = null,
        words = ts_delete(e.words, array(select e.mark || '~' || old from unnest(e.sounds) old))
            || array_to_tsvector(array(select e.mark || '~' || new from unnest(s.sounds) new))
    from (select key::bigint as id, array(select jsonb_array_elements_text(value)) as sounds from jsonb_each(sounds_by_id)) s
    where e.id = s.id
$$;

-- What changed is written in the transaction that changed it. An alert is found by the names of its subject, too. While the tables
-- are closed nothing is: what that leaves behind is written when they are opened.
create function search_follows() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ids bigint[];
begin
    if not exists (select from pg_policy p where p.polrelid = 'search_entry'::regclass) then
        return null;
    end if;
    execute format('select array_agg(distinct %I) from changed', tg_argv[1]) into ids;
    if ids is not null then
        perform search_write(tg_argv[0], ids);
        if tg_argv[0] = 'subjects.subject' then
            ids := array(select id from alerts_alert where subject_id = any (ids));
            if ids <> '{}' then
                perform search_write('alerts.alert', ids);
            end if;
        end if;
    end if;
    return null;
end $$;

revoke all on function search_plain(text), search_stems(text), search_identifier(text), search_vector(int, text[], text[], text[]),
    search_said(text, bigint[]), search_mark_of(text, int, int, text), search_write(text, bigint[]), search_follows(),
    search_names(bigint[]), search_sound(jsonb)
    from public, hub_application, hub_service;
grant execute on function search_plain(text), search_stems(text), search_identifier(text), search_vector(int, text[], text[], text[]),
    search_said(text, bigint[]), search_mark_of(text, int, int, text), search_write(text, bigint[]), search_follows() to hub_owner;
set local role hub_owner;
"""
BACK = """
set local role hub_labels;
drop function search_sound(jsonb), search_names(bigint[]), search_follows(), search_write(text, bigint[]), search_mark_of(text, int, int, text), search_said(text, bigint[]),
    search_vector(int, text[], text[], text[]), search_identifier(text), search_stems(text), search_plain(text);
set local role hub_owner;
drop text search configuration search_es;
drop text search configuration search_en;
drop text search dictionary search_es_stop;
drop text search dictionary search_en_stop;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("labels", "0001_initial")]

    operations = [migrations.RunSQL(WORDS, BACK)]
