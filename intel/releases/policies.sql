-- A request to release is its own agency's; what originators and the recipient read of it stands in two-sided rows (apps.py).
create policy sees_own on releases_releaserequest for select to hub_application
    using ('releases.view_release' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('releases.view_release'))::int[]));
create policy adds_own on releases_releaserequest for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and 'releases.write_release' = any ((select hub_acts())::text[]));
create policy changes_own on releases_releaserequest for update to hub_application
    using (owner_agency_id = (select hub_agency()) and 'releases.write_release' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('releases.view_release'))::int[]))
    with check (owner_agency_id = (select hub_agency()));

create policy sees_own on releases_portion for select to hub_application
    using ('releases.view_release' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('releases.view_release'))::int[]));
create policy adds_own on releases_portion for insert to hub_application
    with check ('releases.write_release' = any ((select hub_acts())::text[])
                and label_id = any ((select hub_own_labels('releases.view_release'))::int[]));
create policy removes_own on releases_portion for delete to hub_application
    using ('releases.write_release' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('releases.view_release'))::int[]));

create policy sees_own on releases_releaserequeststep for select to hub_application
    using (label_id = any ((select hub_own_labels('releases.view_release'))::int[]));
create policy adds_own on releases_releaserequeststep for insert to hub_application
    with check (by_id = (select hub_user()) and label_id = any ((select hub_own_labels('releases.view_release'))::int[]));

-- What an originator is asked about is written by the holder.
create policy holder_writes on releases_consentportion as restrictive for insert to hub_application
    with check (exists (select from releases_consent c where c.id = consent_id and c.state = 'ASKED'
                        and c.holder_agency_id = (select hub_agency())));

-- What was released is read by its recipient, or whom there it is for, while it is neither recalled nor ended nor expired, and once
-- what has conditions is acknowledged; by the clock, without a task. What is kept beyond its day, or by a hold of the recipient, nobody
-- reads; of what was purged the marks.
create policy read_while_it_holds on releases_releasedportion as restrictive for select to hub_application
    using (exists (select from releases_release r where r.id = release_id and (
        r.purged_at is not null
        or (r.retain_until is null or r.retain_until >= (select hub_today()))
           and (r.receipt <> 'HELD' or r.held_until < (select hub_today()))
           and (r.holder_agency_id = (select hub_agency())
                or r.state = 'RELEASED' and (r.expires_at is null or r.expires_at > statement_timestamp())
                   and (not r.must_acknowledge or r.acknowledged_at is not null)
                   and releases_is_for_viewer(r.for_person, r.for_group_id)))));
create policy holder_writes on releases_releasedportion as restrictive for insert to hub_application
    with check (exists (select from releases_release r where r.id = release_id and r.holder_agency_id = (select hub_agency())));
-- The service tells who is asked that time runs out: it reads from whom to whom it goes and when it is due, no word of it.
-- And who asked, that a consent fell with one that it rested on.
create policy service_watches_what_waits on releases_consent for select to hub_service using (state in ('ASKED', 'DECLINED'));
revoke select on releases_consent from hub_service;
grant select (id, reference, holder_agency_id, originator_agency_id, part_of_id, request_id, retain_until, state, urgency, asked_at, due_at, label_id)
    on releases_consent to hub_service;
-- It chases what is owed after a release ended: whose it was and when it is due.
create policy service_chases_what_is_over on releases_release for select to hub_service using (state <> 'RELEASED');
revoke select on releases_release from hub_service;
grant select (id, reference, holder_agency_id, recipient_agency_id, request_id, state, receipt, held_until, label_id, retain_until,
    purged_at) on releases_release to hub_service;
create policy service_chases_what_is_open on releases_productanswer for select to hub_service using (state = 'OPEN');
revoke select on releases_productanswer from hub_service;
grant select (id, release_id, owner_agency_id, state, label_id, retain_until) on releases_productanswer to hub_service;

-- What is owed for a report is its agency's to answer; the database alone asks.
create policy sees_own on releases_productanswer for select to hub_application
    using ('releases.view_release' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('releases.view_release'))::int[]));
