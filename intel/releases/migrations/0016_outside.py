"""Releases to bodies outside: links that work once, what was signed on paper, and what the database holds of both."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

LABELS = """
alter table releases_delivery add column label_id int;
alter table releases_delivery add constraint releases_delivery_release_id_label foreign key (release_id, label_id)
    references releases_release (id, label_id) on update cascade;
create index releases_delivery_label on releases_delivery (release_id, label_id);
alter table releases_paper add column label_id int;
alter table releases_paper add constraint releases_paper_release_id_label foreign key (release_id, label_id)
    references releases_release (id, label_id) on update cascade;
create index releases_paper_label on releases_paper (release_id, label_id);
grant update (sealed, taken_at, closed_at) on releases_delivery to hub_labels;
grant update (acknowledged_by_id, acknowledged_at, receipt, receipt_words, held_until, receipted_by_id, receipted_at)
    on releases_release to hub_labels;
"""
FUNCTIONS = """
-- The list of bodies outside is kept by who decides on releases, of any agency. Null where the code is taken.
create function releases_register_body(of_code text, of_name text, of_address text, of_country text) returns bigint
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    made bigint;
begin
    if 'releases.decide_release' <> all (hub_acts()) then
        raise exception 'only who decides on releases enters a body outside' using errcode = '42501';
    end if;
    insert into agencies_agency (code, name, kind, country, address) values (of_code, of_name, 'OUTSIDE', of_country, of_address)
    on conflict (code) do nothing returning id into made;
    return made;
end $$;
revoke all on function releases_register_body(text, text, text, text) from public, hub_service;
grant execute on function releases_register_body(text, text, text, text) to hub_application;

set local role hub_labels;

-- A link is made to what holds, for a body outside, with a copy of just that; those made before close.
create function releases_delivery_is_made() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    new.made_at := statement_timestamp();
    if new.taken_at is not null or new.closed_at is not null or new.sealed is null
       or new.expires_at > new.made_at + interval '31 days' or not exists (
        select from releases_release r join agencies_agency a on a.id = r.recipient_agency_id
        join releases_copy c on c.id = new.copy_id and c.release_id = r.id
        where r.id = new.release_id and a.kind = 'OUTSIDE' and r.holder_agency_id = new.agency_id and r.state = 'RELEASED'
          and (r.expires_at is null or r.expires_at > statement_timestamp()) and r.classification <> 'SECRET'
          and (not r.must_acknowledge or r.acknowledged_at is not null)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'delivery_is_of_what_holds'
            using errcode = 'check_violation', constraint = 'delivery_is_of_what_holds';
    end if;
    update releases_delivery d set closed_at = statement_timestamp(), sealed = null
    where d.release_id = new.release_id and d.sealed is not null;
    insert into work_work (kind, object_id, not_before) values ('releases.link_over', new.release_id, new.expires_at);
    return new;
end $$;

-- What is not to be taken any more does not lie here any longer.
create function releases_close_links(releases bigint[]) returns void
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    update releases_delivery d set closed_at = statement_timestamp(), sealed = null
    from releases_release r where r.id = d.release_id and r.id = any (releases) and d.sealed is not null
    and (d.expires_at <= statement_timestamp() or r.state <> 'RELEASED' or r.expires_at <= statement_timestamp()) $$;
create function releases_release_closes_links() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform releases_close_links(array[new.id]);
    return null;
end $$;

-- Whose link works: who has the word learns which agency gave it.
create function releases_link_of(of_digest text) returns bigint
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select d.agency_id from releases_delivery d join releases_release r on r.id = d.release_id
            where d.key_digest = of_digest and d.sealed is not null and d.expires_at > statement_timestamp() and r.state = 'RELEASED'
              and (r.expires_at is null or r.expires_at > statement_timestamp()));
end $$;

-- Who has the word takes the copy, sealed as it is, once.
create function releases_take(of_digest text) returns table (id bigint, agency bigint, reference text, code text, content bytea)
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    found_one releases_delivery;
begin
    select * into found_one from releases_delivery d where d.key_digest = of_digest for update;
    if releases_link_of(of_digest) is null then
        return;
    end if;
    update releases_delivery d set taken_at = statement_timestamp(), sealed = null where d.id = found_one.id;
    return query
    select found_one.id, found_one.agency_id, r.reference::text, c.code::text, found_one.sealed
    from releases_release r join releases_copy c on c.id = found_one.copy_id where r.id = found_one.release_id;
end $$;

