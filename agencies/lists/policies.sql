-- What somebody keeps of lists, and what is written for them, is theirs alone. The service sees files only to fail one whose
-- worker died over it, or whose reader may not be looked as any more.
create policy own on lists_columnchoice for all to hub_application
    using (person_id = (select hub_user())) with check (person_id = (select hub_user()));
create policy own on lists_savedfilter for all to hub_application
    using (person_id = (select hub_user())) with check (person_id = (select hub_user()));
create policy own on lists_export for all to hub_application
    using (person_id = (select hub_user())) with check (person_id = (select hub_user()));
create policy own on lists_exportpart for all to hub_application
    using (exists (select from lists_export e where e.id = export_id and e.person_id = (select hub_user())))
    with check (exists (select from lists_export e where e.id = export_id and e.person_id = (select hub_user())));
create policy service_reads on lists_export for select to hub_service using (true);
create policy service_fails on lists_export for update to hub_service using (true) with check (state = 'FAILED');
revoke insert on lists_export from hub_service;
revoke insert, update on lists_exportpart, lists_columnchoice, lists_savedfilter from hub_service;
