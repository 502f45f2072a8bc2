"""What is said of an alert goes on with its new version; and to a sharing group more is said by who gives into it, however."""

from django.db import migrations

_FREE = "'{label_id,alert_id,decided_by_id,decided_at,epoch_id}'::text[]"
GOES_ON = f"""
drop trigger proposal_is_kept on queries_disclosure;
create trigger proposal_is_kept before update on queries_disclosure for each row
    when (to_jsonb(old) - {_FREE} is distinct from to_jsonb(new) - {_FREE}
          or old.decided_at is not null and (old.decided_at, old.decided_by_id) is distinct from (new.decided_at, new.decided_by_id))
    execute function queries_is_kept();

create function queries_goes_on_with_its_alert() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if to_jsonb(old) - '{{label_id,alert_id}}'::text[] is distinct from to_jsonb(new) - '{{label_id,alert_id}}'::text[]
       or not exists (select from alerts_alert a
                      where a.id = new.alert_id and a.replaces_id = old.alert_id and a.state = 'ACTIVE') then
        raise exception 'what is said of an alert goes on with its new version, and with nothing else'
            using errcode = '23514', constraint = 'disclosure_goes_on_with_its_alert';
    end if;
    return new;
end $$;
create trigger disclosure_goes_on_with_its_alert before update on queries_disclosure for each row
    when (old.alert_id is distinct from new.alert_id) execute function queries_goes_on_with_its_alert();

create function queries_is_said_by_who_gives() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.sharing_group_id <> all (hub_sharing_groups('given')) then
        raise exception 'more is said to a sharing group by who gives into it'
            using errcode = '42501', constraint = 'disclosure_is_said_by_who_gives';
    end if;
    return new;
end $$;
create trigger disclosure_is_said_by_who_gives before update on queries_disclosure for each row
    when (new.sharing_group_id is not null and (old.decided_by_id, old.epoch_id) is distinct from (new.decided_by_id, new.epoch_id))
    execute function queries_is_said_by_who_gives();
"""


class Migration(migrations.Migration):

    dependencies = [("queries", "0008_told"), ("alerts", "0010_reserved")]

    operations = [migrations.RunSQL(GOES_ON, migrations.RunSQL.noop)]
