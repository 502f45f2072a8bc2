-- When an agency works is read by its own people, and set by who may. Others see by what is due.
create policy sees_own on hours_week for select to hub_application
    using (label_id = any ((select hub_own_labels('hours.view_week'))::int[]));
create policy keeps_own on hours_week for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and changed_by_id = (select hub_user())
                and 'hours.keep_week' = any ((select hub_acts())::text[]));
create policy changes_own on hours_week for update to hub_application
    using (label_id = any ((select hub_own_labels('hours.view_week'))::int[])
           and 'hours.keep_week' = any ((select hub_acts())::text[]))
    with check (owner_agency_id = (select hub_agency()) and changed_by_id = (select hub_user()));

create policy sees_own on hours_span for select to hub_application
    using (label_id = any ((select hub_own_labels('hours.view_week'))::int[]));
create policy keeps_own on hours_span for insert to hub_application
    with check (label_id = any ((select hub_own_labels('hours.view_week'))::int[])
                and 'hours.keep_week' = any ((select hub_acts())::text[]));
create policy replaces_own on hours_span for delete to hub_application
    using (label_id = any ((select hub_own_labels('hours.view_week'))::int[])
           and 'hours.keep_week' = any ((select hub_acts())::text[]));

create policy sees_own on hours_holiday for select to hub_application
    using (label_id = any ((select hub_own_labels('hours.view_week'))::int[]));
create policy keeps_own on hours_holiday for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and entered_by_id = (select hub_user())
                and 'hours.keep_week' = any ((select hub_acts())::text[]));
revoke update on hours_holiday, hours_span from hub_application;
create policy removes_own on hours_holiday for delete to hub_application
    using (label_id = any ((select hub_own_labels('hours.view_week'))::int[])
           and 'hours.keep_week' = any ((select hub_acts())::text[]));

-- Who is on duty is entered of the own people and units.
create policy sees_own on hours_duty for select to hub_application
    using (label_id = any ((select hub_own_labels('hours.view_week'))::int[]));
create policy keeps_own on hours_duty for insert to hub_application
    with check (owner_agency_id = (select hub_agency()) and entered_by_id = (select hub_user())
                and 'hours.keep_duty' = any ((select hub_acts())::text[])
                and (person_id is null or (select p.agency_id from agencies_user p where p.id = person_id) = owner_agency_id)
                and (unit_id is null or (select u.agency_id from agencies_unit u where u.id = unit_id) = owner_agency_id));
create policy removes_own on hours_duty for delete to hub_application
    using (label_id = any ((select hub_own_labels('hours.view_week'))::int[])
           and 'hours.keep_duty' = any ((select hub_acts())::text[]));
revoke update on hours_duty from hub_application;
