-- What people were told is read by the functions of this room, beside what hub_labels reads of things, hits, answers and the log.
create policy labels_know_what_was_told on notices_notice for select to hub_labels using (true);
grant select on notices_notice to hub_labels;
create policy labels_know_what_was_answered on queries_answer for select to hub_labels using (true);
create policy labels_know_what_was_asked on queries_query for select to hub_labels using (true);
grant select on queries_answer, queries_query to hub_labels;

-- They answer the auditor of the agency in full and the auditor of the hub in numbers, and ask themselves who is looking.
set local role hub_labels;
grant execute on function knowledge_list(timestamptz, bigint, text, text, bigint, bigint, int),
    knowledge_uses(text, bigint, timestamptz), knowledge_people(timestamptz), knowledge_counts(bigint, timestamptz),
    knowledge_begins() to hub_application;
set local role hub_owner;
