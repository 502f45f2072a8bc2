-- A sweep is read and decided by supervisors of the agency, and never by who is in question: no row, no notice, no event of it.
create policy sees_own on sweeps_sweep for select to hub_application
    using (label_id = any ((select hub_own_labels('sweeps.view_sweep'))::int[]) and person_id <> (select hub_user()));
create policy decides_own on sweeps_sweep for update to hub_application
    using (label_id = any ((select hub_own_labels('sweeps.view_sweep'))::int[]) and person_id <> (select hub_user())
           and 'sweeps.decide_sweep' = any ((select hub_acts())::text[]))
    with check (decided_by_id = (select hub_user()) and state <> 'OPEN');
revoke update on sweeps_sweep from hub_application;
grant update (state, decided_by_id, decided_at, decided_count, reason, revision) on sweeps_sweep to hub_application;
create policy service_finds on sweeps_sweep for all to hub_service using (true) with check (true);
create policy not_of_oneself on audit_event as restrictive for select to hub_application
    using (object_type <> 'sweeps.sweep' or detail ->> 'person' is distinct from (select hub_user())::text);

-- Nor by a legal hold on it, or the receipt of its purge: these are theirs who read sweeps.
create policy of_sweeps_by_who_sees_them on keeping_hold as restrictive for select to hub_application
    using (kind <> 'sweeps.sweep' or exists (select from sweeps_sweep r where r.id = object_id));
create policy of_sweeps_by_who_sees_them on keeping_receipt as restrictive for select to hub_application
    using (kind <> 'sweeps.sweep' or 'sweeps.view_sweep' = any ((select hub_acts())::text[]));
create policy holds_of_sweeps_by_who_asks_nothing on audit_event as restrictive for select to hub_application
    using (object_type <> 'keeping.hold' or detail ->> 'kind' is distinct from 'sweeps.sweep'
           or not 'queries.add_query' = any ((select hub_acts())::text[]));

-- The hub auditor reads agencies, patterns, counts and times; the service writes them.
create policy auditor_reads on sweeps_sweepcount for select to hub_application
    using ('sweeps.view_sweepcount' = any ((select hub_acts())::text[]));
create policy service_counts on sweeps_sweepcount for all to hub_service using (true) with check (true);

create policy service_all on sweeps_looked for all to hub_service using (true) with check (true);

-- Of the log the service reads when answers were read, and nothing else.
create policy service_reads_what_was_read on audit_event for select to hub_service
    using (action in ('query.read', 'query.certified') and object_type = 'queries.query');

-- Who is told of a sweep (agencies/notices) is so while they see it.
create policy told_of_sweeps on notices_notice for all to hub_application
    using (object_kind = 'sweeps.sweep' and exists (select from sweeps_sweep r where r.id = object_id));
create policy told_of_counts on notices_notice for all to hub_application
    using (object_kind = 'sweeps.sweepcount' and exists (select from sweeps_sweepcount r where r.id = object_id));
