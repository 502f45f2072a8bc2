-- Who is who. Until a viewer is sealed nothing of people, sessions and tokens is there; the door (agencies/access/looking.py)
-- sees them to find out who somebody is. Operators' commands run as the owner of the tables, who keeps them.
do $$
declare
    one text;
begin
    foreach one in array array[
        'agencies_agency', 'agencies_unit', 'agencies_agencyrole', 'auth_group_permissions', 'auth_permission',
        'django_content_type', 'markings_code'] loop
        execute format('create policy everybody_reads on %I for select to hub_application, hub_service using (true)', one);
        execute format('revoke insert, update, delete on %I from hub_application, hub_service', one);
        execute format('create policy operator_keeps on %I for all to hub_owner using (true) with check (true)', one);
    end loop;
    foreach one in array array[
        'agencies_user', 'agencies_user_groups', 'agencies_user_user_permissions', 'agencies_credential',
        'agencies_referencecounter', 'knox_authtoken', 'django_session'] loop
        execute format('revoke all on %I from hub_service', one);
        execute format('create policy operator_keeps on %I for all to hub_owner using (true) with check (true)', one);
    end loop;
end $$;

-- Groups "agency X, role Y" are known to everybody; those of the epochs of a sharing group to who knows the epoch.
create policy everybody_reads on auth_group for select to hub_application, hub_service
    using (name not like 'sharing %' or id in (select group_id from sharing_epoch));
revoke insert, update, delete on auth_group from hub_application, hub_service;
create policy operator_keeps on auth_group for all to hub_owner using (true) with check (true);

-- Nothing is granted by tables of guardian's own: each sort of thing has one with foreign keys (agencies/access/grants.py).
revoke all on guardian_groupobjectpermission, guardian_userobjectpermission from hub_application, hub_service;

-- People are named on what they write, so whoever is somebody reads their rows; the hash of a password is in no row of theirs.
create policy somebody_reads on agencies_user for select to hub_application
    using ((select hub_user()) is not null or 'agencies.open_door' = any ((select hub_acts())::text[]));
create policy administrator_adds on agencies_user for insert to hub_application
    with check (agency_id = (select hub_agency()) and 'agencies.administer_users' = any ((select hub_acts())::text[]));
-- What may be changed by whom: a trigger, hub_person_is_kept.
create policy changes on agencies_user for update to hub_application
    using (id = (select hub_user()) or 'agencies.open_door' = any ((select hub_acts())::text[])
           or (agency_id = (select hub_agency()) and 'agencies.administer_users' = any ((select hub_acts())::text[])));

-- Who has which role is known to the own agency and to the door.
create policy own_agency_reads on agencies_user_groups for select to hub_application
    using (group_id = any ((select hub_agency_groups())::int[])
           or 'agencies.open_door' = any ((select hub_acts())::text[]));
create policy administrator_gives on agencies_user_groups for insert to hub_application
    with check (hub_administers(user_id) and group_id = any ((select hub_agency_groups())::int[]));
create policy administrator_takes on agencies_user_groups for delete to hub_application
    using (hub_administers(user_id) and group_id = any ((select hub_agency_groups())::int[]));

-- The hash itself is told by hub_password() to the door and to the person, and by no SELECT to anybody.
revoke select on agencies_credential from hub_application;
grant select (user_id, changed_at) on agencies_credential to hub_application;
create policy finds on agencies_credential for select to hub_application
    using (user_id = (select hub_user()) or hub_administers(user_id));
-- Nobody gives a password to who is cleared higher, and so reads as them.
create policy keeps on agencies_credential for insert to hub_application
    with check (user_id = (select hub_user()) or (hub_administers(user_id) and
                (select p.clearance from agencies_user p where p.id = user_id) = any ((select hub_cleared())::text[])));
create policy changes on agencies_credential for update to hub_application
    using (user_id = (select hub_user()) or (hub_administers(user_id) and
           (select p.clearance from agencies_user p where p.id = user_id) = any ((select hub_cleared())::text[])));

create policy counts_own on agencies_referencecounter for all to hub_application
    using (agency_id = (select hub_agency())) with check (agency_id = (select hub_agency()));

create policy reads_own on knox_authtoken for select to hub_application
    using (user_id = (select hub_user()) or 'agencies.open_door' = any ((select hub_acts())::text[]) or hub_administers(user_id));
create policy issues_own on knox_authtoken for insert to hub_application
    with check (user_id = (select hub_user()));
create policy revokes on knox_authtoken for delete to hub_application
    using (user_id = (select hub_user()) or 'agencies.open_door' = any ((select hub_acts())::text[]) or hub_administers(user_id));

create policy door_keeps on django_session for all to hub_application
    using ('agencies.open_door' = any ((select hub_acts())::text[]))
    with check ('agencies.open_door' = any ((select hub_acts())::text[]));