create policy answers_own on releases_productanswer for update to hub_application
    using (owner_agency_id = (select hub_agency()) and 'releases.write_release' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('releases.view_release'))::int[]))
    with check (owner_agency_id = (select hub_agency()));

-- Who is told of these (agencies/notices) is so while they see it.
create policy told_of_release_requests on notices_notice for all to hub_application
    using (object_kind = 'releases.releaserequest' and exists (select from releases_releaserequest r where r.id = object_id));
create policy told_of_consents on notices_notice for all to hub_application
    using (object_kind = 'releases.consent' and exists (select from releases_consent r where r.id = object_id));
create policy told_of_releases on notices_notice for all to hub_application
    using (object_kind = 'releases.release' and exists (select from releases_release r where r.id = object_id));

-- Of copies the holder sees all, the recipient its own: what the holder does with what is its own is not told.
create policy own_or_given on releases_copy as restrictive for select to hub_application
    using (agency_id = (select hub_agency()) or exists (
        select from releases_release r where r.id = release_id and r.holder_agency_id = (select hub_agency())));

-- Who is not to read it takes no copy, and rests nothing on it.
create policy of_what_one_reads on releases_copy as restrictive for insert to hub_application
    with check (exists (select from releases_release r where r.id = release_id and (
        r.holder_agency_id = (select hub_agency()) or releases_is_for_viewer(r.for_person, r.for_group_id))));
create policy rests_on_what_one_reads on reports_citation as restrictive for insert to hub_application
    with check (kind <> 'releases.portion' or exists (select from releases_placed(array[cited_id])));

create policy told_of_emergencies on notices_notice for all to hub_application
    using (object_kind = 'releases.emergency' and exists (select from releases_emergency r where r.id = object_id));
create policy told_of_disclosures on notices_notice for all to hub_application
    using (object_kind = 'releases.disclosure' and exists (select from releases_disclosure r where r.id = object_id));
create policy told_of_emergency_counts on notices_notice for all to hub_application
    using (object_kind = 'releases.emergencycount' and exists (select from releases_emergencycount r where r.id = object_id));

-- What was released in an emergency, and why, is its own agency's; what each originator is told of it is a two-sided row (apps.py).
create policy sees_own on releases_emergency for select to hub_application
    using ('releases.view_release' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('releases.view_release'))::int[]));
create policy declares_own on releases_emergency for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and declared_by_id = (select hub_user())
                and 'releases.write_release' = any ((select hub_acts())::text[]));
create policy reviews_own on releases_emergency for update to hub_application
    using (label_id = any ((select hub_own_labels('releases.view_release'))::int[]))
    with check (owner_agency_id = (select hub_agency()));
-- What originators are told the database writes itself, as hub_labels, when it leaves and when it was reviewed.
revoke insert, update, delete on releases_disclosure, releases_disclosedportion from hub_application, hub_service;
grant insert, update on releases_disclosure to hub_labels;
grant insert on releases_disclosedportion to hub_labels;
create policy database_tells on releases_disclosure for insert to hub_labels with check (true);
create policy database_tells on releases_disclosedportion for insert to hub_labels with check (true);
-- The hub auditor reads agencies, counts, times and the review. Nobody writes that but triggers, as hub_labels.
create policy auditor_reads on releases_emergencycount for select to hub_application
    using ('releases.view_emergencycount' = any ((select hub_acts())::text[]));
revoke insert, update, delete on releases_emergencycount from hub_application, hub_service;
grant select, insert, update on releases_emergencycount to hub_labels;
create policy counts on releases_emergencycount for all to hub_labels using (true) with check (true);
-- The service tells whom it concerns: it reads whose, of which release, whose act and when the review is due, no word of it.
create policy service_tells on releases_emergency for select to hub_service using (true);
revoke select on releases_emergency from hub_service;
grant select (id, request_id, reference, owner_agency_id, state, declared_by_id, reviewed_by_id, due_at, label_id)
    on releases_emergency to hub_service;
