-- What an agency is told is read by those of it who read the alert that it is about; of an alert of another agency it holds
-- nothing. Two alerts of one agency are told in the open: to who reads both.
create policy sees_own on deconfliction_side for select to hub_application
    using ('deconfliction.view_side' = any ((select hub_acts())::text[])
           and (collision_id is null or 'deconfliction.answer_side' = any ((select hub_acts())::text[]))
           and owner_agency_id = (select hub_agency())
           and label_id = any ((select hub_own_labels('alerts.view_alert'))::int[])
           and subject_label_id = any ((select hub_labels('subjects.view_subject'))::int[])
           and beside_label_id = any ((select hub_own_labels('alerts.view_alert'))::int[])
           and beside_subject_label_id = any ((select hub_labels('subjects.view_subject'))::int[]));
create policy answers_own on deconfliction_side for update to hub_application
    using ('deconfliction.answer_side' = any ((select hub_acts())::text[]) and owner_agency_id = (select hub_agency())
           and label_id = any ((select hub_own_labels('alerts.view_alert'))::int[])
           and beside_label_id = any ((select hub_own_labels('alerts.view_alert'))::int[]))
    with check (state in ('SPOKEN', 'SOLVED') and moved_by_id = (select hub_user()));

-- The coordinator sees that there are two, whose, and since when; and what each of them answered.
create policy coordinator_sees on deconfliction_collision for select to hub_application
    using ('deconfliction.view_collision' = any ((select hub_acts())::text[]));
create policy coordinator_notes on deconfliction_collision for update to hub_application
    using ('deconfliction.coordinate_collision' = any ((select hub_acts())::text[]))
    with check (state in ('CALLED', 'SOLVED', 'CLOSED') and moved_by_id = (select hub_user()));
create policy coordinator_hears on deconfliction_answer for select to hub_application
    using ('deconfliction.view_collision' = any ((select hub_acts())::text[]));

-- Rows are made and ended by the function that knows both alerts, and by nobody who signs in. The service tells whose they are.
revoke insert, update, delete on deconfliction_side, deconfliction_collision, deconfliction_answer, deconfliction_found
    from hub_application, hub_service;
grant update (state, moved_by_id, moved_at, revision) on deconfliction_side, deconfliction_collision to hub_application;
create policy service_tells on deconfliction_side for select to hub_service using (true);
create policy service_tells on deconfliction_collision for select to hub_service using (true);
create policy labels_find on deconfliction_side for all to hub_labels using (true) with check (true);
create policy labels_find on deconfliction_collision for all to hub_labels using (true) with check (true);
create policy labels_find on deconfliction_answer for all to hub_labels using (true) with check (true);
create policy labels_find on deconfliction_found for all to hub_labels using (true) with check (true);
grant select, insert, update on deconfliction_side, deconfliction_collision, deconfliction_answer, deconfliction_found to hub_labels;

-- Which measures are incompatible is a rule of the hub, kept by operators.
revoke insert, update, delete on deconfliction_incompatible from hub_application, hub_service;
create policy operator_keeps on deconfliction_incompatible for all to hub_owner using (true) with check (true);
create policy labels_compare on deconfliction_incompatible for select to hub_labels using (true);
create policy service_reads on deconfliction_incompatible for select to hub_service using (true);
grant select on deconfliction_incompatible to hub_labels;

-- Who is told of these (agencies/notices) is so while they see them.
create policy told_of_sides on notices_notice for all to hub_application
    using (object_kind = 'deconfliction.side' and exists (select from deconfliction_side r where r.id = object_id));
create policy told_of_collisions on notices_notice for all to hub_application
    using (object_kind = 'deconfliction.collision' and exists (select from deconfliction_collision r where r.id = object_id));

-- The worker compares by the function that owns what it knows.
set local role hub_labels;
grant execute on function deconfliction_compare(bigint[], date, timestamptz) to hub_service;
set local role hub_owner;
