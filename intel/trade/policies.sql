-- A feed is seen by its agency and by the groups it was shared with; whatever came by it bears its label and is seen with it.
-- (Its own agency sees it by owner, so that one just made is there for who made it.)
create policy sees on trade_feed for select to hub_application
    using (label_id = any ((select hub_labels('trade.view_feed'))::int[])
           or (owner_agency_id = (select hub_agency()) and 'trade.view_feed' = any ((select hub_acts())::text[])));
create policy adds_own on trade_feed for insert to hub_application
    with check (owner_agency_id = (select hub_agency()));
create policy changes_own on trade_feed for update to hub_application
    using (owner_agency_id = (select hub_agency()) and 'trade.view_feed' = any ((select hub_acts())::text[]))
    with check (owner_agency_id = (select hub_agency()));
create policy service_reads on trade_feed for select to hub_service using (true);

create policy sees on trade_feedgrant for select to hub_application
    using ((group_id = any ((select hub_groups())::int[]) or granted_by_agency_id = (select hub_agency()))
           and exists (select from trade_feed r where r.id = content_object_id));  -- as far as the viewer sees it
create policy gives_own on trade_feedgrant for insert to hub_application
    with check (granted_by_agency_id = (select hub_agency()));  -- a foreign key holds it to be the owner's
create policy withdraws_own on trade_feedgrant for delete to hub_application
    using (granted_by_agency_id = (select hub_agency())
           and exists (select from trade_feed r where r.id = content_object_id));

create policy sees_with_feed on trade_trader for select to hub_application
    using (label_id = any ((select hub_labels('trade.view_feed'))::int[]));
create policy adds_to_own on trade_trader for insert to hub_application
    with check (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy changes_own on trade_trader for update to hub_application
    using (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy service_reads on trade_trader for select to hub_service using (true);

create policy sees_with_feed on trade_consignment for select to hub_application
    using (label_id = any ((select hub_labels('trade.view_feed'))::int[]));
create policy adds_to_own on trade_consignment for insert to hub_application
    with check (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy changes_own on trade_consignment for update to hub_application
    using (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy service_reads on trade_consignment for select to hub_service using (true);

create policy sees_with_feed on trade_tradername for select to hub_application
    using (label_id = any ((select hub_labels('trade.view_feed'))::int[]));
create policy adds_to_own on trade_tradername for insert to hub_application
    with check (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy removes_own on trade_tradername for delete to hub_application
    using (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy service_reads on trade_tradername for select to hub_service using (true);

create policy sees_with_feed on trade_traderidentifier for select to hub_application
    using (label_id = any ((select hub_labels('trade.view_feed'))::int[]));
create policy adds_to_own on trade_traderidentifier for insert to hub_application
    with check (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy removes_own on trade_traderidentifier for delete to hub_application
    using (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy service_reads on trade_traderidentifier for select to hub_service using (true);

create policy sees_with_feed on trade_consignmentparty for select to hub_application
    using (label_id = any ((select hub_labels('trade.view_feed'))::int[]));
create policy adds_to_own on trade_consignmentparty for insert to hub_application
    with check (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy removes_own on trade_consignmentparty for delete to hub_application
    using (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy service_reads on trade_consignmentparty for select to hub_service using (true);

create policy sees_with_feed on trade_goodsitem for select to hub_application
    using (label_id = any ((select hub_labels('trade.view_feed'))::int[]));
create policy adds_to_own on trade_goodsitem for insert to hub_application
    with check (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy removes_own on trade_goodsitem for delete to hub_application
    using (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy service_reads on trade_goodsitem for select to hub_service using (true);

create policy sees_with_feed on trade_transportunit for select to hub_application
    using (label_id = any ((select hub_labels('trade.view_feed'))::int[]));
create policy adds_to_own on trade_transportunit for insert to hub_application
    with check (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy removes_own on trade_transportunit for delete to hub_application
    using (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy service_reads on trade_transportunit for select to hub_service using (true);
