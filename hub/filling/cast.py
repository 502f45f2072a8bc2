"""Who owns and who reads what is filled: three agencies, two persons of each, their feeds, and audiences of several kinds."""

from collections.abc import Iterator
from itertools import combinations
from random import Random

from django.contrib.auth.models import Permission
from django.db import connection

from agencies.access.acts import readers_of
from agencies.models import Agency, AgencyRole, User
from agencies.roles import Role
from agencies.services import engage

#: Of whom filled rows are, in this order of shares.
KINDS = ("CUSTOMS", "POLICE", "TAX")
#: So many audiences of each agency besides none, at most.
AUDIENCES = 60
#: Of both feeds: a hub is filled once.
CODE = "VOLUME"
#: What is shared by grants, with the table of these.
GRANTED = {"subjects.view_subject": "subjects_subjectgrant", "reports.view_report": "reports_reportgrant",
           "alerts.view_alert": "alerts_alertgrant"}
#: Roles by which an audience is narrower than a whole agency.
_ROLES = (Role.OFFICER, Role.ANALYST, Role.SUPERVISOR, Role.FRONT_LINE)


def agencies() -> list[Agency]:
    """The first of each kind. Raises LookupError where one is missing."""
    found = []
    for kind in KINDS:
        agency = Agency.objects.filter(kind=kind).order_by("id").first()
        if agency is None:
            raise LookupError(f"There is no agency of the kind {kind}. `manage.py example_world` founds three.")
        found.append(agency)
    return found


def people(owners: list[Agency]) -> None:
    """In `fill_agency` each with its author and the second person who decides; who is missing is engaged, without a password."""
    with connection.cursor() as cursor:
        cursor.execute("create temporary table fill_agency (place int primary key, id bigint, code text, author bigint, second bigint)"
                       " on commit drop")
        for number, agency in enumerate(owners, 1):
            author, second = (_of_role(agency, role) for role in (Role.ANALYST, Role.SUPERVISOR))
            cursor.execute("insert into fill_agency values (%s, %s, %s, %s, %s)",
                           [number, agency.pk, agency.code, author.pk, second.pk])


def feeds(owners: list[Agency]) -> None:
    """In `fill_feed`: that of customs, which the two others read, and one of the tax body, which nobody else does.

    The tables of trade must be open to the owner. Raises LookupError when they are there. Feeds and readers of theirs are written by the product's own triggers.
    """
    customs, police, tax = owners
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from trade_feed where code = %s)", [CODE])
        if cursor.fetchone()[0]:
            raise LookupError("This hub was filled already.")
        cursor.execute("create temporary table fill_feed (feed int primary key, id bigint, label_id int) on commit drop")
        for number, owner in ((1, customs), (2, tax)):
            cursor.execute("insert into trade_feed (id, owner_agency_id, code, name)"
                           " values (pg_temp.id_of(%s, 2), %s, %s, 'Volume') returning id, label_id", [number, owner.pk, CODE])
            feed, label = cursor.fetchone()
            cursor.execute("insert into fill_feed values (%s, %s, %s)", [number, feed, label])
            if owner == customs:
                roles = AgencyRole.objects.filter(agency__in=[police.pk, tax.pk], role__in=readers_of("trade.view_feed"))
                cursor.execute(
                    "insert into trade_feedgrant (content_object_id, group_id, permission_id, granted_by_agency_id)"
                    " select %s, unnest(%s::int[]), %s, %s",
                    [feed, sorted(roles.values_list("group_id", flat=True)), _permission("trade.view_feed"), owner.pk])


def audiences(owners: list[Agency], seed: int) -> None:
    """In `fill_audience`: by owner, number and act the groups, in order; number 0 is nobody besides the owner."""
    held = {(role.agency_id, role.role): role.group_id for role in AgencyRole.objects.filter(agency__in=[a.pk for a in owners])}
    rows = []
    for number, owner in enumerate(owners, 1):
        for audience, named in enumerate(_audiences([a.pk for a in owners if a != owner], Random(seed + number)), 1):
            for act in GRANTED:
                reading = readers_of(act)
                rows.append((number, audience, act, sorted(
                    held[who, role] for who, roles in named for role in roles or reading if role in reading)))
        rows += [(number, 0, act, []) for act in GRANTED]
    with connection.cursor() as cursor:
        cursor.execute("create temporary table fill_audience (owner int, audience int, act text, groups int[],"
                       " primary key (act, owner, audience)) on commit drop")
        cursor.executemany("insert into fill_audience values (%s, %s, %s, %s::int[])", rows)


def labels_of(act: str, table: str, *, reserved: str = "false", shared: str = "true") -> None:
    """Give the rows of `fill_…` their labels: as the product's functions have them for owner, class and audience.

    `reserved` and `shared` are conditions in SQL on a row `f`: whether it takes the reserved act, and whether its audience counts.
    """
    of_act = f"case when {reserved} then '{act.replace('.view_', '.view_reserved_')}' else '{act}' end"
    groups = f"case when {shared} then a.groups else '{{}}'::int[] end"
    with connection.cursor() as cursor:
        cursor.execute(
            f"with said as materialized (select f.n, {of_act} act, g.id owner, f.class, {groups} groups"
            f"   from {table} f join fill_agency g on g.place = f.owner"
            f"   join fill_audience a on a.act = '{act}' and a.owner = f.owner and a.audience = f.audience),"
            " made as materialized (select d.*, hub_label(d.act, d.owner, d.class, d.groups) label_id"
            "   from (select distinct act, owner, class, groups from said) d)"
            f" update {table} f set label_id = made.label_id from said join made using (act, owner, class, groups)"
            " where f.n = said.n")


def granting(act: str, table: str) -> str:
    """The statement that writes the grants of the rows of `fill_…` from {first} to {last}."""
    return (f"insert into {GRANTED[act]} (id, content_object_id, group_id, permission_id, granted_by_agency_id, granted_at)"
            f" select pg_temp.id_of(f.n * 16 + g.k, {{many}} * 16), f.id, g.group_id, {_permission(act)}, o.id, f.made"
            f" from {table} f join fill_agency o on o.place = f.owner"
            f" join fill_audience a on a.act = '{act}' and a.owner = f.owner and a.audience = f.audience"
            " cross join lateral unnest(a.groups) with ordinality as g (group_id, k)"
            " where f.n between {first} and {last}")


def _audiences(others: list[int], rng: Random) -> Iterator[tuple[tuple[int, tuple[Role, ...]], ...]]:
    """Whole agencies first, which come often; then some roles of them."""
    first, second = others
    yield from (((first, ()),), ((first, ()), (second, ())), ((second, ()),))
    some = [roles for many in (1, 2, 3) for roles in combinations(_ROLES, many)]
    narrower = [((who, roles),) for who in others for roles in some]
    narrower += [((first, one), (second, other)) for one in some for other in some]
    yield from rng.sample(narrower, AUDIENCES - 3)


def _of_role(agency: Agency, role: Role) -> User:
    of_role = User.objects.filter(agency=agency, groups__agency_role__role=role).order_by("id")
    return of_role.first() or engage(agency=agency, username=f"{role.lower()}-{agency.code.lower()}", roles=[role],
                                     clearance="SECRET")


def _permission(act: str) -> int:
    label, _dot, codename = act.partition(".")
    return Permission.objects.get(content_type__app_label=label, codename=codename).pk