-- What was signed on paper stands on the release, as if its recipient had signed it here; in the name of who recorded it.
create function releases_paper_is_recorded() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    signed releases_release;
begin
    select r.* into signed from releases_release r join agencies_agency a on a.id = r.recipient_agency_id
    where r.id = new.release_id and a.kind = 'OUTSIDE' and r.holder_agency_id = new.agency_id for update of r;
    if signed.id is null or new.signed_on > (statement_timestamp() + interval '14 hours')::date
       or new.kind = 'ACKNOWLEDGED' and (signed.state <> 'RELEASED' or signed.acknowledged_at is not null)
       or new.kind = 'STATEMENT' and (signed.state = 'RELEASED' or signed.receipt = 'PURGED'
                                        or signed.purged_at is not null) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'paper_is_on_what_waits_for_it'
            using errcode = 'check_violation', constraint = 'paper_is_on_what_waits_for_it';
    end if;
    if new.kind = 'ACKNOWLEDGED' then
        update releases_release r set acknowledged_by_id = new.written_by_id, acknowledged_at = statement_timestamp(),
               revision = r.revision + 1, updated_at = statement_timestamp() where r.id = new.release_id;
    else
        update releases_release r set receipt = new.receipt, receipt_words = new.words, held_until = new.held_until,
               receipted_by_id = new.written_by_id,
               receipted_at = statement_timestamp(), revision = r.revision + 1, updated_at = statement_timestamp()
        where r.id = new.release_id;
    end if;
    return null;
end $$;

revoke all on function releases_delivery_is_made(), releases_close_links(bigint[]), releases_release_closes_links(),
    releases_link_of(text), releases_take(text), releases_paper_is_recorded() from public, hub_application, hub_service;
grant execute on function releases_delivery_is_made(), releases_release_closes_links(), releases_paper_is_recorded() to hub_owner;
set local role hub_owner;

create trigger delivery_is_of_what_holds before insert on releases_delivery for each row
    execute function releases_delivery_is_made();
create trigger delivery_stays before update on releases_delivery for each row
    when (to_jsonb(old) - '{label_id,sealed,taken_at,closed_at}'::text[] is distinct from
          to_jsonb(new) - '{label_id,sealed,taken_at,closed_at}'::text[]
          or old.sealed is null and new.sealed is not null or old.taken_at is not null and new.taken_at is distinct from old.taken_at)
    execute function hub_refuse('delivery_stays');
create trigger links_close_with_it after update on releases_release for each row
    when (old.state = 'RELEASED' and new.state <> 'RELEASED') execute function releases_release_closes_links();
create trigger paper_is_on_what_waits_for_it after insert on releases_paper for each row
    execute function releases_paper_is_recorded();
create trigger paper_stays before update on releases_paper for each row
    when (to_jsonb(old) - 'label_id' is distinct from to_jsonb(new) - 'label_id') execute function hub_refuse('paper_stays');
"""
BACK = """
drop trigger links_close_with_it on releases_release;
drop function releases_register_body(text, text, text, text);
set local role hub_labels;
drop function releases_delivery_is_made() cascade;
drop function releases_release_closes_links() cascade;
drop function releases_paper_is_recorded() cascade;
drop function releases_take(text);
drop function releases_link_of(text);
drop function releases_close_links(bigint[]);
set local role hub_owner;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_outside'),
        ('releases', '0014_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='works until')),
                ('key_digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('sealed', models.BinaryField(null=True)),
                ('taken_at', models.DateTimeField(null=True, verbose_name='taken')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('copy', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='delivery', to='releases.copy')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='releases.release')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'link to a release',
                'verbose_name_plural': 'links to releases',
                'ordering': ['-id'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='delivery_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('sealed__isnull', True), models.Q(('closed_at__isnull', True), ('taken_at__isnull', True)), _connector='OR'), name='delivery_keeps_nothing_when_it_is_over'), models.UniqueConstraint(condition=models.Q(('sealed__isnull', False)), fields=('release',), name='delivery_is_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='when')),
                ('kind', models.CharField(choices=[('ACKNOWLEDGED', 'That the conditions are acknowledged'), ('STATEMENT', 'What became of the copies')], max_length=12, verbose_name='what was signed')),
                ('receipt', models.CharField(blank=True, choices=[('PURGED', 'All copies outside the hub are destroyed, or there were none'), ('HELD', 'A legal hold keeps copies; nobody reads them for anything else')], max_length=10, verbose_name='what became of the copies')),
                ('held_until', models.DateField(null=True, verbose_name='a legal hold keeps copies until')),
                ('signed_by', models.CharField(max_length=300, verbose_name='signed by')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('words', models.TextField(verbose_name='what it says, and where the paper is kept')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='releases.release')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'paper on a release',
                'verbose_name_plural': 'papers on releases',
                'ordering': ['-id'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'ACKNOWLEDGED')), fields=('release',), name='paper_acknowledges_once'), models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', False), ('receipt', 'HELD')), models.Q(models.Q(('receipt', 'HELD'), _negated=True), ('held_until__isnull', True)), _connector='OR'), name='paper_held_says_until_when'), models.CheckConstraint(condition=models.Q(models.Q(('signed_by', ''), _negated=True), models.Q(('words', ''), _negated=True)), name='paper_says_who_and_what'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'STATEMENT'), models.Q(('receipt', ''), _negated=True)), models.Q(('kind', 'ACKNOWLEDGED'), ('receipt', '')), _connector='OR'), name='paper_statement_says_what_became_of_it')],
            },
        ),
        migrations.RunSQL(LABELS, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, BACK),
    ]
