-- An alert is seen by its agency; by its audience from the day it is issued; at or below their clearance.
create policy sees on alerts_alert for select to hub_application
    using ('alerts.view_alert' = any ((select hub_acts())::text[])
           and classification = any ((select hub_cleared())::text[])
           and (owner_agency_id = (select hub_agency())
                or (issued_at is not null
                    and exists (select 1 from alerts_alertgrant g
                                where g.content_object_id = alerts_alert.id
                                  and g.group_id = any ((select hub_groups())::int[])
                                  and g.permission_id = (select hub_permission('alerts.view_alert'))))));
create policy adds_own on alerts_alert for insert to hub_application
    with check (owner_agency_id = (select hub_agency()));
create policy changes_own on alerts_alert for update to hub_application
    using (owner_agency_id = (select hub_agency())) with check (owner_agency_id = (select hub_agency()));
create policy service_reads on alerts_alert for select to hub_service using (true);
create policy service_ends on alerts_alert for update to hub_service using (true) with check (true);

create policy sees_with_both on alerts_alertreport for select to hub_application
    using (exists (select 1 from alerts_alert a where a.id = alert_id)
           and exists (select 1 from reports_report r where r.id = report_id));
create policy adds_own on alerts_alertreport for insert to hub_application
    with check (exists (select 1 from alerts_alert a where a.id = alert_id and a.owner_agency_id = (select hub_agency()))
                and exists (select 1 from reports_report r where r.id = report_id));
create policy removes_own on alerts_alertreport for delete to hub_application
    using (exists (select 1 from alerts_alert a where a.id = alert_id and a.owner_agency_id = (select hub_agency())));

create policy sees on alerts_alertgrant for select to hub_application
    using (group_id = any ((select hub_groups())::int[]) or granted_by_agency_id = (select hub_agency()));
create policy gives_own on alerts_alertgrant for insert to hub_application
    with check (granted_by_agency_id = (select hub_agency()));  -- a foreign key holds it to be the owner's
create policy withdraws_own on alerts_alertgrant for delete to hub_application
    using (granted_by_agency_id = (select hub_agency()));

-- How an alert came about is its own agency's business.
create policy sees_own on alerts_alertstep for select to hub_application
    using (exists (select 1 from alerts_alert a where a.id = alert_id and a.owner_agency_id = (select hub_agency())));
create policy adds_own on alerts_alertstep for insert to hub_application
    with check (by_id = (select hub_user())
                and exists (select 1 from alerts_alert a where a.id = alert_id and a.owner_agency_id = (select hub_agency())));
create policy service_reads on alerts_alertstep for select to hub_service using (true);
create policy service_adds on alerts_alertstep for insert to hub_service with check (by_id is null);
