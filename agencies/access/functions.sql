-- Run as hub_owner. What row policies ask of the viewer; null or empty for nobody. See agencies/labels/functions.sql.
create or replace function hub_user() returns bigint language sql stable parallel restricted
    as $$ select (hub_viewer() ->> 'user')::bigint $$;
create or replace function hub_agency() returns bigint language sql stable parallel restricted
    as $$ select (hub_viewer() ->> 'agency')::bigint $$;
create or replace function hub_groups() returns int[] language sql stable parallel restricted
    as $$ select array(select jsonb_array_elements_text(hub_viewer() -> 'groups')::int) $$;
create or replace function hub_cleared() returns text[] language sql stable parallel restricted
    as $$ select array(select jsonb_array_elements_text(hub_viewer() -> 'cleared')) $$;
create or replace function hub_acts() returns text[] language sql stable parallel restricted
    as $$ select array(select jsonb_array_elements_text(hub_viewer() -> 'acts')) $$;
