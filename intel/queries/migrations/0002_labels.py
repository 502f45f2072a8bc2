"""The columns for labels, and keys that hold what is said of a thing to be said by its owner."""

from django.db import migrations

FORWARD = """
alter table queries_query add column label_id int;
alter table queries_answer add column label_id int;
alter table queries_sounding add column label_id int, add column subject_label_id int;
alter table queries_sounding add constraint queries_sounding_subject_id_label foreign key (subject_id, subject_label_id)
    references subjects_subject (id, label_id) on update cascade;
alter table queries_sounding add constraint queries_sounding_is_of_owner foreign key (subject_id, owner_agency_id)
    references subjects_subject (id, owner_agency_id);
create index sounding_by_subject_label on queries_sounding (subject_id, subject_label_id);
alter table queries_disclosure add column label_id int;
alter table queries_disclosure add constraint queries_disclosure_of_own_subject foreign key (subject_id, owner_agency_id)
    references subjects_subject (id, owner_agency_id);
alter table queries_disclosure add constraint queries_disclosure_of_own_alert foreign key (alert_id, owner_agency_id)
    references alerts_alert (id, owner_agency_id);

create function queries_is_kept() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    raise exception 'what was asked and what was proposed stays as it is' using errcode = '23514', constraint = 'it_is_kept';
end $$;
create trigger query_is_kept before update on queries_query for each row
    when (to_jsonb(old) - '{label_id,withdrawn_at,withdrawn_by_id,withdrawn_because}'::text[]
          is distinct from to_jsonb(new) - '{label_id,withdrawn_at,withdrawn_by_id,withdrawn_because}'::text[])
    execute function queries_is_kept();
create trigger proposal_is_kept before update on queries_disclosure for each row
    when (to_jsonb(old) - '{label_id,decided_by_id,decided_at}'::text[]
          is distinct from to_jsonb(new) - '{label_id,decided_by_id,decided_at}'::text[]
          or old.decided_at is not null and (old.decided_at, old.decided_by_id) is distinct from (new.decided_at, new.decided_by_id))
    execute function queries_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("queries", "0001_initial"), ("labels", "0001_initial"), ("subjects", "0006_labels"),
                    ("alerts", "0005_labels")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
