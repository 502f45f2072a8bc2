-- Who decides in whose name is read by the agency, by the door, which makes viewers, and by the service, which tells them.
create policy sees_own on deputies_delegation for select to hub_application
    using (label_id = any ((select hub_own_labels('deputies.view_delegation'))::int[])
           or 'agencies.open_door' = any ((select hub_acts())::text[]));
create policy delegates on deputies_delegation for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and authority_id = (select hub_user())
                and act = any ((select hub_acts())::text[]) and hub_stands_for(act) is null and ended_at is null
                and (select p.agency_id from agencies_user p where p.id = deputy_id and p.is_active) = owner_agency_id);
create policy ends_own on deputies_delegation for update to hub_application
    using (label_id = any ((select hub_own_labels('deputies.view_delegation'))::int[])
           and (select hub_user()) in (authority_id, deputy_id))
    with check (ended_by_id = (select hub_user()));
revoke update, delete on deputies_delegation from hub_application;
grant update (ended_at, ended_by_id) on deputies_delegation to hub_application;
revoke insert, update, delete on deputies_delegation from hub_service;
create policy service_reads on deputies_delegation for select to hub_service using (true);
-- Ended by nobody when one of the two leaves: a trigger, as hub_labels.
grant update (ended_at) on deputies_delegation to hub_labels;
create policy database_ends on deputies_delegation for update to hub_labels using (true) with check (true);

create policy told_of_delegations on notices_notice for all to hub_application
    using (object_kind = 'deputies.delegation' and exists (select from deputies_delegation r where r.id = object_id));
