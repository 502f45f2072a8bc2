-- A subject is seen by its agency and by the groups it was shared with, at or below their clearance: that is its label.
create policy sees on subjects_subject for select to hub_application
    using (label_id = any ((select hub_labels('subjects.view_subject'))::int[]));
create policy adds_own on subjects_subject for insert to hub_application
    with check (owner_agency_id = (select hub_agency()));
create policy changes_own on subjects_subject for update to hub_application
    using (owner_agency_id = (select hub_agency()) and label_id = any ((select hub_labels('subjects.view_subject'))::int[]))
    with check (owner_agency_id = (select hub_agency()));
create policy service_reads on subjects_subject for select to hub_service using (true);

create policy sees_with_subject on subjects_subjectname for select to hub_application
    using (label_id = any ((select hub_labels('subjects.view_subject'))::int[]));
create policy adds_own on subjects_subjectname for insert to hub_application
    with check (label_id = any ((select hub_own_labels('subjects.view_subject'))::int[]));
create policy changes_own on subjects_subjectname for update to hub_application
    using (label_id = any ((select hub_own_labels('subjects.view_subject'))::int[]));
create policy removes_own on subjects_subjectname for delete to hub_application
    using (label_id = any ((select hub_own_labels('subjects.view_subject'))::int[]));
create policy service_reads on subjects_subjectname for select to hub_service using (true);

create policy sees_with_subject on subjects_subjectidentifier for select to hub_application
    using (label_id = any ((select hub_labels('subjects.view_subject'))::int[]));
create policy adds_own on subjects_subjectidentifier for insert to hub_application
    with check (label_id = any ((select hub_own_labels('subjects.view_subject'))::int[]));
create policy changes_own on subjects_subjectidentifier for update to hub_application
    using (label_id = any ((select hub_own_labels('subjects.view_subject'))::int[]));
create policy removes_own on subjects_subjectidentifier for delete to hub_application
    using (label_id = any ((select hub_own_labels('subjects.view_subject'))::int[]));
create policy service_reads on subjects_subjectidentifier for select to hub_service using (true);

-- What was proposed about a subject goes with what the subject held.
create policy removes_of_erased on subjects_subjectproposal for delete to hub_application
    using (label_id = any ((select hub_own_labels('subjects.view_subject'))::int[])
           and exists (select from subjects_subject r where r.id = subject_id and r.erased_at is not null));

-- Grants: the owner's agency sees and withdraws those it gave; a group sees those given to itself.
create policy sees on subjects_subjectgrant for select to hub_application
    using ((group_id = any ((select hub_groups())::int[]) or granted_by_agency_id = (select hub_agency()))
           and exists (select from subjects_subject r where r.id = content_object_id));  -- as far as the viewer sees it
create policy gives_own on subjects_subjectgrant for insert to hub_application
    with check (granted_by_agency_id = (select hub_agency()));  -- a foreign key holds it to be the owner's
create policy withdraws_own on subjects_subjectgrant for delete to hub_application
    using (granted_by_agency_id = (select hub_agency())
           and exists (select from subjects_subject r where r.id = content_object_id));

-- What is proposed about a subject is its own agency's business, and of those who may read what it would become.
create policy sees_own on subjects_subjectproposal for select to hub_application
    using (label_id = any ((select hub_own_labels('subjects.view_subject'))::int[])
           and classification = any ((select hub_cleared())::text[]));
create policy adds_own on subjects_subjectproposal for insert to hub_application
    with check (owner_agency_id = (select hub_agency()));  -- a foreign key holds it to be the subject's
create policy decides_on_own on subjects_subjectproposal for update to hub_application
    using (label_id = any ((select hub_own_labels('subjects.view_subject'))::int[])
           and classification = any ((select hub_cleared())::text[]))
    with check (owner_agency_id = (select hub_agency()));

-- Who is told of a subject (agencies/notices) is so while they see it.
create policy told_of_subjects on notices_notice for all to hub_application
    using (object_kind = 'subjects.subject' and exists (select from subjects_subject r where r.id = object_id));
