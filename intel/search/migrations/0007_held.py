"""What a transaction of many rows wrote is written at its end, once, and not for each statement that wrote a part of it."""

import django.contrib.postgres.fields
from django.db import migrations, models

HOLDING = """
grant select, insert, delete on search_held to hub_labels;

set local role hub_labels;
set local check_function_bodies = off;  -- the columns of labels come after the migrations

-- What changed is written in the transaction that changed it: at once, or at the end of one that says that it writes many; while the
-- tables are closed, it is noted.
create or replace function search_follows() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ids bigint[];
begin
    execute format('select array_agg(distinct %I) from changed', tg_argv[1]) into ids;
    if ids is null then
        return null;
    elsif not exists (select from pg_policy p where p.polrelid = 'search_entry'::regclass) then
        perform search_miss(tg_argv[0], ids);
    elsif current_setting('hub.writes_many', true) = 'yes' then
        insert into search_held (kind, object_ids) values (tg_argv[0], ids);
    else
        perform search_refresh(tg_argv[0], ids);
    end if;
    return null;
end $$;

-- All that this transaction held: what others hold is not seen before they commit, and then it is gone.
create function search_writes_held() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    of_kind text;
    ids bigint[];
begin
    for of_kind, ids in
        with held as (delete from search_held returning kind, object_ids)
        select kind, array_agg(distinct id order by id) from held, unnest(object_ids) id group by kind order by kind
    loop
        perform search_refresh(of_kind, ids);
    end loop;
    return null;
end $$;
revoke all on function search_writes_held() from public, hub_application, hub_service;
grant execute on function search_writes_held() to hub_owner;
set local role hub_owner;

create constraint trigger search_writes_held after insert on search_held deferrable initially deferred
    for each row execute function search_writes_held();
"""
BACK = """
drop trigger search_writes_held on search_held;
set local role hub_labels;
drop function search_writes_held();
set local check_function_bodies = off;
create or replace function search_follows() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ids bigint[];
begin
    execute format('select array_agg(distinct %I) from changed', tg_argv[1]) into ids;
    if ids is null then
        return null;
    elsif exists (select from pg_policy p where p.polrelid = 'search_entry'::regclass) then
        perform search_refresh(tg_argv[0], ids);
    else
        perform search_miss(tg_argv[0], ids);
    end if;
    return null;
end $$;
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0006_words_at_once")]

    operations = [
        migrations.CreateModel(
            name="Held",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("object_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={"db_table": "search_held", "default_permissions": ()},
        ),
        migrations.RunSQL(HOLDING, BACK),
    ]
