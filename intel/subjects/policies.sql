-- A subject is seen by its agency and by the groups it was shared with, at or below their clearance.
create policy sees on subjects_subject for select to hub_application
    using ('subjects.view_subject' = any ((select hub_acts())::text[])
           and classification = any ((select hub_cleared())::text[])
           and (owner_agency_id = (select hub_agency())
                or exists (select 1 from subjects_subjectgrant g
                           where g.content_object_id = subjects_subject.id
                             and g.group_id = any ((select hub_groups())::int[])
                             and g.permission_id = (select hub_permission('subjects.view_subject')))));
create policy adds_own on subjects_subject for insert to hub_application
    with check (owner_agency_id = (select hub_agency()));
create policy changes_own on subjects_subject for update to hub_application
    using (owner_agency_id = (select hub_agency())) with check (owner_agency_id = (select hub_agency()));
create policy service_reads on subjects_subject for select to hub_service using (true);

create policy sees_with_subject on subjects_subjectname for select to hub_application
    using (exists (select 1 from subjects_subject s where s.id = subject_id));
create policy adds_own on subjects_subjectname for insert to hub_application
    with check (exists (select 1 from subjects_subject s where s.id = subject_id and s.owner_agency_id = (select hub_agency())));
create policy changes_own on subjects_subjectname for update to hub_application
    using (exists (select 1 from subjects_subject s where s.id = subject_id and s.owner_agency_id = (select hub_agency())));
create policy removes_own on subjects_subjectname for delete to hub_application
    using (exists (select 1 from subjects_subject s where s.id = subject_id and s.owner_agency_id = (select hub_agency())));
create policy service_reads on subjects_subjectname for select to hub_service using (true);

create policy sees_with_subject on subjects_subjectidentifier for select to hub_application
    using (exists (select 1 from subjects_subject s where s.id = subject_id));
create policy adds_own on subjects_subjectidentifier for insert to hub_application
    with check (exists (select 1 from subjects_subject s where s.id = subject_id and s.owner_agency_id = (select hub_agency())));
create policy changes_own on subjects_subjectidentifier for update to hub_application
    using (exists (select 1 from subjects_subject s where s.id = subject_id and s.owner_agency_id = (select hub_agency())));
create policy removes_own on subjects_subjectidentifier for delete to hub_application
    using (exists (select 1 from subjects_subject s where s.id = subject_id and s.owner_agency_id = (select hub_agency())));
create policy service_reads on subjects_subjectidentifier for select to hub_service using (true);

-- Grants: the owner's agency sees and withdraws those it gave; a group sees those given to itself.
create policy sees on subjects_subjectgrant for select to hub_application
    using (group_id = any ((select hub_groups())::int[]) or granted_by_agency_id = (select hub_agency()));
create policy gives_own on subjects_subjectgrant for insert to hub_application
    with check (granted_by_agency_id = (select hub_agency()));  -- a foreign key holds it to be the owner's
create policy withdraws_own on subjects_subjectgrant for delete to hub_application
    using (granted_by_agency_id = (select hub_agency()));
