-- A match is seen by who sees the alert, its subject, and the party: its label is that of the pair.
create policy sees_with_both on screening_match for select to hub_application
    using (label_id = any ((select hub_labels('screening.view_match'))::int[]));
create policy service_all on screening_match for all to hub_service using (true) with check (true);

create policy sees_with_both on screening_sighting for select to hub_application
    using (label_id = any ((select hub_labels('screening.view_match'))::int[])
           and consignment_label_id = any ((select hub_labels('trade.view_feed'))::int[]));
create policy service_all on screening_sighting for all to hub_service using (true) with check (true);

-- The index and its changes are the service's alone; whoever changes an alert adds the note that it did.
create policy adds on screening_alertchange for insert to hub_application with check (true);
create policy service_all on screening_alertchange for all to hub_service using (true) with check (true);
create policy service_all on screening_matchedalert for all to hub_service using (true) with check (true);
create policy service_all on screening_round for all to hub_service using (true) with check (true);
create policy service_all on screening_partyname for all to hub_service using (true) with check (true);
