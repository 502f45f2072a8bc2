-- Who tried to sign in how often is nobody's to read: the door counts.
create policy door_keeps on pace_spent for all to hub_application
    using ('agencies.open_door' = any ((select hub_acts())::text[]))
    with check ('agencies.open_door' = any ((select hub_acts())::text[]));
create policy operator_keeps on pace_spent for all to hub_owner using (true) with check (true);
revoke all on pace_spent from hub_service;
