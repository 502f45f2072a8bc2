-- An import is seen by the agency whose feed it goes into.
create policy sees_own on exchange_importrun for select to hub_application
    using (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy adds_to_own on exchange_importrun for insert to hub_application
    with check (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));
create policy changes_own on exchange_importrun for update to hub_application
    using (label_id = any ((select hub_own_labels('trade.view_feed'))::int[]));

-- Only to note that an upload failed whose uploader may not be looked as any more, or that a worker died over.
create policy service_reads on exchange_importrun for select to hub_service using (true);
create policy service_fails on exchange_importrun for update to hub_service using (true) with check (state = 'FAILED' or state = 'WAITING');
