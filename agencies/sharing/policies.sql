-- A sharing group is there for who keeps it, for its members, and for approvers of their agencies, who name persons.
create policy door_reads on sharing_sharinggroup for select to hub_application
    using ('agencies.open_door' = any ((select hub_acts())::text[]));
create policy those_in_it_see on sharing_sharinggroup for select to hub_application
    using (id = any ((select hub_sharing_groups('seen'))::bigint[]) or (kept_by_id = (select hub_agency())
           and 'sharing.view_sharinggroup' = any ((select hub_acts())::text[])));
create policy founds on sharing_sharinggroup for insert to hub_application
    with check (kept_by_id = (select hub_agency()) and founded_by_id = (select hub_user()) and ended_at is null
                and 'sharing.keep_sharinggroup' = any ((select hub_acts())::text[]));
create policy keeps on sharing_sharinggroup for update to hub_application
    using (kept_by_id = (select hub_agency()) and 'sharing.keep_sharinggroup' = any ((select hub_acts())::text[]))
    with check (ended_by_id = (select hub_user()));
create policy service_reads on sharing_sharinggroup for select to hub_service using (true);

-- Epochs are begun by hub_epoch_begun() alone. Who may give into a group needs the newest; who reads, those they read by.
create policy door_reads on sharing_epoch for select to hub_application
    using ('agencies.open_door' = any ((select hub_acts())::text[]));
create policy those_in_it_see on sharing_epoch for select to hub_application
    using (group_id = any ((select hub_groups())::int[])
           or sharing_group_id = any ((select hub_sharing_groups('members'))::bigint[]));
create policy service_reads on sharing_epoch for select to hub_service using (true);
revoke insert, update, delete on sharing_epoch from hub_application, hub_service;

-- The own agency is always seen; the others by who keeps the group or gives into it, and by all where they are not hidden from
-- each other. Persons are their own agency's business.
create policy door_reads on sharing_member for select to hub_application
    using ('agencies.open_door' = any ((select hub_acts())::text[]));
create policy those_in_it_see on sharing_member for select to hub_application
    using ((agency_id = (select hub_agency()) and sharing_group_id = any ((select hub_sharing_groups('seen'))::bigint[]))
           or (person_id is null and sharing_group_id = any ((select hub_sharing_groups('members'))::bigint[])));
create policy keeper_lets_in on sharing_member for insert to hub_application
    with check (let_in_by_id = (select hub_user()) and left_at is null
                and 'sharing.keep_sharinggroup' = any ((select hub_acts())::text[])
                and sharing_group_id = any ((select hub_sharing_groups(case when person_id is null then 'kept' else 'named' end))::bigint[])
                and (person_id is null or agency_id = (select hub_agency())));
create policy keeper_removes on sharing_member for update to hub_application
    using ('sharing.keep_sharinggroup' = any ((select hub_acts())::text[])
           and (agency_id = (select hub_agency())
                or sharing_group_id = any ((select hub_sharing_groups('kept'))::bigint[])))
    with check (removed_by_id = (select hub_user()));
create policy service_reads on sharing_member for select to hub_service using (true);

-- What an agency lets newcomers read of what it gave is its own business.
create policy sees_own on sharing_catchup for select to hub_application
    using (label_id = any ((select hub_own_labels('sharing.view_catchup'))::int[]));
create policy proposes on sharing_catchup for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and proposed_by_id = (select hub_user()) and decided_at is null
                and 'sharing.add_catchup' = any ((select hub_acts())::text[])
                and sharing_group_id = any ((select hub_sharing_groups('given'))::bigint[]));
create policy confirms on sharing_catchup for update to hub_application
    using (label_id = any ((select hub_own_labels('sharing.view_catchup'))::int[])
           and 'sharing.confirm_catchup' = any ((select hub_acts())::text[]))
    with check (decided_by_id = (select hub_user()) and decided_by_id <> proposed_by_id);
create policy drops on sharing_catchup for delete to hub_application
    using (label_id = any ((select hub_own_labels('sharing.view_catchup'))::int[]) and decided_at is null
           and (proposed_by_id = (select hub_user()) or 'sharing.confirm_catchup' = any ((select hub_acts())::text[])));
create policy service_reads on sharing_catchup for select to hub_service using (true);

-- Who is told of a sharing group (agencies/notices) is so while they see it; of a membership that ended, with its agency.
create policy told_of_groups on notices_notice for all to hub_application
    using (object_kind = 'sharing.sharinggroup' and exists (select from sharing_sharinggroup r where r.id = object_id));
create policy told_of_own_agency on notices_notice for all to hub_application
    using (object_kind = 'agencies.agency' and object_id = (select hub_agency()));
