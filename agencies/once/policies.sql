-- A key is its person's own; what was asked under it stays as it was until it is forgotten, and what was made is said once.
create policy own on once_asked for select to hub_application using (person_id = (select hub_user()));
create policy asks_own on once_asked for insert to hub_application with check (person_id = (select hub_user()));
create policy says_what_was_made on once_asked for update to hub_application
    using (person_id = (select hub_user()) and made is null and answer is null)
    with check (person_id = (select hub_user()) and num_nulls(made, answer) = 1);
revoke delete on once_asked from hub_application;
revoke insert, update on once_asked from hub_service;
