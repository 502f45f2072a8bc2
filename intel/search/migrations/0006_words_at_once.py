"""The words of a thing are made of whole tsvectors: a sixth of the work of one word at a time."""

from django.db import migrations

AT_ONCE = """
set local role hub_labels;

-- As before, without search paths of their own, so that they are taken into the statements that call them.
create or replace function search_plain(said text) returns text
    language sql stable parallel safe as $$
    select pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.lower(public.unaccent('public.unaccent'::pg_catalog.regdictionary,
        pg_catalog.normalize(said, 'NFKC'))), '[^[:alnum:]]+', ' ', 'g'))
$$;
alter function search_plain(text) reset search_path;
create or replace function search_identifier(said text) returns text
    language sql stable parallel safe as $$
    select pg_catalog."left"(pg_catalog.upper(pg_catalog.regexp_replace(public.unaccent('public.unaccent'::pg_catalog.regdictionary,
        pg_catalog.normalize(said, 'NFKC')), '[^[:alnum:]]+', '', 'g')), 60)
$$;
alter function search_identifier(text) reset search_path;

-- The words of a thing under its mark: `17:` a stem, `17#` an identifier, `17~` the sound of a name. The first part weighs most. Plain
-- words have neither blanks nor quotes, so that the mark can be written before each in the text of a tsvector.
create or replace function search_vector(mark int, parts text[], identifiers text[], sounds text[]) returns tsvector
    language plpgsql stable parallel restricted set search_path = pg_catalog, public, pg_temp as $$
declare
    apart constant text := ' a a ';  -- they say nothing in either language; without them phrases would go from one part into the next
    accent constant text := '([cs])ion(es)?\\M';  -- the Spanish stemmer knows -ción by it alone
    longest constant text := '[[:alnum:]]{61,}';
    first text := search_plain(coalesce(parts[1], ''));
    rest text := search_plain(array_to_string(parts[2:], apart));
    said text;
begin
    if first ~ longest or rest ~ longest then
        first := regexp_replace(first, longest, 'a', 'g');
        rest := regexp_replace(rest, longest, 'a', 'g');
    end if;
    loop
        begin
            said := concat(' ',
                setweight(to_tsvector('search_es', regexp_replace(first, accent, '\\1ión\\2', 'g')), 'A')
                    || to_tsvector('search_es', apart || regexp_replace(rest, accent, '\\1ión\\2', 'g')), ' ',
                setweight(to_tsvector('search_en', first), 'A') || to_tsvector('search_en', apart || rest));
            return concat(
                replace(said, ' ''', ' ''' || mark || ':'),
                (select string_agg(format(' ''%s#%s''', mark, plain), '')
                 from unnest(identifiers) i, search_identifier(i) plain where plain <> ''),
                (select string_agg(format(' ''%s~%s''', mark, sound), '') from unnest(sounds) sound))::tsvector;
        exception when program_limit_exceeded then  -- what does not fit into a tsvector (1 MB) is left out, from its end
            identifiers := case when rest = '' then identifiers[: cardinality(identifiers) / 2] else identifiers end;
            first := case when rest = '' then left(first, length(first) / 2) else first end;
            rest := left(rest, length(rest) / 2);
        end;
    end loop;
end $$;
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0005_followed")]

    operations = [migrations.RunSQL(AT_ONCE, migrations.RunSQL.noop)]
