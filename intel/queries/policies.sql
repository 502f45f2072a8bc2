-- What somebody asked is read by their own agency; it is asked in one's own name, and only its withdrawal changes it (a trigger).
create policy sees_own on queries_query for select to hub_application
    using (label_id = any ((select hub_own_labels('queries.view_query'))::int[]));
create policy asks on queries_query for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and asked_by_id = (select hub_user())
                and 'queries.add_query' = any ((select hub_acts())::text[]) and withdrawn_at is null);
create policy withdraws on queries_query for update to hub_application
    using (asked_by_id = (select hub_user()) and 'queries.add_query' = any ((select hub_acts())::text[]))
    with check (withdrawn_by_id = (select hub_user()));
create policy service_reads on queries_query for select to hub_service using (true);

-- A file of questions is read by the own agency, and changed by who sent it, as the importer does; when it opens is the service's.
create policy sees_own on queries_batch for select to hub_application
    using (label_id = any ((select hub_own_labels('queries.view_query'))::int[]));
create policy sends on queries_batch for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and started_by_id = (select hub_user())
                and 'queries.add_batch' = any ((select hub_acts())::text[]) and state = 'WAITING' and opens_at is null);
create policy reads_in on queries_batch for update to hub_application
    using (started_by_id = (select hub_user()) and 'queries.add_batch' = any ((select hub_acts())::text[]));
revoke update on queries_batch from hub_application;
grant update (state, finished_at, rows_read, rows_bad, rows_asked, reason, errors, content) on queries_batch to hub_application;
create policy service_reads on queries_batch for select to hub_service using (true);
create policy service_opens on queries_batch for update to hub_service using (true)
    with check (state in ('FAILED', 'WAITING') or opens_at is not null);

-- An answer is there for nobody before it opens; a worker writes it.
create policy sees_opened on queries_answer for select to hub_application
    using (label_id = any ((select hub_own_labels('queries.view_query'))::int[]) and visible_from <= now());
create policy service_answers on queries_answer for all to hub_service using (true) with check (true);

-- A standing query is who asked it's alone; the service has it asked again, and ends it.
create policy sees_mine on queries_standing for select to hub_application
    using (asked_by_id = (select hub_user()) and label_id = any ((select hub_own_labels('queries.view_query'))::int[]));
create policy has_it_asked on queries_standing for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and asked_by_id = (select hub_user())
                and 'queries.add_query' = any ((select hub_acts())::text[]) and ended_at is null and asked_on is null);
create policy stops on queries_standing for update to hub_application
    using (asked_by_id = (select hub_user())) with check (ended_at is not null);
revoke update on queries_standing from hub_application;
grant update (ended_at) on queries_standing to hub_application;
create policy service_reads on queries_standing for select to hub_service using (true);
create policy service_goes_on on queries_standing for update to hub_service using (true) with check (true);
-- Who is told of a query (agencies/notices) is so while they see it.
create policy told_of_queries on notices_notice for all to hub_application
    using (object_kind = 'queries.query' and exists (select from queries_query r where r.id = object_id));

-- A certificate is there for who reads its query; each issues it in their own name, and nobody changes it.
create policy sees_own on queries_certificate for select to hub_application
    using (label_id = any ((select hub_own_labels('queries.view_query'))::int[]));
create policy issues on queries_certificate for insert to hub_application
    with check (issued_by_id = (select hub_user()) and label_id = any ((select hub_own_labels('queries.view_query'))::int[])
                and starts_with(number, (select a.code || '-' from agencies_agency a where a.id = hub_agency())));

-- What an owner learns of queries: its own desk, of what the desk may read.
create policy sees_own on queries_sounding for select to hub_application
    using (label_id = any ((select hub_own_labels('queries.view_sounding'))::int[])
           and subject_label_id = any ((select hub_own_labels('subjects.view_subject'))::int[]));
create policy service_tells on queries_sounding for all to hub_service using (true) with check (true);
create policy told_of_soundings on notices_notice for all to hub_application
    using (object_kind = 'queries.sounding' and exists (select from queries_sounding r where r.id = object_id));

-- What an agency lets others learn is its own business, and of an alert or a subject theirs who read that; keys hold that it is
-- said of its own things. To a sharing group it is said by who gives into it, and taken back by who did.
create policy sees_own on queries_disclosure for select to hub_application
    using (label_id = any ((select hub_own_labels('queries.view_disclosure'))::int[])
           and (alert_id is null or exists (select from alerts_alert a where a.id = alert_id))
           and (subject_id is null or exists (select from subjects_subject s where s.id = subject_id)));
create policy proposes on queries_disclosure for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and proposed_by_id = (select hub_user())
                and 'queries.add_disclosure' = any ((select hub_acts())::text[])
                and (decided_at is null or (level = 'SILENT' and decided_by_id = (select hub_user())))
                and (sharing_group_id is null or sharing_group_id = any ((select hub_sharing_groups('given'))::bigint[])
                     or (level = 'SILENT' and sharing_group_id = any ((select hub_sharing_groups('gave'))::bigint[]))));
create policy confirms on queries_disclosure for update to hub_application
    using (label_id = any ((select hub_own_labels('queries.view_disclosure'))::int[])
           and 'queries.confirm_disclosure' = any ((select hub_acts())::text[]))
    with check (decided_by_id = (select hub_user()) and decided_by_id <> proposed_by_id
                and (sharing_group_id is null or sharing_group_id = any ((select hub_sharing_groups('given'))::bigint[])));
-- Newcomers to a group learn what was said to it before, too, once another person proposed that (a trigger).
create policy goes_on on queries_disclosure for update to hub_application
    using (label_id = any ((select hub_own_labels('queries.view_disclosure'))::int[])
           and decided_at is not null and 'sharing.confirm_catchup' = any ((select hub_acts())::text[]))
    with check (sharing_group_id = any ((select hub_sharing_groups('given'))::bigint[]));
-- What is said of an alert goes on with its new version, by who issues that (a trigger).
create policy goes_on_with_its_alert on queries_disclosure for update to hub_application
    using (label_id = any ((select hub_own_labels('queries.view_disclosure'))::int[]) and alert_id is not null
           and 'alerts.issue_alert' = any ((select hub_acts())::text[]));
create policy replaces on queries_disclosure for delete to hub_application
    using (label_id = any ((select hub_own_labels('queries.view_disclosure'))::int[])
           and (('queries.add_disclosure' = any ((select hub_acts())::text[]) and (decided_at is null or level <> 'SILENT'))
                or 'queries.confirm_disclosure' = any ((select hub_acts())::text[])));
create policy service_reads on queries_disclosure for select to hub_service using (true);

-- The index and its changes are the service's alone; whoever changes a subject adds the note that it did.
create policy adds on queries_subjectchange for insert to hub_application with check (true);
create policy service_all on queries_subjectchange for all to hub_service using (true) with check (true);
