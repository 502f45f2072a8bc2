-- A request is its own agency's; what the others are told of it stands in an enquiry for each, a two-sided row (apps.py).
create policy sees_own on enquiries_request for select to hub_application
    using (label_id = any ((select hub_own_labels('enquiries.view_enquiry'))::int[]));
create policy adds_own on enquiries_request for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and created_by_id = (select hub_user())
                and 'enquiries.write_enquiry' = any ((select hub_acts())::text[]));
create policy changes_own on enquiries_request for update to hub_application
    using (owner_agency_id = (select hub_agency()) and label_id = any ((select hub_labels('enquiries.view_enquiry'))::int[])
           and 'enquiries.write_enquiry' = any ((select hub_acts())::text[]))
    with check (owner_agency_id = (select hub_agency()));

create policy sees_own on enquiries_requeststep for select to hub_application
    using (label_id = any ((select hub_own_labels('enquiries.view_enquiry'))::int[]));
create policy adds_own on enquiries_requeststep for insert to hub_application
    with check (by_id = (select hub_user()) and label_id = any ((select hub_own_labels('enquiries.view_enquiry'))::int[]));

-- What was proposed stays as it was: only what became of it is written.
revoke update on enquiries_proposal from hub_application;
grant update (state, revision, decided_by_id, decided_at, reason) on enquiries_proposal to hub_application;
create policy decides_own on enquiries_proposal for update to hub_application
    using (label_id = any ((select hub_own_labels('enquiries.view_enquiry'))::int[])
           and row_label_id = any ((select hub_labels('enquiries.view_enquiry'))::int[])
           and 'enquiries.write_enquiry' = any ((select hub_acts())::text[]));
-- Nor is an answer that is marked higher than the question read by who is cleared for the question alone.
create policy read_by_who_is_cleared on enquiries_proposal as restrictive for select to hub_application
    using (classification = any ((select hub_cleared())::text[]));

-- Who is told of a request (agencies/notices) is so while they see it.
create policy told_of_requests on notices_notice for all to hub_application
    using (object_kind = 'enquiries.request' and exists (select from enquiries_request r where r.id = object_id));
create policy told_of_enquiries on notices_notice for all to hub_application
    using (object_kind = 'enquiries.enquiry' and exists (select from enquiries_enquiry r where r.id = object_id));

-- The service tells who is to answer what waits, and counts it: it reads from whom to whom it goes and when it is due, no word of it.
create policy service_watches_what_waits on enquiries_enquiry for select to hub_service
    using (state in ('SENT', 'ACKNOWLEDGED', 'IN_WORK'));
revoke select on enquiries_enquiry from hub_service;
grant select (id, request_id, reference, asking_agency_id, asked_agency_id, state, urgency, sent_by_id, sent_at, due_at, ended_at,
              answered_at, retain_until, label_id) on enquiries_enquiry to hub_service;
