-- Who of an agency holds what is the agency's own; who may give it to whom a trigger asks (functions.sql). Who held something
-- once stays among those who did, until the thing itself is gone (a trigger).
create policy sees_own on handover_holding for select to hub_application
    using (owner_agency_id = (select hub_agency()) and label_id = any ((select hub_own_labels('handover.view_handover'))::int[]));
create policy gives_own on handover_holding for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and given_by_id = (select hub_user())
                and 'handover.view_handover' = any ((select hub_acts())::text[])
                and (select p.agency_id from agencies_user p where p.id = person_id) = owner_agency_id);
create policy passes_own_on on handover_holding for update to hub_application
    using (owner_agency_id = (select hub_agency()) and label_id = any ((select hub_own_labels('handover.view_handover'))::int[]));
revoke update on handover_holding from hub_application;
grant update (holds, given_by_id) on handover_holding to hub_application;
grant delete on handover_holding to hub_labels;
create policy is_forgotten on handover_holding for delete to hub_labels using (true);
-- The service tells who holds something.
create policy service_reads on handover_holding for select to hub_service using (true);

create policy sees_own on handover_handover for select to hub_application
    using (label_id = any ((select hub_own_labels('handover.view_handover'))::int[])
           and ((select hub_user()) in (giver_id, receiver_id, handed_by_id)
                or 'handover.hand_over' = any ((select hub_acts())::text[])));
create policy hands_over on handover_handover for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and handed_by_id = (select hub_user())
                and 'handover.view_handover' = any ((select hub_acts())::text[])
                and (select p.agency_id from agencies_user p where p.id = giver_id) = owner_agency_id
                and (select p.agency_id from agencies_user p where p.id = receiver_id) = owner_agency_id
                and case when absence_id is null
                         then giver_id = handed_by_id or 'handover.hand_over' = any ((select hub_acts())::text[])
                         else hub_absence_passes(giver_id, receiver_id, absence_id) end);
revoke update on handover_handover from hub_application;

-- Who is away and who stands in is entered by the person, or by who may hand over the work of others, and never changed but by ending it.
create policy sees_own on handover_absence for select to hub_application
    using (label_id = any ((select hub_own_labels('handover.view_handover'))::int[]));
create policy enters_own on handover_absence for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and entered_by_id = (select hub_user()) and begun_at is null
                and ended_at is null and 'handover.view_handover' = any ((select hub_acts())::text[])
                and (person_id = entered_by_id or 'handover.hand_over' = any ((select hub_acts())::text[]))
                and (select p.agency_id from agencies_user p where p.id = person_id) = owner_agency_id
                and (select p.agency_id from agencies_user p where p.id = stand_in_id) = owner_agency_id);
create policy ends_own on handover_absence for update to hub_application
    using (label_id = any ((select hub_own_labels('handover.view_handover'))::int[])
           and (person_id = (select hub_user()) or 'handover.hand_over' = any ((select hub_acts())::text[])));
create policy service_all on handover_absence for all to hub_service using (true) with check (true);
revoke update on handover_absence from hub_application;
revoke insert, update, delete on handover_absence from hub_service;
grant update (ends_on) on handover_absence to hub_application;
grant update (begun_at, ended_at) on handover_absence to hub_service;

create policy told_of_absences on notices_notice for all to hub_application
    using (object_kind = 'handover.absence' and exists (select from handover_absence r where r.id = object_id));
create policy told_of_handovers on notices_notice for all to hub_application
    using (object_kind = 'handover.handover' and exists (select from handover_handover r where r.id = object_id));