create policy service_tells on releases_disclosure for select to hub_service using (true);
revoke select on releases_disclosure from hub_service;
grant select (id, request_id, reference, holder_agency_id, originator_agency_id, state, label_id)
    on releases_disclosure to hub_service;

-- Who reads a release is noted for its recipient, by itself.
create policy recipient_reads on releases_reading as restrictive for insert to hub_application
    with check (exists (select from releases_release r where r.id = release_id
                        and r.recipient_agency_id = (select hub_agency()) and releases_is_for_viewer(r.for_person, r.for_group_id)));

-- A link and what is signed on paper are the holder's; what lies sealed, and by what a link is known, nobody reads.
create policy holder_makes on releases_delivery as restrictive for all to hub_application
    using (agency_id = (select hub_agency())) with check (agency_id = (select hub_agency()));
revoke select on releases_delivery from hub_application, hub_service;
grant select (id, release_id, copy_id, agency_id, written_by_id, made_at, expires_at, taken_at, closed_at, label_id)
    on releases_delivery to hub_application;
grant select (id) on releases_delivery to hub_service;
create policy holder_records on releases_paper as restrictive for all to hub_application
    using (agency_id = (select hub_agency())) with check (agency_id = (select hub_agency()));
create policy database_closes on releases_delivery for all to hub_labels using (true) with check (true);

-- The bill is read by who writes, sends and decides, each of its own things; what became of a consent by who gave it.
set local role hub_labels;
grant execute on function releases_owed(text[], bigint[]), releases_owed_behind(bigint), releases_baseless(text[], bigint[]),
    releases_answered(bigint), releases_lock_above(bigint),
    releases_used(bigint), releases_placed(bigint[]), releases_protecting(text[], bigint[], bigint),
    releases_disclosed_used(bigint), releases_link_of(text), releases_take(text),
    releases_bound_by(text[], bigint[]), releases_is_for_viewer(text, int), releases_arranged(bigint), releases_consented_on(text[]) to hub_application;
grant execute on function releases_close_links(bigint[]) to hub_service;
set local role hub_owner;
-- Whose consent it took is kept with what was released, by the database alone.
grant update (state, agreed, refusal, decided_at, revision, updated_at) on releases_consent to hub_labels;
grant insert on releases_consentstep to hub_labels;
create policy database_notes on releases_consentstep for insert to hub_labels with check (true);
-- What falls with what it rests on, and what is owed for it, is the database's doing, and has workers tell of it.
grant update (state, ended_at, revision, updated_at) on releases_release to hub_labels;
grant insert on releases_releasestep, releases_productanswer, work_work to hub_labels;
create policy database_notes on releases_releasestep for insert to hub_labels with check (true);
create policy database_asks on releases_productanswer for insert to hub_labels with check (true);
create policy releases_have_it_told on work_work for insert to hub_labels with check (kind like 'releases.%');
grant update (originators) on releases_portion to hub_labels;
create policy database_keeps on releases_portion for update to hub_labels using (true) with check (true);
-- What is purged loses its words; what a legal hold keeps beyond its day nobody reads.
grant update (title, text, handling_conditions) on releases_portion, releases_consentportion, releases_releasedportion to hub_labels;
create policy database_purges on releases_consentportion for update to hub_labels using (true) with check (true);
create policy database_purges on releases_releasedportion for update to hub_labels using (true) with check (true);
create policy sealed_after_its_day on releases_portion as restrictive for select to hub_application
    using (exists (select from releases_releaserequest r where r.id = request_id
                   and (r.retain_until is null or r.retain_until >= (select hub_today()))));
create policy sealed_after_its_day on releases_consentportion as restrictive for select to hub_application
    using (exists (select from releases_consent r where r.id = consent_id
                   and (r.retain_until is null or r.retain_until >= (select hub_today()))));
create policy recipient_signs on releases_statement as restrictive for insert to hub_application
    with check (exists (select from releases_release r where r.id = release_id and r.state <> 'RELEASED'
                        and r.recipient_agency_id = (select hub_agency())));
