-- A legal hold is its agency's own. It is placed in one's own name on a row of the agency, that one sees; another lifts it.
create policy sees_own on keeping_hold for select to hub_application
    using (label_id = any ((select hub_own_labels('keeping.view_hold'))::int[]));
create policy places on keeping_hold for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and placed_by_id = (select hub_user()) and lifted_at is null
                and 'keeping.place_hold' = any ((select hub_acts())::text[]) and hub_is_own_row(kind, object_id));
create policy lifts on keeping_hold for update to hub_application
    using (label_id = any ((select hub_own_labels('keeping.view_hold'))::int[])
           and 'keeping.place_hold' = any ((select hub_acts())::text[]))
    with check (lifted_by_id = (select hub_user()) and lifted_by_id <> placed_by_id);
revoke update, delete on keeping_hold from hub_application;
grant update (lifted_by_id, lifted_at, lifted_because) on keeping_hold to hub_application;
create policy service_minds on keeping_hold for select to hub_service using (true);
revoke insert, update, delete on keeping_hold from hub_service;

-- A receipt is written by who purges, and stays.
create policy sees_own on keeping_receipt for select to hub_application
    using (label_id = any ((select hub_own_labels('keeping.view_receipt'))::int[]));
revoke insert, update, delete on keeping_receipt from hub_application;
create policy service_gives on keeping_receipt for insert to hub_service with check (true);
