-- Work is seen by who sees what is to be matched: the same rows as ever, so that a count of them tells nothing new.
create policy sees_with_object on screening_pendingwork for select to hub_application
    using (case kind
               when 'ALERT' then exists (select 1 from alerts_alert a where a.id = object_id)
               when 'TRADER' then exists (select 1 from trade_trader t where t.id = object_id)
               when 'CONSIGNMENT' then exists (select 1 from trade_consignment c where c.id = object_id)
               else false end);
create policy adds on screening_pendingwork for insert to hub_application with check (true);
create policy service_all on screening_pendingwork for all to hub_service using (true) with check (true);

-- A match is seen by who sees both its sides.
create policy sees_with_both on screening_match for select to hub_application
    using (exists (select 1 from alerts_alert a where a.id = alert_id)
           and (exists (select 1 from trade_trader t where t.id = trader_id)
                or exists (select 1 from trade_consignment c where c.id = consignment_id)));
create policy service_all on screening_match for all to hub_service using (true) with check (true);

create policy sees_with_both on screening_sighting for select to hub_application
    using (exists (select 1 from screening_match m where m.id = match_id)
           and exists (select 1 from trade_consignment c where c.id = consignment_id));
create policy service_all on screening_sighting for all to hub_service using (true) with check (true);

-- The index and its changes are the service's alone; whoever changes an alert adds the note that it did.
create policy adds on screening_alertchange for insert to hub_application with check (true);
create policy service_all on screening_alertchange for all to hub_service using (true) with check (true);
create policy service_all on screening_partyname for all to hub_service using (true) with check (true);
