"""Events are only added: UPDATE, DELETE and TRUNCATE are refused by the table itself, whoever asks."""

from django.db import migrations

REFUSE = """
create function audit_refuse() returns trigger language plpgsql
    as $$ begin raise exception 'audit events are never changed or removed' using errcode = '42501'; end $$;
create trigger audit_event_is_append_only before update or delete on audit_event
    for each row execute function audit_refuse();
create trigger audit_event_is_never_emptied before truncate on audit_event
    for each statement execute function audit_refuse();
"""
ALLOW = """
drop trigger audit_event_is_never_emptied on audit_event;
drop trigger audit_event_is_append_only on audit_event;
drop function audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
