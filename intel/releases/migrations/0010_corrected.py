"""A release is corrected by another one, which names it and is decided on as any other."""

import django.db.models.deletion
from django.db import migrations, models

RULES = """
-- What is corrected is one's own, to the same recipient, and stays as it was submitted.
create function releases_correction_is_of_its_own() returns trigger language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from releases_release r where r.id = new.corrects_id and r.state in ('RELEASED', 'RECALLED')
                   and (r.holder_agency_id, r.recipient_agency_id) = (new.owner_agency_id, new.recipient_agency_id)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'correction_is_of_its_own'
            using errcode = 'check_violation', constraint = 'correction_is_of_its_own';
    end if;
    return new;
end $$;
create trigger correction_is_of_its_own before insert on releases_releaserequest for each row
    when (new.corrects_id is not null) execute function releases_correction_is_of_its_own();
create trigger correction_is_of_its_own_still before update on releases_releaserequest for each row
    when (new.corrects_id is not null and (old.recipient_agency_id, old.corrects_id) is distinct from
          (new.recipient_agency_id, new.corrects_id)) execute function releases_correction_is_of_its_own();
create trigger correction_stays_as_submitted before update on releases_releaserequest for each row
    when (old.state <> 'DRAFT' and (old.corrects_id, old.correction) is distinct from (new.corrects_id, new.correction))
    execute function hub_refuse('correction_stays_as_submitted');

-- It replaces what its request says, and nothing else; what is corrected has another in its place.
create function releases_release_replaces() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.replaces_id is distinct from (select r.corrects_id from releases_releaserequest r where r.id = new.request_id)
       or new.replaces_id is not null and not exists (
           select from releases_release r where r.id = new.replaces_id and r.state in ('RELEASED', 'RECALLED')
           and (r.holder_agency_id, r.recipient_agency_id) = (new.holder_agency_id, new.recipient_agency_id)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_replaces_as_decided'
            using errcode = 'check_violation', constraint = 'release_replaces_as_decided';
    end if;
    return new;
end $$;
create trigger release_replaces_as_decided before insert on releases_release for each row
    execute function releases_release_replaces();
create trigger release_replaces_stays before update on releases_release for each row
    when (old.replaces_id is distinct from new.replaces_id) execute function hub_refuse('release_replaces_stays');
create function releases_release_is_replaced() returns trigger language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from releases_release r where r.replaces_id = new.id) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'corrected_has_another_in_its_place'
            using errcode = 'check_violation', constraint = 'corrected_has_another_in_its_place';
    end if;
    return new;
end $$;
create trigger corrected_has_another_in_its_place before update on releases_release for each row
    when (old.state <> new.state and new.state = 'CORRECTED') execute function releases_release_is_replaced();
drop trigger release_takes_its_own_steps on releases_release;
create trigger release_takes_its_own_steps before update on releases_release for each row
    when (old.state <> new.state and (old.state, new.state) not in (
        ('RELEASED', 'RECALLED'), ('RELEASED', 'CORRECTED'), ('RELEASED', 'ENDED')))
    execute function hub_refuse('release_takes_its_own_steps');
"""
BACK = """
drop function releases_correction_is_of_its_own() cascade;
drop function releases_release_replaces() cascade;
drop function releases_release_is_replaced() cascade;
drop trigger correction_stays_as_submitted on releases_releaserequest;
drop trigger release_replaces_stays on releases_release;
"""

STATES = [("RELEASED", "Released"), ("RECALLED", "Recalled"), ("CORRECTED", "Corrected"), ("ENDED", "Ended")]


class Migration(migrations.Migration):
    dependencies = [("releases", "0009_asked_on")]

    operations = [
        migrations.AddField("releaserequest", "corrects", models.ForeignKey(
            editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="releases.release",
            verbose_name="corrects")),
        migrations.AddField("releaserequest", "correction", models.TextField(
            blank=True, editable=False, verbose_name="why it is corrected")),
        migrations.AddField("release", "replaces", models.OneToOneField(
            editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replaced_by",
            to="releases.release", verbose_name="takes the place of")),
        migrations.AlterField("release", "state", models.CharField(
            choices=STATES, default="RELEASED", editable=False, max_length=10, verbose_name="state")),
        migrations.AlterField("releasestep", "state", models.CharField(
            choices=STATES, max_length=10, verbose_name="state")),
        migrations.AddConstraint("releaserequest", models.CheckConstraint(
            condition=models.Q(("correction", ""), ("corrects__isnull", True))
            | models.Q(("corrects__isnull", False), models.Q(("correction", ""), _negated=True)), name="correction_says_why")),
        migrations.RunSQL(RULES, BACK),
    ]
