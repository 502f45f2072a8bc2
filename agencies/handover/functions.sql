-- Run as hub_owner; with the caller's rights, for whom what they do not see is not there. See settling.py.

-- Whether the absence of somebody lets their work go: to who stands in while it lasts, and back to them when it ends, which is
-- in the very transaction that ends it.
create or replace function hub_absence_passes(giver bigint, receiver bigint, which bigint default null) returns boolean
    language sql stable set search_path = pg_catalog, public, pg_temp
    as $$ select exists (
        select from handover_absence a where a.owner_agency_id = hub_agency() and a.id = coalesce(which, a.id)
        and a.begun_at is not null
        and ((a.person_id = giver and a.stand_in_id = coalesce(receiver, a.stand_in_id) and a.ended_at is null)
             or (a.stand_in_id = giver and a.person_id = coalesce(receiver, a.person_id)
                 and a.ended_at > now() - interval '1 minute'))) $$;

-- A thing is given by who has it, or had it; by who hands over the work of others; or because somebody is away. What nobody had
-- yet, and has no author, is taken up. Nobody makes a colleague's draft theirs.
create or replace function hub_holding_is_given() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    givers bigint[];
    hands_over boolean := 'handover.hand_over' = any (hub_acts());
    is_right boolean;
begin
    if current_user <> 'hub_application' then
        return new;
    end if;
    if tg_op = 'UPDATE' and new.holds = old.holds then
        is_right := new.given_by_id = old.given_by_id;
    elsif not new.holds then  -- it is taken from somebody, for another to have it
        is_right := tg_op = 'UPDATE' and (old.person_id = hub_user() or hands_over or hub_absence_passes(old.person_id, null));
    else
        select array_agg(p.id) into givers from agencies_user p
            where p.agency_id = hub_agency() and exists (select from hub_handed(new.kind, new.object_id) t
                where t.author = p.id or exists (select from handover_holding h
                    where h.kind = new.kind and h.object_id = new.object_id and h.person_id = p.id and h.id <> new.id));
        select new.given_by_id = hub_user() and case
            when givers is null then new.person_id = hub_user() and t.author is null
            else hub_user() = any (givers) or hands_over
                 or exists (select from unnest(givers) g where hub_absence_passes(g, new.person_id)) end
            into is_right from hub_handed(new.kind, new.object_id) t;
    end if;
    if is_right is not true then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'holding_is_given_by_who_has_it'
            using errcode = 'check_violation', constraint = 'holding_is_given_by_who_has_it';
    end if;
    return new;
end $$;
create or replace trigger holding_is_given before insert or update on handover_holding for each row
    execute function hub_holding_is_given();
