"""Releases are kept no longer than needed: what they say goes, by one function; under a legal hold nobody reads it meanwhile."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LABELS = """
alter table releases_statement add column label_id int;
alter table releases_statement add constraint releases_statement_release_id_label foreign key (release_id, label_id)
    references releases_release (id, label_id) on update cascade;
create index releases_statement_label on releases_statement (release_id, label_id);
"""
FUNCTIONS = """
set local role hub_labels;

-- The one way in which what was asked, consented to and released goes: its words, with the purge of the row that it belongs to.
-- Marks, numbers, who, when and why stay, and the fingerprint.
create function releases_content_goes() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    case tg_table_name
        when 'releases_release' then
            update releases_releasedportion set title = '', text = '', handling_conditions = '' where release_id = new.id;
        when 'releases_consent' then
            update releases_consentportion set title = '', text = '', handling_conditions = '' where consent_id = new.id;
        else
            update releases_portion set title = '', text = '', handling_conditions = '' where request_id = new.id;
    end case;
    return null;
end $$;
revoke all on function releases_content_goes() from public, hub_application, hub_service;
grant execute on function releases_content_goes() to hub_owner;
set local role hub_owner;

create trigger content_goes after update on releases_release for each row
    when (old.purged_at is null and new.purged_at is not null) execute function releases_content_goes();
create trigger content_goes after update on releases_consent for each row
    when (old.purged_at is null and new.purged_at is not null) execute function releases_content_goes();
create trigger content_goes after update on releases_releaserequest for each row
    when (old.purged_at is null and new.purged_at is not null) execute function releases_content_goes();
create trigger purged_stays before update on releases_releaserequest for each row
    when (current_user = 'hub_application' and old.purged_at is distinct from new.purged_at)
    execute function hub_refuse('purged_stays');

drop trigger portion_stays on releases_portion;
create trigger portion_stays before update on releases_portion for each row
    when (current_user <> 'hub_labels' and to_jsonb(old) - 'label_id' is distinct from to_jsonb(new) - 'label_id')
    execute function hub_refuse('portion_stays');
drop trigger consent_portion_stays on releases_consentportion;
create trigger consent_portion_stays before update on releases_consentportion for each row
    when (current_user <> 'hub_labels' and to_jsonb(old) - 'label_id' is distinct from to_jsonb(new) - 'label_id')
    execute function hub_refuse('consent_portion_stays');
drop trigger released_portion_stays on releases_releasedportion;
create trigger released_portion_stays before update on releases_releasedportion for each row
    when (current_user <> 'hub_labels' and to_jsonb(old) - 'label_id' is distinct from to_jsonb(new) - 'label_id')
    execute function hub_refuse('released_portion_stays');

-- What was signed stays signed; a legal hold ends, or is prolonged, by another statement. Each of them stands.
drop trigger release_receipt_stays on releases_release;
create trigger release_receipt_stays before update on releases_release for each row
    when (old.receipt = 'PURGED' and (old.receipt, old.receipt_words, old.held_until, old.receipted_by_id, old.receipted_at)
          is distinct from (new.receipt, new.receipt_words, new.held_until, new.receipted_by_id, new.receipted_at)
          or old.receipt = 'HELD' and new.receipt = '')
    execute function hub_refuse('release_receipt_stays');
create function releases_receipt_is_stated() returns trigger language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user = 'hub_application' and not exists (
        select from releases_statement s where s.release_id = new.id
        and (s.receipt, s.words, s.held_until, s.written_by_id, s.made_at) is not distinct from
            (new.receipt, new.receipt_words, new.held_until, new.receipted_by_id, new.receipted_at)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'receipt_is_stated'
            using errcode = 'check_violation', constraint = 'receipt_is_stated';
    end if;
    return new;
end $$;
create trigger receipt_is_stated before update on releases_release for each row
    when ((old.receipt, old.receipt_words, old.held_until, old.receipted_by_id, old.receipted_at) is distinct from
          (new.receipt, new.receipt_words, new.held_until, new.receipted_by_id, new.receipted_at))
    execute function releases_receipt_is_stated();
create trigger statement_stays before update on releases_statement for each row
    when (to_jsonb(old) - 'label_id' is distinct from to_jsonb(new) - 'label_id') execute function hub_refuse('statement_stays');
"""
BACK = """
drop function releases_receipt_is_stated() cascade;
set local role hub_labels;
drop function releases_content_goes() cascade;
set local role hub_owner;
drop trigger purged_stays on releases_releaserequest;
"""
#: What was signed until now.
STATEMENTS = """
insert into releases_statement (release_id, agency_id, written_by_id, made_at, receipt, words, held_until)
select r.id, r.recipient_agency_id, r.receipted_by_id, r.receipted_at, r.receipt, r.receipt_words, r.held_until
from releases_release r where r.receipt <> '';
set constraints all immediate;
"""
#: A hold that said no end has one in half a year: then it is signed for anew.
HELD = """
update releases_release set held_until = (receipted_at + interval '180 days')::date where receipt = 'HELD';
set constraints all immediate;
"""

RECEIPTS = [("PURGED", "All copies outside the hub are destroyed, or there were none"),
            ("HELD", "A legal hold keeps copies; nobody reads them for anything else")]
KEPT = ("releaserequest", "consent", "release")


class Migration(migrations.Migration):
    dependencies = [("releases", "0013_emergency_rules"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        *(migrations.AddField(model, "retain_until", models.DateField(editable=False, null=True))
          for model in (*KEPT, "productanswer")),
        *(migrations.AddField(model, "purged_at", models.DateTimeField(editable=False, null=True, verbose_name="purged"))
          for model in KEPT),
        migrations.AddField("release", "held_until", models.DateField(
            editable=False, null=True, verbose_name="a legal hold keeps copies until")),
        migrations.RunSQL(HELD, migrations.RunSQL.noop),
        migrations.AddConstraint("release", models.CheckConstraint(
            condition=models.Q(("held_until__isnull", False), ("receipt", "HELD"))
            | models.Q(models.Q(("receipt", "HELD"), _negated=True), ("held_until__isnull", True)),
            name="release_held_says_until_when")),
        migrations.RemoveConstraint("portion", "portion_says_something"),
        migrations.AddConstraint("portion", models.CheckConstraint(
            condition=models.Q(models.Q(("text", ""), _negated=True), ("title", ""), _connector="OR"),
            name="portion_says_something")),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receipt", models.CharField(choices=RECEIPTS, max_length=10, verbose_name="receipt")),
                ("words", models.TextField(verbose_name="what was destroyed, or what hold keeps it")),
                ("held_until", models.DateField(null=True, verbose_name="a legal hold keeps copies until")),
                ("made_at", models.DateTimeField(verbose_name="when")),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency")),
                ("written_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+",
                                                 to=settings.AUTH_USER_MODEL, verbose_name="person")),
                ("release", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="statements",
                                              to="releases.release")),
            ],
            options={"ordering": ["-id"], "default_permissions": ()},
        ),
        migrations.RunSQL(LABELS, migrations.RunSQL.noop),
        migrations.RunSQL(STATEMENTS, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, BACK),
    ]
