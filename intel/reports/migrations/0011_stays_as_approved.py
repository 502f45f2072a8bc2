"""What was submitted stays as it was: its paragraphs, and what they rest on."""

from django.db import migrations

FORWARD = """
-- Runs with the caller's rights: labels and markings that follow others are not somebody who writes.
create function reports_stays_as_submitted() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    of_row jsonb := to_jsonb(case when tg_op = 'INSERT' then new else old end);
    of_report bigint := of_row ->> 'report_id';
begin
    if current_user <> 'hub_application' then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    if of_report is null then
        select p.report_id into of_report from reports_paragraph p where p.id = (of_row ->> 'paragraph_id')::bigint;
    end if;
    if not exists (select from reports_report r where r.id = of_report and r.state = 'DRAFT') then
        raise exception 'row of relation "%" violates rule "%"', tg_table_name, 'report_stays_as_submitted'
            using errcode = 'check_violation', constraint = 'report_stays_as_submitted';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger stays_as_submitted before insert or update or delete on reports_paragraph for each row
    execute function reports_stays_as_submitted();
create trigger stays_as_submitted before insert or update or delete on reports_citation for each row
    execute function reports_stays_as_submitted();
"""
BACK = "drop function reports_stays_as_submitted() cascade;"


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_held")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
