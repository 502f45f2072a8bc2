-- A report is seen by its agency; by its audience from dissemination on; at or below their clearance: that is its label.
create policy sees on reports_report for select to hub_application
    using (label_id = any ((select hub_labels('reports.view_report'))::int[]));
create policy adds_own on reports_report for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and author_id = (select hub_user()));
create policy changes_own on reports_report for update to hub_application
    using (owner_agency_id = (select hub_agency()) and label_id = any ((select hub_labels('reports.view_report'))::int[]))
    with check (owner_agency_id = (select hub_agency()));

-- A paragraph may be marked higher than what the reader of the report may read: then it is not there.
create policy sees_with_report on reports_paragraph for select to hub_application
    using (label_id = any ((select hub_labels('reports.view_report'))::int[])
           and classification = any ((select hub_cleared())::text[]));
create policy adds_own on reports_paragraph for insert to hub_application
    with check (label_id = any ((select hub_own_labels('reports.view_report'))::int[]));
create policy changes_own on reports_paragraph for update to hub_application
    using (label_id = any ((select hub_own_labels('reports.view_report'))::int[]));
create policy removes_own on reports_paragraph for delete to hub_application
    using (label_id = any ((select hub_own_labels('reports.view_report'))::int[]));

-- What a report is about is seen by who sees both the report and the subject.
create policy sees_with_both on reports_reportsubject for select to hub_application
    using (label_id = any ((select hub_labels('reports.view_report'))::int[])
           and subject_label_id = any ((select hub_labels('subjects.view_subject'))::int[]));
create policy adds_own on reports_reportsubject for insert to hub_application
    with check (label_id = any ((select hub_own_labels('reports.view_report'))::int[])
                and subject_label_id = any ((select hub_labels('subjects.view_subject'))::int[]));
create policy changes_own on reports_reportsubject for update to hub_application
    using (label_id = any ((select hub_own_labels('reports.view_report'))::int[]));
create policy removes_own on reports_reportsubject for delete to hub_application
    using (label_id = any ((select hub_own_labels('reports.view_report'))::int[]));

create policy sees_with_both on reports_reportlink for select to hub_application
    using (label_id = any ((select hub_labels('reports.view_report'))::int[])
           and target_label_id = any ((select hub_labels('reports.view_report'))::int[]));
create policy adds_own on reports_reportlink for insert to hub_application
    with check (created_by_id = (select hub_user())
                and label_id = any ((select hub_own_labels('reports.view_report'))::int[])
                and target_label_id = any ((select hub_labels('reports.view_report'))::int[]));
create policy removes_own on reports_reportlink for delete to hub_application
    using (label_id = any ((select hub_own_labels('reports.view_report'))::int[]));

-- How a report came about is its own agency's business.
create policy sees_own on reports_reportstep for select to hub_application
    using (label_id = any ((select hub_own_labels('reports.view_report'))::int[]));
create policy adds_own on reports_reportstep for insert to hub_application
    with check (by_id = (select hub_user()) and label_id = any ((select hub_own_labels('reports.view_report'))::int[]));

create policy sees on reports_reportgrant for select to hub_application
    using ((group_id = any ((select hub_groups())::int[]) or granted_by_agency_id = (select hub_agency()))
           and exists (select from reports_report r where r.id = content_object_id));  -- as far as the viewer sees it
create policy gives_own on reports_reportgrant for insert to hub_application
    with check (granted_by_agency_id = (select hub_agency()));  -- a foreign key holds it to be the owner's
create policy withdraws_own on reports_reportgrant for delete to hub_application
    using (granted_by_agency_id = (select hub_agency())
           and exists (select from reports_report r where r.id = content_object_id));

-- Who is told of a report (agencies/notices) is so while they see it.
create policy told_of_reports on notices_notice for all to hub_application
    using (object_kind = 'reports.report' and exists (select from reports_report r where r.id = object_id));
