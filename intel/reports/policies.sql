-- A report is seen by its agency; by its audience from dissemination on; at or below their clearance.
create policy sees on reports_report for select to hub_application
    using ('reports.view_report' = any ((select hub_acts())::text[])
           and classification = any ((select hub_cleared())::text[])
           and (owner_agency_id = (select hub_agency())
                or (disseminated_at is not null
                    and exists (select 1 from reports_reportgrant g
                                where g.content_object_id = reports_report.id
                                  and g.group_id = any ((select hub_groups())::int[])
                                  and g.permission_id = (select hub_permission('reports.view_report'))))));
create policy adds_own on reports_report for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and author_id = (select hub_user()));
create policy changes_own on reports_report for update to hub_application
    using (owner_agency_id = (select hub_agency())) with check (owner_agency_id = (select hub_agency()));

-- A paragraph may be marked higher than what the reader of the report may read: then it is not there.
create policy sees_with_report on reports_paragraph for select to hub_application
    using (classification = any ((select hub_cleared())::text[])
           and exists (select 1 from reports_report r where r.id = report_id));
create policy adds_own on reports_paragraph for insert to hub_application
    with check (exists (select 1 from reports_report r where r.id = report_id and r.owner_agency_id = (select hub_agency())));
create policy changes_own on reports_paragraph for update to hub_application
    using (exists (select 1 from reports_report r where r.id = report_id and r.owner_agency_id = (select hub_agency())));
create policy removes_own on reports_paragraph for delete to hub_application
    using (exists (select 1 from reports_report r where r.id = report_id and r.owner_agency_id = (select hub_agency())));

-- What a report is about is seen by who sees both the report and the subject.
create policy sees_with_both on reports_reportsubject for select to hub_application
    using (exists (select 1 from reports_report r where r.id = report_id)
           and exists (select 1 from subjects_subject s where s.id = subject_id));
create policy adds_own on reports_reportsubject for insert to hub_application
    with check (exists (select 1 from reports_report r where r.id = report_id and r.owner_agency_id = (select hub_agency()))
                and exists (select 1 from subjects_subject s where s.id = subject_id));
create policy changes_own on reports_reportsubject for update to hub_application
    using (exists (select 1 from reports_report r where r.id = report_id and r.owner_agency_id = (select hub_agency())));
create policy removes_own on reports_reportsubject for delete to hub_application
    using (exists (select 1 from reports_report r where r.id = report_id and r.owner_agency_id = (select hub_agency())));

create policy sees_with_both on reports_reportlink for select to hub_application
    using (exists (select 1 from reports_report r where r.id = source_id)
           and exists (select 1 from reports_report r where r.id = target_id));
create policy adds_own on reports_reportlink for insert to hub_application
    with check (created_by_id = (select hub_user())
                and exists (select 1 from reports_report r where r.id = source_id and r.owner_agency_id = (select hub_agency()))
                and exists (select 1 from reports_report r where r.id = target_id));
create policy removes_own on reports_reportlink for delete to hub_application
    using (exists (select 1 from reports_report r where r.id = source_id and r.owner_agency_id = (select hub_agency())));

-- How a report came about is its own agency's business.
create policy sees_own on reports_reportstep for select to hub_application
    using (exists (select 1 from reports_report r where r.id = report_id and r.owner_agency_id = (select hub_agency())));
create policy adds_own on reports_reportstep for insert to hub_application
    with check (by_id = (select hub_user())
                and exists (select 1 from reports_report r where r.id = report_id and r.owner_agency_id = (select hub_agency())));

create policy sees on reports_reportgrant for select to hub_application
    using (group_id = any ((select hub_groups())::int[]) or granted_by_agency_id = (select hub_agency()));
create policy gives_own on reports_reportgrant for insert to hub_application
    with check (granted_by_agency_id = (select hub_agency()));  -- a foreign key holds it to be the owner's
create policy withdraws_own on reports_reportgrant for delete to hub_application
    using (granted_by_agency_id = (select hub_agency()));
