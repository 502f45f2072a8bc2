-- Who reads and writes hits, judgements and notes: two-sided rows, as apps.py declares them. They are made by the service, in
-- the transaction that writes the match; of what the sides note for themselves it knows nothing.
create policy service_all on hits_hit for all to hub_service using (true) with check (true);
create policy service_all on hits_judgement for all to hub_service using (true) with check (true);

-- Who is told of a hit (agencies/notices) is so while they see it.
create policy told_of_hits on notices_notice for all to hub_application
    using (object_kind = 'hits.hit' and exists (select from hits_hit r where r.id = object_id));
