-- An alert is seen by its agency; by its audience from the day it is issued; at or below their clearance; and only
-- by who sees its subject too.
create policy sees on alerts_alert for select to hub_application
    using (label_id = any ((select hub_labels('alerts.view_alert'))::int[])
           and subject_label_id = any ((select hub_labels('subjects.view_subject'))::int[]));
create policy adds_own on alerts_alert for insert to hub_application
    with check (owner_agency_id = (select hub_agency()));
create policy changes_own on alerts_alert for update to hub_application
    using (owner_agency_id = (select hub_agency()) and label_id = any ((select hub_labels('alerts.view_alert'))::int[])
           and subject_label_id = any ((select hub_labels('subjects.view_subject'))::int[]))
    with check (owner_agency_id = (select hub_agency()));
create policy service_reads on alerts_alert for select to hub_service using (true);
create policy service_ends on alerts_alert for update to hub_service using (true) with check (true);

create policy sees_with_both on alerts_alertreport for select to hub_application
    using (label_id = any ((select hub_labels('alerts.view_alert'))::int[])
           and subject_label_id = any ((select hub_labels('subjects.view_subject'))::int[])
           and report_label_id = any ((select hub_labels('reports.view_report'))::int[]));
create policy adds_own on alerts_alertreport for insert to hub_application
    with check (label_id = any ((select hub_own_labels('alerts.view_alert'))::int[])
                and subject_label_id = any ((select hub_labels('subjects.view_subject'))::int[])
                and report_label_id = any ((select hub_labels('reports.view_report'))::int[]));
create policy removes_own on alerts_alertreport for delete to hub_application
    using (label_id = any ((select hub_own_labels('alerts.view_alert'))::int[]));

create policy sees on alerts_alertgrant for select to hub_application
    using ((group_id = any ((select hub_groups())::int[]) or granted_by_agency_id = (select hub_agency()))
           and exists (select from alerts_alert r where r.id = content_object_id));  -- as far as the viewer sees it
create policy gives_own on alerts_alertgrant for insert to hub_application
    with check (granted_by_agency_id = (select hub_agency()));  -- a foreign key holds it to be the owner's
create policy withdraws_own on alerts_alertgrant for delete to hub_application
    using (granted_by_agency_id = (select hub_agency())
           and exists (select from alerts_alert r where r.id = content_object_id));

-- How an alert came about is its own agency's business.
create policy sees_own on alerts_alertstep for select to hub_application
    using ('alerts.view_reserved_alert' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('alerts.view_alert'))::int[])
           and subject_label_id = any ((select hub_labels('subjects.view_subject'))::int[]));
create policy adds_own on alerts_alertstep for insert to hub_application
    with check (by_id = (select hub_user())
                and label_id = any ((select hub_own_labels('alerts.view_alert'))::int[])
                and subject_label_id = any ((select hub_labels('subjects.view_subject'))::int[]));
create policy service_reads on alerts_alertstep for select to hub_service using (true);
create policy service_adds on alerts_alertstep for insert to hub_service with check (by_id is null);

-- Who reads no reserved subject sees those alone that an alert looks for which they see themselves: that an alert of others, or
-- one above their clearance, looks for a subject is as secret as that alert.
create policy seen_with_an_alert on subjects_subject as restrictive for select to hub_application
    using ((select 'subjects.view_reserved_subject' = any (hub_acts()))
           or exists (select from alerts_alert a where a.subject_id = subjects_subject.id));
create policy seen_with_an_alert on subjects_subjectname as restrictive for select to hub_application
    using ((select 'subjects.view_reserved_subject' = any (hub_acts()))
           or exists (select from alerts_alert a where a.subject_id = subjects_subjectname.subject_id));
create policy seen_with_an_alert on subjects_subjectidentifier as restrictive for select to hub_application
    using ((select 'subjects.view_reserved_subject' = any (hub_acts()))
           or exists (select from alerts_alert a where a.subject_id = subjects_subjectidentifier.subject_id));

-- Who is told of an alert (agencies/notices) is so while they see it.
create policy told_of_alerts on notices_notice for all to hub_application
    using (object_kind = 'alerts.alert' and exists (select from alerts_alert r where r.id = object_id));
