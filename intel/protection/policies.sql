-- A measure is its agency's own. It is asked for in one's own name; deciding on it, in one's own name too, is all that changes it.
create policy sees_own on protection_measure for select to hub_application
    using (label_id = any ((select hub_own_labels('protection.view_measure'))::int[]));
create policy takes on protection_measure for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and asked_by_id = (select hub_user())
                and 'protection.take_measure' = any ((select hub_acts())::text[]));
create policy decides on protection_measure for update to hub_application
    using (label_id = any ((select hub_own_labels('protection.view_measure'))::int[]))
    with check (decided_by_id = (select hub_user()));
revoke update, delete on protection_measure from hub_application;
grant update (state, revision, decided_by_id, decided_at, decided_because) on protection_measure to hub_application;

-- Who is told of measures, and of what others did (agencies/notices), is so while they see it.
create policy told_of_measures on notices_notice for all to hub_application
    using (object_kind = 'protection.measure' and exists (select from protection_measure r where r.id = object_id));
create policy told_of_onward_notices on notices_notice for all to hub_application
    using (object_kind = 'protection.onwardnotice' and exists (select from protection_onwardnotice r where r.id = object_id));
