-- A hit is seen by who sees its match. It is made by the service, in the transaction that writes the match.
create policy sees_with_match on hits_hit for select to hub_application
    using ('hits.view_hit' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_labels('screening.view_match'))::int[]));
-- The agency of the alert and that of the trade feed judge it; all others who see it read.
create policy judges on hits_hit for update to hub_application
    using ('hits.judge_hit' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_own_labels('screening.view_match'))::int[]));
create policy service_all on hits_hit for all to hub_service using (true) with check (true);

create policy sees_with_hit on hits_judgement for select to hub_application
    using ('hits.view_hit' = any ((select hub_acts())::text[])
           and label_id = any ((select hub_labels('screening.view_match'))::int[]));
create policy adds_own on hits_judgement for insert to hub_application
    with check (judged_by_id = (select hub_user()) and agency_id = (select hub_agency())
                and 'hits.judge_hit' = any ((select hub_acts())::text[])
                and label_id = any ((select hub_own_labels('screening.view_match'))::int[]));
create policy service_all on hits_judgement for all to hub_service using (true) with check (true);
