-- A hit is seen by who sees its match. It is made by the service, in the transaction that writes the match.
create policy sees_with_match on hits_hit for select to hub_application
    using ('hits.view_hit' = any ((select hub_acts())::text[])
           and exists (select 1 from screening_match m where m.id = match_id));
-- The agency of the alert and that of the trade feed judge it; all others who see it read.
create policy judges on hits_hit for update to hub_application
    using ('hits.judge_hit' = any ((select hub_acts())::text[])
           and exists (select 1 from screening_match m
                       left join alerts_alert a on a.id = m.alert_id
                       left join trade_trader t on t.id = m.trader_id
                       left join trade_consignment c on c.id = m.consignment_id
                       left join trade_feed f on f.id = coalesce(t.feed_id, c.feed_id)
                       where m.id = match_id
                         and (select hub_agency()) in (a.owner_agency_id, f.owner_agency_id)));
create policy service_all on hits_hit for all to hub_service using (true) with check (true);

create policy sees_with_hit on hits_judgement for select to hub_application
    using (exists (select 1 from hits_hit h where h.id = hit_id));
create policy adds_own on hits_judgement for insert to hub_application
    with check (judged_by_id = (select hub_user()) and agency_id = (select hub_agency())
                and 'hits.judge_hit' = any ((select hub_acts())::text[])
                and exists (select 1 from hits_hit h
                            join screening_match m on m.id = h.match_id
                            left join alerts_alert a on a.id = m.alert_id
                            left join trade_trader t on t.id = m.trader_id
                            left join trade_consignment c on c.id = m.consignment_id
                            left join trade_feed f on f.id = coalesce(t.feed_id, c.feed_id)
                            where h.id = hit_id
                              and (select hub_agency()) in (a.owner_agency_id, f.owner_agency_id)));
create policy service_all on hits_judgement for all to hub_service using (true) with check (true);
