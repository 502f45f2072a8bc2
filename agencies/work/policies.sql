-- Work is the service's. Whoever makes work adds it, as their own or as nobody's; an administrator sees the agency's.
create policy adds on work_work for insert to hub_application
    with check (state = 'WAITING' and (agency_id is null or agency_id = (select hub_agency()))
                and (user_id is null or user_id = (select hub_user())));
create policy administrator_sees on work_work for select to hub_application
    using (agency_id = (select hub_agency()) and 'work.administer_work' = any ((select hub_acts())::text[]));
create policy administrator_decides on work_work for update to hub_application
    using (agency_id = (select hub_agency()) and 'work.administer_work' = any ((select hub_acts())::text[]))
    with check (agency_id = (select hub_agency()) and state in ('WAITING', 'DROPPED'));
create policy service_all on work_work for all to hub_service using (true) with check (true);
