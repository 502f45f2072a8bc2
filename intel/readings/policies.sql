-- Who used a release is read by each agency in rows of its own. The database writes them, when who reads says so of themselves.
create policy sees_own on readings_use for select to hub_application
    using ('releases.view_release' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('releases.view_release'))::int[]));
revoke insert, update, delete on readings_use from hub_application, hub_service;
create policy labels_note on readings_use for insert to hub_labels with check (true);

-- The outgoing register is read by who answers for what left.
create policy sees_own on readings_entry for select to hub_application
    using ('readings.view_register' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('readings.view_register'))::int[]));
revoke insert, update, delete on readings_entry from hub_application, hub_service;
create policy labels_enter on readings_entry for insert to hub_labels with check (true);
create policy labels_follow on readings_entry for update to hub_labels using (true) with check (true);

-- Who is told of a question (agencies/notices) is so while they see it.
create policy told_of_questions on notices_notice for all to hub_application
    using (object_kind = 'readings.question' and exists (select from readings_question r where r.id = object_id));

set local role hub_labels;
grant execute on function readings_note(bigint[], text, bigint) to hub_application;
set local role hub_owner;
