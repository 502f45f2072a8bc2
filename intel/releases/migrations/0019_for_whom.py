"""Releases for one person of their recipient, or for those of a sharing group: who reads the portions, held by the database."""

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = """
set local role hub_labels;

-- Whether what is for one person, or for those of a sharing group, is for the viewer; as the row policies say.
create function releases_is_for_viewer(of_person text, of_group int) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (of_person = '' or exists (select from agencies_user u where u.id = hub_user() and u.username = of_person))
           and (of_group is null or of_group = any (hub_groups()));
end $$;

-- For whom it is, it says itself once, and all that follows from it says the same.
create function releases_for_whom_is_said() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    select r.for_person, r.for_group_id into new.for_person, new.for_group_id
    from releases_releaserequest r where r.id = new.request_id;
    if tg_table_name = 'releases_release' and new.for_group_id is not null and not exists (
        select from sharing_epoch e join sharing_sharinggroup g on g.id = e.sharing_group_id
             join sharing_member h on h.sharing_group_id = g.id and h.agency_id = (to_jsonb(new) ->> 'holder_agency_id')::bigint
             join sharing_member m on m.sharing_group_id = g.id and m.agency_id = (to_jsonb(new) ->> 'recipient_agency_id')::bigint
        where e.group_id = new.for_group_id and g.ended_at is null and m.left_at is null and m.person_id is null
          and h.left_at is null and h.may_give) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_is_into_a_group_that_lasts'
            using errcode = 'check_violation', constraint = 'release_is_into_a_group_that_lasts';
    end if;
    return new;
end $$;

-- Which of these things the viewer sees: as their row policies say.
create or replace function releases_seen(kinds text[], things bigint[]) returns table (kind text, thing bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    reports int[] := hub_labels('reports.view_report');
    alerts int[] := hub_labels('alerts.view_alert');
    subjects int[] := hub_labels('subjects.view_subject');
    hits int[] := case when 'hits.view_hit' = any (hub_acts()) then hub_labels('screening.view_match') else '{}' end;
    released int[] := hub_labels('releases.view_release');
    cleared text[] := hub_cleared();
begin
    return query
    with asked as materialized (select distinct a.kind, a.thing from unnest(kinds, things) a (kind, thing))
    select a.kind, a.thing from asked a join reports_paragraph p on a.kind = 'reports.paragraph' and p.id = a.thing
        where p.label_id = any (reports) and p.classification = any (cleared)
    union all
    select a.kind, a.thing from asked a join reports_report r on a.kind = 'reports.report' and r.id = a.thing
        where r.label_id = any (reports)
    union all
    select a.kind, a.thing from asked a join alerts_alert r on a.kind = 'alerts.alert' and r.id = a.thing
        where r.label_id = any (alerts) and r.subject_label_id = any (subjects)
    union all
    select a.kind, a.thing from asked a join subjects_subject s on a.kind = 'subjects.subject' and s.id = a.thing
        where s.label_id = any (subjects)
    union all
    select a.kind, a.thing from asked a join hits_hit h on a.kind = 'hits.hit' and h.id = a.thing where h.label_id = any (hits)
    union all
    select a.kind, a.thing from asked a join releases_releasedportion p on a.kind = 'releases.portion' and p.id = a.thing
        join releases_release w on w.id = p.release_id
        where p.label_id = any (released) and p.classification = any (cleared)
          and (w.holder_agency_id = hub_agency() or releases_is_for_viewer(w.for_person, w.for_group_id));
end $$;

-- Where released portions stand that the viewer may cite or did, whether or not they may be read still.
create or replace function releases_placed(ids bigint[])
    returns table (id bigint, release_id bigint, number smallint, classification text)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select p.id, p.release_id, p.number::smallint, p.classification::text
    from releases_releasedportion p join releases_release w on w.id = p.release_id
    where p.id = any (ids) and p.label_id = any (hub_labels('releases.view_release')) and p.classification = any (hub_cleared())
      and (w.holder_agency_id = hub_agency() or releases_is_for_viewer(w.for_person, w.for_group_id));
end $$;

revoke all on function releases_is_for_viewer(text, int), releases_for_whom_is_said() from public, hub_application, hub_service;
grant execute on function releases_for_whom_is_said() to hub_owner;
set local role hub_owner;
"""
RULES = """
create function releases_group_is_given_into() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from sharing_epoch e where e.group_id = new.for_group_id
                   and e.sharing_group_id = any (hub_sharing_groups('given'))) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_is_into_a_group_of_the_giver'
            using errcode = 'check_violation', constraint = 'release_is_into_a_group_of_the_giver';
    end if;
    return new;
end $$;
create trigger release_is_into_a_group_of_the_giver before insert on releases_releaserequest for each row
    when (new.for_group_id is not null) execute function releases_group_is_given_into();
create trigger release_stays_for_whom before update on releases_releaserequest for each row
    when (old.for_group_id is distinct from new.for_group_id or old.together is distinct from new.together
          or old.state <> 'DRAFT' and old.for_person <> new.for_person) execute function hub_refuse('release_stays_for_whom');
create trigger for_whom_is_said before insert on releases_consent for each row execute function releases_for_whom_is_said();
create trigger for_whom_is_said before insert on releases_release for each row execute function releases_for_whom_is_said();
create trigger for_whom_is_said before insert on releases_disclosure for each row execute function releases_for_whom_is_said();
create trigger for_whom_stays before update on releases_consent for each row
    when ((old.for_person, old.for_group_id) is distinct from (new.for_person, new.for_group_id))
    execute function hub_refuse('for_whom_stays');
create trigger for_whom_stays before update on releases_release for each row
    when ((old.for_person, old.for_group_id) is distinct from (new.for_person, new.for_group_id))
    execute function hub_refuse('for_whom_stays');
create trigger for_whom_stays before update on releases_disclosure for each row
    when ((old.for_person, old.for_group_id) is distinct from (new.for_person, new.for_group_id))
    execute function hub_refuse('for_whom_stays');

-- Who is not to read it acknowledges nothing of it.
create function releases_acknowledges_for_whom() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user = 'hub_application' and not releases_is_for_viewer(new.for_person, new.for_group_id) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'release_is_acknowledged_by_whom_it_is_for'
            using errcode = 'check_violation', constraint = 'release_is_acknowledged_by_whom_it_is_for';
    end if;
    return new;
end $$;
create trigger release_is_acknowledged_by_whom_it_is_for before update on releases_release for each row
    when (old.acknowledged_by_id is distinct from new.acknowledged_by_id) execute function releases_acknowledges_for_whom();
"""
BACK = """
drop function releases_group_is_given_into() cascade;
drop function releases_acknowledges_for_whom() cascade;
set local role hub_labels;
drop function releases_for_whom_is_said() cascade;
drop function releases_is_for_viewer(text, int) cascade;
set local role hub_owner;
"""


def _for_whom(model: str) -> list[migrations.AddField]:
    return [
        migrations.AddField(model, "for_person", models.CharField(
            blank=True, db_default="", default="", max_length=150, verbose_name="for one person")),
        migrations.AddField(model, "for_group", models.ForeignKey(
            editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="auth.group"))]


class Migration(migrations.Migration):
    dependencies = [("releases", "0018_bears_marks"), ("auth", "0012_alter_user_first_name_max_length"), ("sharing", "0004_epoch_of_group")]

    operations = [
        *_for_whom("releaserequest"), *_for_whom("consent"), *_for_whom("release"), *_for_whom("disclosure"),
        migrations.AddField("releaserequest", "together", models.BigIntegerField(editable=False, null=True)),
        migrations.AddIndex("releaserequest", models.Index(fields=["together"], name="releaserequest_together")),
        migrations.AddConstraint("releaserequest", models.CheckConstraint(
            condition=models.Q(("for_person", ""), ("for_group__isnull", True), _connector="OR"),
            name="release_is_for_one_or_a_group")),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop), migrations.RunSQL(RULES, BACK)]
