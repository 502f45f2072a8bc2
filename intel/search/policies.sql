-- Nobody reads what can be found but by the functions, which look with the eyes of the viewer.
create policy database_writes on search_mark for all to hub_labels using (true) with check (true);
create policy database_writes on search_entry for all to hub_labels using (true) with check (true);
create policy database_drains on search_missed for all to hub_labels using (true) with check (true);
create policy database_holds on search_held for all to hub_labels using (true) with check (true);
revoke insert, update, delete on search_mark, search_entry, search_missed, search_held from hub_application, hub_service;
-- That names have no sounds yet is work, written with them.
grant insert on work_work to hub_labels;
create policy search_has_it_done on work_work for insert to hub_labels with check (kind = 'search.sounds');
set local role hub_labels;
grant execute on function search_found(text[], jsonb, jsonb, bigint, timestamptz, timestamptz, int), search_meant(text[], jsonb),
    search_waits(text[]), search_stirred(text[], pg_snapshot),
    search_changed(text[], jsonb, jsonb, bigint, timestamptz, timestamptz, pg_snapshot, int) to hub_application;
grant execute on function search_names(bigint[]), search_sound(jsonb) to hub_service;
set local role hub_owner;

-- What somebody searches for again and again is theirs alone.
create policy own on search_saved for all to hub_application
    using (person_id = (select hub_user())) with check (person_id = (select hub_user()));
create policy own on search_news for all to hub_application
    using (person_id = (select hub_user()) and 'search.view_entry' = any ((select hub_acts())::text[]))
    with check (person_id = (select hub_user()));
-- Workers know whom to tell of what is new; what these look for and find they learn in their eyes alone.
revoke select, insert, update, delete on search_saved, search_news from hub_service;
grant select (id, person_id, tells) on search_saved to hub_service;
create policy service_knows_whom on search_saved for select to hub_service using (tells);
create policy told_of_news on notices_notice for all to hub_application
    using (object_kind = 'search.news' and exists (select from search_news n where n.id = object_id));

