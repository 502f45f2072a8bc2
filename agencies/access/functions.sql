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

-- A person's standing is changed by an administrator of the agency, never by the person, and not above the own clearance.
create or replace function hub_person_is_kept() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user <> 'hub_application' then
        return new;
    end if;
    if tg_op = 'UPDATE' and not hub_administers(new.id) then
        raise exception 'only an administrator of the agency changes roles, clearance and standing' using errcode = '42501';
    end if;
    if new.clearance <> all (hub_cleared()) and (tg_op = 'INSERT' or new.clearance <> old.clearance) then
        raise exception 'nobody gives a clearance above their own' using errcode = '42501';
    end if;
    if new.is_superuser or new.is_staff then
        raise exception 'nobody of the hub is above its rules' using errcode = '42501';
    end if;
    return new;
end $$;
create or replace trigger person_is_kept before update on agencies_user for each row
    when ((old.username, old.agency_id, old.clearance, old.is_active, old.is_superuser, old.is_staff) is distinct from
          (new.username, new.agency_id, new.clearance, new.is_active, new.is_superuser, new.is_staff))
    execute function hub_person_is_kept();
create or replace trigger person_is_engaged before insert on agencies_user for each row execute function hub_person_is_kept();

create or replace trigger duties_exclude after insert or update on agencies_user_groups for each row
    execute function hub_duties_exclude();

-- The body that keeps the hub has its own roles and takes no part in what is shared; one outside has none. See agencies/roles.py.
create or replace function hub_role_fits_body() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if (select kind from agencies_agency where id = new.agency_id) = 'OUTSIDE'
            or new.role not in ('AUDITOR', 'AGENCY_ADMINISTRATOR') and (new.role in ('HUB_AUDITOR', 'COORDINATOR'))
            <> ((select kind from agencies_agency where id = new.agency_id) = 'HUB') then
        raise exception 'no role % in a body of this kind', new.role using errcode = '23514', constraint = 'role_fits_body';
    end if;
    return new;
end $$;
create or replace trigger role_fits_body before insert or update on agencies_agencyrole for each row
    execute function hub_role_fits_body();
create or replace function hub_kind_is_kept() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    raise exception 'a body does not become, or cease to be, the keeper of the hub or one outside'
        using errcode = '23514', constraint = 'kind_is_kept';
end $$;
create or replace trigger kind_is_kept before update on agencies_agency for each row
    when (old.kind <> new.kind and ('HUB' in (old.kind, new.kind) or 'OUTSIDE' in (old.kind, new.kind)))
    execute function hub_kind_is_kept();

-- Nobody signs in for a body outside.
create or replace function hub_person_is_inside() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if (select kind from agencies_agency where id = new.agency_id) = 'OUTSIDE' then
        raise exception 'nobody is of a body outside' using errcode = '23514', constraint = 'person_is_inside';
    end if;
    return new;
end $$;
create or replace trigger person_is_inside before insert or update of agency_id on agencies_user for each row
    execute function hub_person_is_inside();

-- Who joins a sharing group reads what is given from then on.
create or replace trigger joins before insert on sharing_member for each row execute function hub_member_joins();
create or replace trigger leaves after update on sharing_member for each row
    when (new.person_id is null and old.left_at is null and new.left_at is not null) execute function hub_member_leaves();
create or replace trigger ends after update on sharing_sharinggroup for each row
    when (old.ended_at is null and new.ended_at is not null) execute function hub_sharing_group_ends();
