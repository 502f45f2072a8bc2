-- Nobody reads what can be found but by the functions, which look with the eyes of the viewer.
create policy database_writes on search_mark for all to hub_labels using (true) with check (true);
create policy database_writes on search_entry for all to hub_labels using (true) with check (true);
revoke insert, update, delete on search_mark, search_entry from hub_application, hub_service;
set local role hub_labels;
grant execute on function search_found(text[], jsonb, jsonb, bigint, timestamptz, timestamptz, int), search_meant(text[], jsonb)
    to hub_application;
set local role hub_owner;
