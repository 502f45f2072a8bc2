"""What a trigger calls to refuse a change: the rule it names, as a violated check."""

from django.db import migrations

FORWARD = """
create function hub_refuse() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    raise exception 'new row for relation "%" violates rule "%"', tg_table_name, tg_argv[0]
        using errcode = 'check_violation', constraint = tg_argv[0];
end $$;
create function hub_requires_viewer() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin  -- tg_argv: the rule, the column that has to name who is looking
    if (to_jsonb(new) ->> tg_argv[1])::bigint is distinct from hub_user() then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, tg_argv[0]
            using errcode = 'check_violation', constraint = tg_argv[0];
    end if;
    return new;
end $$;
"""
BACK = "drop function hub_refuse(); drop function hub_requires_viewer();"


class Migration(migrations.Migration):
    dependencies = [("subjects", "0006_labels")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
