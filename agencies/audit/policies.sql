-- The auditor of an agency reads what its people did, and what anybody did with what is its own.
create policy auditor_reads on audit_event for select to hub_application
    using ('audit.view_event' = any ((select hub_acts())::text[])
           and (agency_id = (select hub_agency()) or owner_agency_id = (select hub_agency())));
-- A supervisor reads what one person of the agency let leave it: agencies/access/leaving.py.
create policy supervisor_reads_what_left_by_one on audit_event for select to hub_application
    using ('audit.view_leaving' = any ((select hub_acts())::text[]) and agency_id = (select hub_agency())
           and action in ('feed.opened', 'feed.shared', 'alert.resumed', 'alert.suspended', 'alert.withdrawn',
                          'report.withdrawn', 'report.linked', 'hit.judged', 'hit.reopened', 'query.asked', 'batch.asked',
                          'hit.reported', 'onward.told', 'onward.followed',
                          'alert.acknowledged', 'request.nothing_recorded', 'request.acknowledged', 'request.taken_up',
                          'request.closed', 'request.recalled', 'outcome.recorded', 'arrangement.declined', 'arrangement.withdrawn',
                          'arrangement.ended', 'release.released_in_emergency', 'emergency.justified', 'emergency.not_justified',
                          'release.link_made', 'release.recalled', 'release.ended', 'release.acknowledged', 'release.receipted', 'consent.given',
                          'consent.taken_back', 'consent.declined', 'consent.asked_on', 'question.asked', 'question.answered',
                          'answer.given'));
create policy adds_own on audit_event for insert to hub_application
    with check (actor_id is not distinct from (select hub_user())
                and agency_id is not distinct from (select hub_agency()));
create policy service_adds on audit_event for insert to hub_service with check (actor_id is null);
revoke update, delete, truncate on audit_event from hub_application, hub_service;
