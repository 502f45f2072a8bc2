-- A notice is its addressee's alone, in whose eyes it is written, and there as long as they read what it is about: that a room
-- says of its own things, by a policy `told_of_…` in its policies.sql. A thing without one is told to nobody.
create policy addressee_alone on notices_notice as restrictive for all to hub_application
    using (to_id = (select hub_user()));
revoke delete on notices_notice from hub_application;
revoke insert, update on notices_notice from hub_service;

-- Whoever acts announces it, in their own name; the service tells, and forgets.
create policy announces_own on notices_announcement for insert to hub_application
    with check (by_user is not distinct from (select hub_user()) and by_agency is not distinct from (select hub_agency()));
create policy service_all on notices_announcement for all to hub_service using (true) with check (true);

create policy own on notices_preference for all to hub_application
    using (person_id = (select hub_user())) with check (person_id = (select hub_user()));
create policy own on notices_visit for all to hub_application
    using (person_id = (select hub_user())) with check (person_id = (select hub_user()));
