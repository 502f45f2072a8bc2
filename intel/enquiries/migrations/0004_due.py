"""When an answer is due is set by the database: it knows when the agency asked works, and tells who asks no more than that."""

from django.db import migrations

DUE = """
set local role hub_labels;
create function enquiries_due_is_set() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    wanted timestamptz := (select r.answer_by from enquiries_request r where r.id = new.request_id);
    hours int := coalesce((select c.amount from markings_code c where c.scheme = 'urgency' and c.code = new.urgency), 80);
begin
    if wanted <= new.sent_at then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'enquiry_is_due_after_it_is_sent'
            using errcode = 'check_violation', constraint = 'enquiry_is_due_after_it_is_sent';
    end if;
    if wanted is null and new.urgency <> 'URGENT' then  -- which counts by the clock
        wanted := hub_add_working_hours(new.asked_agency_id, new.sent_at, hours);
    end if;
    new.due_at := coalesce(wanted, new.sent_at + make_interval(hours => hours));
    return new;
end $$;
revoke all on function enquiries_due_is_set() from public, hub_application, hub_service;
grant execute on function enquiries_due_is_set() to hub_owner;
set local role hub_owner;
create trigger enquiry_due_is_set before insert on enquiries_enquiry for each row execute function enquiries_due_is_set();
"""
BACK = """
drop trigger enquiry_due_is_set on enquiries_enquiry;
set local role hub_labels;
drop function enquiries_due_is_set();
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0003_kept_until"), ("hours", "0002_labels"), ("labels", "0005_ids")]

    operations = [
        migrations.RemoveField("enquiry", "remind_at"),
        migrations.RemoveField("enquiry", "reminded_at"),
        migrations.RemoveField("enquiry", "escalated_at"),
        migrations.RunSQL(DUE, BACK),
    ]
