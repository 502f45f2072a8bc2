"""In whose name a step was taken, where that was delegated; and nobody decides in the name of who wrote it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RULES = """
create function releases_step_is_in_that_name() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.on_behalf_of_id is distinct from hub_stands_for('releases.decide_release') then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'step_is_in_that_name'
            using errcode = 'check_violation', constraint = 'step_is_in_that_name';
    end if;
    return new;
end $$;
create trigger step_is_in_that_name before insert on releases_releaserequeststep for each row
    when (new.on_behalf_of_id is not null) execute function releases_step_is_in_that_name();
create trigger step_is_in_that_name before insert on releases_consentstep for each row
    when (new.on_behalf_of_id is not null) execute function releases_step_is_in_that_name();
create trigger step_is_in_that_name before insert on releases_releasestep for each row
    when (new.on_behalf_of_id is not null) execute function releases_step_is_in_that_name();

create function releases_is_decided_for_another() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if hub_stands_for('releases.decide_release') = new.created_by_id and new.outcome <> 'EMERGENCY' then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_is_not_decided_for_its_author'
            using errcode = 'check_violation', constraint = 'release_is_not_decided_for_its_author';
    end if;
    return new;
end $$;
create trigger release_is_not_decided_for_its_author before update on releases_releaserequest for each row
    when (old.decided_by_id is distinct from new.decided_by_id) execute function releases_is_decided_for_another();

-- In whose name an emergency was declared and reviewed the database says itself.
create function releases_emergency_is_in_a_name() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        new.declared_for_id := hub_stands_for('releases.decide_release');
    else
        new.reviewed_for_id := hub_stands_for('releases.decide_release');
    end if;
    return new;
end $$;
create trigger emergency_is_in_a_name before insert on releases_emergency for each row
    execute function releases_emergency_is_in_a_name();
create trigger emergency_is_reviewed_in_a_name before update on releases_emergency for each row
    when (old.state <> new.state) execute function releases_emergency_is_in_a_name();

drop trigger emergency_stays on releases_emergency;
create trigger emergency_stays before update on releases_emergency for each row
    when (old.state <> 'TO_REVIEW' or
          to_jsonb(old) - '{state,reviewed_by_id,reviewed_for_id,reviewed_at,review_reason,revision,label_id}'::text[]
          is distinct from
          to_jsonb(new) - '{state,reviewed_by_id,reviewed_for_id,reviewed_at,review_reason,revision,label_id}'::text[])
    execute function hub_refuse('emergency_stays');
create or replace function releases_reviews(emergency releases_emergency) returns boolean
    language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return emergency.state = 'TO_REVIEW' and emergency.owner_agency_id = hub_agency()
           and hub_user() not in (emergency.declared_by_id, coalesce(emergency.declared_for_id, 0))
           and coalesce(hub_stands_for('releases.decide_release'), 0)
               not in (emergency.declared_by_id, coalesce(emergency.declared_for_id, -1))
           and ('releases.decide_release' = any (hub_acts())
                or 'releases.send_release' = any (hub_acts()) and emergency.due_at <= statement_timestamp());
end $$;
"""
BACK = """
drop function releases_step_is_in_that_name() cascade;
drop function releases_is_decided_for_another() cascade;
drop function releases_emergency_is_in_a_name() cascade;
"""


def _in_whose_name(model: str, name: str = "on_behalf_of") -> migrations.AddField:
    return migrations.AddField(model, name, models.ForeignKey(
        editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL))


class Migration(migrations.Migration):
    dependencies = [("releases", "0016_outside"), ("deputies", "0002_rules")]

    operations = [_in_whose_name("releaserequeststep"), _in_whose_name("consentstep"), _in_whose_name("releasestep"),
                  _in_whose_name("emergency", "declared_for"), _in_whose_name("emergency", "reviewed_for"), migrations.RunSQL(RULES, BACK)]
