"""Labels of what an agency is told; and the one function that knows both alerts of a collision."""

from django.db import migrations

LABELS = """
alter table deconfliction_side add column label_id int, add column subject_label_id int,
    add column beside_label_id int, add column beside_subject_label_id int;
alter table deconfliction_side add constraint deconfliction_side_alert_id_label
    foreign key (alert_id, label_id, subject_label_id) references alerts_alert (id, label_id, subject_label_id) on update cascade;
alter table deconfliction_side add constraint deconfliction_side_beside_id_label
    foreign key (beside_id, beside_label_id, beside_subject_label_id)
    references alerts_alert (id, label_id, subject_label_id) on update cascade;
create index deconfliction_side_label on deconfliction_side (alert_id, label_id);
create index deconfliction_side_beside_label on deconfliction_side (beside_id, beside_label_id);
"""

FUNCTIONS = """
set local role hub_labels;

-- The alerts in force on a day that are on one subject with one of these and incompatible with it: their subjects bear the same
-- identifier, of a kind that names one thing; or hits of both on one trader were confirmed. No agency has two on one row.
create function deconfliction_pairs(ids bigint[], today date) returns table (first_alert bigint, second_alert bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with given as materialized (
        select a.id, a.subject_id from alerts_alert a
        where a.id = any (ids) and a.action_requested in (
            select p.discreet from deconfliction_incompatible p union all select p.noticed from deconfliction_incompatible p)),
    near as (
        select g.id as one, b.id as other from given g
            join subjects_subjectidentifier i on i.subject_id = g.subject_id
            join subjects_subjectidentifier j on j.kind = i.kind and j.normalised = i.normalised
            join alerts_alert b on b.subject_id = j.subject_id and b.state = 'ACTIVE'
        where i.normalised <> '' and i.valid is distinct from false and j.valid is distinct from false
          and i.kind in ('tax', 'registration', 'national_id', 'passport', 'lei', 'container', 'imo', 'mmsi', 'callsign', 'vin',
                         'plate', 'iban')
          and (i.kind not in ('tax', 'registration', 'national_id', 'passport', 'plate')
               or i.country = j.country or '' in (i.country, j.country))
        union
        select g.id, n.alert_id from given g
            join screening_match m on m.alert_id = g.id join hits_hit h on h.match_id = m.id and h.state = 'CONFIRMED_HIT'
            join screening_match n on n.trader_id = m.trader_id and n.alert_id <> g.id
            join hits_hit k on k.match_id = n.id and k.state = 'CONFIRMED_HIT')
    select distinct least(a.id, b.id), greatest(a.id, b.id)
    from near
    join alerts_alert a on a.id = near.one and a.state = 'ACTIVE' and today between a.valid_from and a.valid_until
    join alerts_alert b on b.id = near.other and b.state = 'ACTIVE' and today between b.valid_from and b.valid_until and b.id <> a.id
    join deconfliction_incompatible p
        on (p.discreet, p.noticed) in ((a.action_requested, b.action_requested), (b.action_requested, a.action_requested))
       and today between coalesce(p.valid_from, today) and coalesce(p.valid_until, today)
    join subjects_subject s on s.id = a.subject_id and s.use_restricted_at is null
    join subjects_subject t on t.id = b.subject_id and t.use_restricted_at is null;
end $$;

-- A reference that says nothing: drawn, and of no agency.
create function deconfliction_reference() returns text
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    drawn text;
begin
    loop
        drawn := upper(encode(substr(uuid_send(gen_random_uuid()), 1, 4), 'hex'));
        drawn := 'D-' || substr(drawn, 1, 4) || '-' || substr(drawn, 5);
        exit when not exists (select from deconfliction_collision where reference = drawn)
              and not exists (select from deconfliction_side where reference = drawn);
    end loop;
    return drawn;
end $$;

-- The first version of an alert: a new version of an alert in force is an alert of its own that names the one it replaced.
create function deconfliction_first(alert bigint) returns bigint
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with recursive before (id, replaces_id) as (
        select a.id, a.replaces_id from alerts_alert a where a.id = alert
        union all
        select a.id, a.replaces_id from before b join alerts_alert a on a.id = b.replaces_id)
    select id from before where replaces_id is null
$$;

-- Compare these alerts, and all that collide, with what is in force: a pair that is new is told to both agencies and to the
-- coordinator, one that is no pair any more ends. Whoever calls it learns which rows were made or ended, and not which belong
-- together. Two workers go one after the other: what the first has told, the second finds told.
create function deconfliction_compare(ids bigint[], today date, told timestamptz)
    returns table (what text, row_id bigint, agency_id bigint)
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    pair record;
    of_pair bigint;
    still bigint[] := '{}';
begin
    perform pg_advisory_xact_lock(hashtextextended('deconfliction', 0));
    ids := ids || array(select s.alert_id from deconfliction_found f join deconfliction_side s on s.found_id = f.id
                        where f.ended_at is null
                        union select s.beside_id from deconfliction_found f join deconfliction_side s on s.found_id = f.id
                        where f.ended_at is null);
    ids := ids || array(select a.id from alerts_alert a where a.replaces_id = any (ids));
    for pair in
        select p.first_alert, p.second_alert, least(r.one, r.other) as first_root, greatest(r.one, r.other) as second_root
        from deconfliction_pairs(ids, today) p cross join lateral (
            select deconfliction_first(p.first_alert) as one, deconfliction_first(p.second_alert) as other) r
        order by 1, 2 loop
        select f.id into of_pair from deconfliction_found f
            where (f.first_alert_id, f.second_alert_id) = (pair.first_root, pair.second_root) and f.ended_at is null;
        if of_pair is null then
            insert into deconfliction_found (first_alert_id, second_alert_id) values (pair.first_root, pair.second_root)
                returning id into of_pair;
            return query select * from deconfliction_tell(of_pair, pair.first_alert, pair.second_alert, told);
        else  -- a new version of an alert takes the place of the one before: the other agency notices nothing
            update deconfliction_side s
                set alert_id = a.id, label_id = a.label_id, subject_label_id = a.subject_label_id,
                    beside_id = b.id, beside_label_id = b.label_id, beside_subject_label_id = b.subject_label_id
                from alerts_alert a, alerts_alert b
                where s.found_id = of_pair and (a.id, b.id) <> (s.alert_id, s.beside_id)
                  and a.id in (pair.first_alert, pair.second_alert) and deconfliction_first(a.id) = deconfliction_first(s.alert_id)
                  and b.id in (pair.first_alert, pair.second_alert) and deconfliction_first(b.id) = deconfliction_first(s.beside_id);
        end if;
        still := still || of_pair;
    end loop;
    for of_pair in update deconfliction_found f set ended_at = told where f.ended_at is null and f.id <> all (still) returning f.id loop
        return query
        update deconfliction_collision c set state = 'ENDED', moved_by_id = null, moved_at = told, revision = c.revision + 1
            where c.found_id = of_pair and c.state not in ('CLOSED', 'ENDED') returning 'over', c.id, null::bigint;
        return query
        update deconfliction_side s set state = 'ENDED', moved_by_id = null, moved_at = told, revision = s.revision + 1
            where s.found_id = of_pair and s.state not in ('CLOSED', 'ENDED') returning 'ended', s.id, s.owner_agency_id;
    end loop;
end $$;

-- Two alerts of one agency are told to it as one row; of two agencies each is told of its own, and the coordinator whose they are.
create function deconfliction_tell(of_pair bigint, one bigint, other bigint, told timestamptz)
    returns table (what text, row_id bigint, agency_id bigint)
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    agencies bigint[] := array(select distinct a.owner_agency_id from alerts_alert a where a.id in (one, other) order by 1);
    called text := deconfliction_reference();
    made bigint;
begin
    if cardinality(agencies) = 2 then
        insert into deconfliction_collision (found_id, reference, first_agency_id, second_agency_id, told_at, state, revision)
            values (of_pair, called, agencies[1], agencies[2], told, 'FOUND', 1) returning id into made;
        return query select 'found', made, null::bigint;
    end if;
    return query
    insert into deconfliction_side (found_id, collision_id, reference, owner_agency_id, alert_id, beside_id, told_at, state, revision)
        select of_pair, made, called, a.owner_agency_id, a.id, case when made is null then other else a.id end, told, 'TOLD', 1
        from alerts_alert a where a.id = one or a.id = other and made is not null order by random()
        returning case when made is null then 'within' else 'told' end, id, owner_agency_id;
end $$;

-- What an agency says to the coordinator, and that the coordinator closed it: neither reads the other's row.
create function deconfliction_says() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into deconfliction_answer (collision_id, agency_id, said, said_at)
        values (new.collision_id, new.owner_agency_id, new.state, statement_timestamp());
    return null;
end $$;
create function deconfliction_closes() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update deconfliction_side s set state = 'CLOSED', moved_by_id = null, moved_at = new.moved_at, revision = s.revision + 1
        where s.collision_id = new.id and s.state not in ('CLOSED', 'ENDED');
    return null;
end $$;

revoke all on function deconfliction_pairs(bigint[], date), deconfliction_reference(), deconfliction_first(bigint),
    deconfliction_compare(bigint[], date, timestamptz), deconfliction_tell(bigint, bigint, bigint, timestamptz),
    deconfliction_says(), deconfliction_closes() from public, hub_application, hub_service;
grant execute on function deconfliction_says(), deconfliction_closes() to hub_owner;
set local role hub_owner;

create trigger stays_over before update on deconfliction_side for each row
    when (old.state in ('CLOSED', 'ENDED') and old.state <> new.state) execute function hub_refuse('side_that_is_over_stays_so');
create trigger stays_over before update on deconfliction_collision for each row
    when (old.state in ('CLOSED', 'ENDED') and old.state <> new.state) execute function hub_refuse('collision_that_is_over_stays_so');
create trigger says after update on deconfliction_side for each row
    when (old.state <> new.state and new.state in ('SPOKEN', 'SOLVED') and new.collision_id is not null)
    execute function deconfliction_says();
create trigger closes after update on deconfliction_collision for each row
    when (old.state <> new.state and new.state = 'CLOSED') execute function deconfliction_closes();
"""
BACK = """
drop trigger stays_over on deconfliction_side;
drop trigger stays_over on deconfliction_collision;
drop trigger says on deconfliction_side;
drop trigger closes on deconfliction_collision;
set local role hub_labels;
drop function deconfliction_closes(), deconfliction_says(), deconfliction_tell(bigint, bigint, bigint, timestamptz),
    deconfliction_compare(bigint[], date, timestamptz), deconfliction_first(bigint), deconfliction_reference(),
    deconfliction_pairs(bigint[], date);
set local role hub_owner;
alter table deconfliction_side drop column label_id, drop column subject_label_id, drop column beside_label_id,
    drop column beside_subject_label_id;
"""


class Migration(migrations.Migration):
    dependencies = [("deconfliction", "0001_initial"), ("alerts", "0011_held"), ("hits", "0006_notes_of_a_side"),
                    ("labels", "0005_ids")]

    operations = [migrations.RunSQL(LABELS + FUNCTIONS, BACK)]
