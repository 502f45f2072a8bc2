-- An arrangement is a two-sided row (apps.py). Its terms are written and taken out with its draft, by the agency that drafts it.
create policy sees_with_arrangement on arrangements_term for select to hub_application
    using ('arrangements.view_arrangement' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_labels('arrangements.view_arrangement'))::int[]));
create policy drafts on arrangements_term for insert to hub_application
    with check ('arrangements.write_arrangement' = any ((select hub_acts())::text[])
                and label_id = any ((select hub_own_labels('arrangements.view_arrangement'))::int[]));
create policy drafts_anew on arrangements_term for delete to hub_application
    using ('arrangements.write_arrangement' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('arrangements.view_arrangement'))::int[]));

create policy sees_with_arrangement on arrangements_releaseterm for select to hub_application
    using ('arrangements.view_arrangement' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_labels('arrangements.view_arrangement'))::int[]));
create policy drafts on arrangements_releaseterm for insert to hub_application
    with check ('arrangements.write_arrangement' = any ((select hub_acts())::text[])
                and label_id = any ((select hub_own_labels('arrangements.view_arrangement'))::int[]));
create policy drafts_anew on arrangements_releaseterm for delete to hub_application
    using ('arrangements.write_arrangement' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('arrangements.view_arrangement'))::int[]));

-- A new one bears a reference of the agency that drafts it, a further version that of the first (a trigger): nobody learns from a
-- number that is taken what another agency drafts.
create policy numbered_as_own on arrangements_arrangement as restrictive for insert to hub_application
    with check (replaces_id is not null
                or starts_with(reference, (select a.code || '-' from agencies_agency a where a.id = (select hub_agency()))));

-- The service that answers queries reads what is in force.
create policy service_reads on arrangements_arrangement for select to hub_service using (true);
create policy service_reads on arrangements_term for select to hub_service using (true);

-- Who is told of an arrangement (agencies/notices) is so while they see it.
create policy told_of_arrangements on notices_notice for all to hub_application
    using (object_kind = 'arrangements.arrangement' and exists (select from arrangements_arrangement r where r.id = object_id));
