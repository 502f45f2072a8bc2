"""What a recall or a correction brings about: releases further on fall with it, answers are owed, time runs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LABELS = """
alter table releases_productanswer add column label_id int;
alter table releases_productanswer add constraint releases_productanswer_with_label unique (id, label_id);
create index releases_productanswer_label on releases_productanswer (label_id, id desc);
"""
FUNCTIONS = """
set local role hub_labels;

-- What rests on a release: the walk of `releases_rests_on`, backwards.
create function releases_resting(of_release bigint) returns table (kind text, thing bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with recursive resting (kind, thing) as (
        select 'releases.portion', p.id from releases_releasedportion p where p.release_id = of_release
        union
        select n.kind, n.thing from resting r cross join lateral (
            select 'reports.paragraph', c.paragraph_id from reports_citation c where c.kind = r.kind and c.cited_id = r.thing
            union all
            select 'reports.report', p.report_id from reports_paragraph p where r.kind = 'reports.paragraph' and p.id = r.thing
            union all
            select 'reports.report', l.source_id from reports_reportlink l
                where r.kind = 'reports.report' and l.target_id = r.thing
            union all
            select 'reports.paragraph', p.id from reports_reportlink l join reports_paragraph p on p.report_id = l.source_id
                where r.kind = 'reports.report' and l.target_id = r.thing
            union all
            select 'alerts.alert', a.alert_id from alerts_alertreport a where r.kind = 'reports.report' and a.report_id = r.thing
            union all
            select 'hits.hit', h.id from screening_match m join hits_hit h on h.match_id = m.id
                where r.kind = 'alerts.alert' and m.alert_id = r.thing
        ) n (kind, thing))
    select kind, thing from resting;
end $$;

-- When so many hours of work of an agency are over; of an agency that never works, by the clock.
create function releases_after(agency bigint, since timestamptz, hours numeric) returns timestamptz
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin  -- not in SQL, whose body is read at once: the hours of work are there after all migrations
    return coalesce(hub_add_working_hours(agency, since, hours), since + make_interval(secs => (hours * 3600)::float));
end $$;
create function releases_hours(of_code text, otherwise int) returns int
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select coalesce((select c.amount from markings_code c where c.scheme = 'recall' and c.code = of_code), otherwise) $$;

-- Have somebody reminded at half of the time, told when it is over, and the other agency after half of it again.
create function releases_chase(what text, release bigint, agency bigint, since timestamptz, hours int) returns void
    language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    insert into work_work (kind, object_id, not_before) values
        ('releases.' || what || '_half', release, releases_after(agency, since, hours / 2.0)),
        ('releases.' || what || '_due', release, releases_after(agency, since, hours)),
        ('releases.' || what || '_late', release, releases_after(agency, since, hours * 1.5)) $$;

create function releases_receipt_is_due() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    new.receipt_due_at := case when new.state = 'RELEASED' then null when old.state = 'RELEASED' then
        releases_after(new.recipient_agency_id, statement_timestamp(), releases_hours('RECEIPT', 24)) else old.receipt_due_at end;
    return new;
end $$;

-- What is over is signed for in time. Recalled or corrected, an answer is owed for each report of its recipient that cites it, and
-- what was released further on of all that rests on it is recalled with it.
create function releases_release_is_over() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ladder constant text[] := '{UNCLASSIFIED,RESTRICTED,CONFIDENTIAL,SECRET}';
    fallen bigint[];
    hours int := releases_hours('PRODUCTS', 80);
begin
    perform releases_chase('receipt', new.id, new.recipient_agency_id, statement_timestamp(), releases_hours('RECEIPT', 24));
    if new.state not in ('RECALLED', 'CORRECTED') then
        return null;
    end if;
    insert into releases_productanswer (release_id, owner_agency_id, classification, report_id, state, reason, asked_at, due_at, revision)
    select new.id, r.owner_agency_id, ladder[greatest(array_position(ladder, r.classification::text),
                                                      array_position(ladder, new.classification::text))],
           r.id, 'OPEN', '', statement_timestamp(), releases_after(new.recipient_agency_id, statement_timestamp(), hours), 1
    from reports_report r where r.owner_agency_id = new.recipient_agency_id and r.state <> 'WITHDRAWN' and exists (
        select from releases_releasedportion p join reports_citation c on c.kind = 'releases.portion' and c.cited_id = p.id
        join reports_paragraph g on g.id = c.paragraph_id where p.release_id = new.id and g.report_id = r.id);
    if found then
        insert into work_work (kind, object_id) values ('releases.answers_owed', new.id);
        perform releases_chase('answers', new.id, new.recipient_agency_id, statement_timestamp(), hours);
    end if;
    with gone as (
        update releases_release w set state = 'RECALLED', ended_at = statement_timestamp(), revision = w.revision + 1,
               updated_at = statement_timestamp()
        where w.state = 'RELEASED' and w.id <> new.id and w.id in (
            select p.release_id from releases_resting(new.id) n join releases_portion q on (q.kind, q.source_id) = (n.kind, n.thing)
            join releases_releasedportion p on p.portion_id = q.id)
        returning w.id)
    select array_agg(id) into fallen from gone;
    insert into releases_releasestep (release_id, agency_id, state, reason, at)
    select w.id, w.holder_agency_id, w.state, '', statement_timestamp() from releases_release w where w.id = any (fallen);
    insert into work_work (kind, object_id) select 'releases.fell_with', unnest(fallen);
    return null;
end $$;

-- Nothing is released that rests on what does not hold any more.
create function releases_portion_rests_on_what_holds() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (
        select from releases_portion q join releases_release w on w.id = new.release_id
        cross join lateral releases_rests_on(q.kind, q.source_id, w.holder_agency_id, w.recipient_agency_id) n
        join releases_releasedportion p on n.kind = 'releases.portion' and p.id = n.thing join releases_release o on o.id = p.release_id
        where q.id = new.portion_id and (o.state <> 'RELEASED' or o.expires_at <= statement_timestamp())) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'released_portion_rests_on_what_holds'
            using errcode = 'check_violation', constraint = 'released_portion_rests_on_what_holds';
    end if;
    return new;
end $$;

-- Which of these things of the viewer rest on what was released to their agency and does not hold any more.
create function releases_baseless(kinds text[], things bigint[]) returns table (kind text, thing bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select s.kind, s.thing from releases_seen(kinds, things) s where exists (
        select from releases_rests_on(s.kind, s.thing, hub_agency(), null) n
        join releases_releasedportion p on n.kind = 'releases.portion' and p.id = n.thing join releases_release o on o.id = p.release_id
        where o.recipient_agency_id = hub_agency() and (o.state <> 'RELEASED' or o.expires_at <= statement_timestamp()));
end $$;

-- What its recipient answered, for the agency that released it: how many, and of a report that the viewer reads which, and why.
create function releases_answered(of_release bigint) returns table (state text, due_at timestamptz, report bigint, reason text)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    reports int[] := hub_labels('reports.view_report');
begin
    return query
    select a.state::text, a.due_at, r.id, case when r.id is not null then a.reason end
    from releases_release w join releases_productanswer a on a.release_id = w.id
    left join reports_report r on r.id = a.report_id and r.label_id = any (reports)
    where w.id = of_release and w.holder_agency_id = hub_agency() and w.label_id = any (hub_labels('releases.view_release'))
    order by a.state, a.id;
end $$;

revoke all on function releases_resting(bigint), releases_after(bigint, timestamptz, numeric), releases_hours(text, int),
    releases_chase(text, bigint, bigint, timestamptz, int), releases_receipt_is_due(), releases_release_is_over(),
    releases_portion_rests_on_what_holds(), releases_baseless(text[], bigint[]), releases_answered(bigint)
    from public, hub_application, hub_service;
grant execute on function releases_receipt_is_due(), releases_release_is_over(), releases_portion_rests_on_what_holds() to hub_owner;
set local role hub_owner;

create trigger then_receipt_is_due before update on releases_release for each row
    when (old.state <> new.state or old.receipt_due_at is distinct from new.receipt_due_at)
    execute function releases_receipt_is_due();
create trigger release_is_over after update on releases_release for each row
    when (old.state = 'RELEASED' and new.state <> 'RELEASED') execute function releases_release_is_over();
create trigger released_portion_rests_on_what_holds before insert on releases_releasedportion for each row
    execute function releases_portion_rests_on_what_holds();
create trigger answer_takes_its_step before update on releases_productanswer for each row
    when (old.state <> 'OPEN' or new.state = 'OPEN') execute function hub_refuse('answer_takes_its_step');
create trigger answer_is_of_what_was_asked before update on releases_productanswer for each row
    when ((old.release_id, old.owner_agency_id, old.report_id, old.asked_at, old.due_at, old.classification) is distinct from
          (new.release_id, new.owner_agency_id, new.report_id, new.asked_at, new.due_at, new.classification))
    execute function hub_refuse('answer_is_of_what_was_asked');
create trigger answerer_is_who_acts before update on releases_productanswer for each row
    execute function hub_requires_viewer('answerer_is_who_acts', 'answered_by_id');
"""
BACK = """
drop trigger then_receipt_is_due on releases_release;
drop trigger release_is_over on releases_release;
drop trigger released_portion_rests_on_what_holds on releases_releasedportion;
set local role hub_labels;
drop function releases_answered(bigint);
drop function releases_baseless(text[], bigint[]);
drop function releases_portion_rests_on_what_holds();
drop function releases_release_is_over();
drop function releases_receipt_is_due();
drop function releases_chase(text, bigint, bigint, timestamptz, int);
drop function releases_hours(text, int);
drop function releases_after(bigint, timestamptz, numeric);
drop function releases_resting(bigint);
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0010_corrected"), ("reports", "0010_held"), ("work", "0001_initial"), ("markings", "0002_amounts"),
                    migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("release", "receipt_due_at", models.DateTimeField(
            editable=False, null=True, verbose_name="to be signed for until")),
        migrations.AddIndex("portion", models.Index(fields=["source_id", "kind"], name="portion_of_thing")),
        migrations.CreateModel(
            name="ProductAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("classification", models.CharField(
                    choices=[("UNCLASSIFIED", "Unclassified"), ("RESTRICTED", "Restricted"), ("CONFIDENTIAL", "Confidential"),
                             ("SECRET", "Secret")], editable=False, max_length=20, verbose_name="classification")),
                ("state", models.CharField(
                    choices=[("OPEN", "To be answered"), ("CHANGED", "Changed"), ("WITHDRAWN", "Withdrawn"), ("STANDS", "Stands as it is")],
                    default="OPEN", editable=False, max_length=10, verbose_name="answer")),
                ("reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("asked_at", models.DateTimeField(editable=False, verbose_name="asked")),
                ("due_at", models.DateTimeField(editable=False, verbose_name="due")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("answered_by", models.ForeignKey(
                    editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to=settings.AUTH_USER_MODEL)),
                ("owner_agency", models.ForeignKey(
                    editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency")),
                ("release", models.ForeignKey(
                    editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="releases.release")),
                ("report", models.ForeignKey(
                    editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report")),
            ],
            options={
                "verbose_name": "answer for a product", "verbose_name_plural": "answers for products", "ordering": ["id"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["owner_agency", "state", "id"], name="answer_of_agency")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answered_at__isnull", True), ("answered_by__isnull", True), ("reason", ""),
                                           ("state", "OPEN"))
                        | models.Q(models.Q(("state", "OPEN"), _negated=True), models.Q(("reason", ""), _negated=True),
                                   ("answered_at__isnull", False), ("answered_by__isnull", False)),
                        name="answer_has_who_when_and_why"),
                    models.UniqueConstraint(fields=("release", "report"), name="answer_is_owed_once"),
                ],
            },
        ),
        migrations.RunSQL(LABELS, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, BACK),
    ]
