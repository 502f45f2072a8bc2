"""A reference bears the code of its agency: nobody learns which another agency has, or takes one in its name."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.access import looking_as
from intel.queries.certificates import certify
from intel.queries.models import Certificate, Query
from intel.queries.selectors import queries
from tests.queries.asking import asked, opened, work

_ALL = """
    select c.relname from pg_class c join pg_attribute r on r.attrelid = c.oid and r.attname = 'reference'
    join pg_attribute o on o.attrelid = c.oid and o.attname = 'owner_agency_id'
    join pg_index i on i.indrelid = c.oid and i.indisunique and i.indkey::text = r.attnum::text
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not exists (
        select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'reference_is_of_its_agency' and t.tgenabled = 'O')
"""


def test_every_table_of_references_refuses_those_of_others(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ALL)
        assert cursor.fetchall() == []
        cursor.execute("select count(*) from pg_trigger where tgname = 'reference_is_of_its_agency'")
        assert cursor.fetchone()[0] >= 8


@pytest.mark.parametrize("there", [True, False])
def test_a_reference_of_another_agency_is_refused_whether_or_not_there_is_one(world: Any, there: bool) -> None:
    theirs = asked(world.diego).reference if there else "SIN-Q-2026-000000"
    mine = asked(world.carla)
    with looking_as(world.carla), transaction.atomic(), pytest.raises(DatabaseError, match="reference_is_of_its_agency"):
        values = {field.attname: getattr(mine, field.attname) for field in Query._meta.concrete_fields if field.name != "id"}
        Query.objects.create(**values | {"reference": theirs})


@pytest.mark.parametrize("there", [True, False])
def test_so_is_the_number_of_a_certificate(world: Any, there: bool) -> None:
    theirs, mine = asked(world.diego), asked(world.carla)
    work()
    opened(theirs)
    number = "SIN-QC-2026-000000"
    if there:
        with looking_as(world.diego):
            number = certify(by=world.diego, query=queries().get(pk=theirs.pk))[0].number
    with looking_as(world.carla), transaction.atomic(), pytest.raises(DatabaseError, match="row-level security"):
        Certificate.objects.create(query=mine, number=number, issued_by_id=world.carla.user_id)
