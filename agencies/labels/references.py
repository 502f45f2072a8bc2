"""A reference is unique over all agencies, and bears the code of its own: who could take that of another agency would learn which
that has, number by number, and so how many; and could keep it from giving its next one.
"""

from collections.abc import Iterator

from django.db import connection

from agencies.labels.statements import TRIGGER, function, trigger

_IS_OWN = """begin
    if not starts_with(new.reference, (select a.code || '-' from agencies_agency a where a.id = new.owner_agency_id)) then
        raise exception 'new row for relation "%" violates rule "%"', tg_table_name, 'reference_is_of_its_agency'
            using errcode = 'check_violation', constraint = 'reference_is_of_its_agency';
    end if;
    return new;
end"""

#: Tables of agencies' own rows that have a unique reference.
_REFERRED = """
    select i.indrelid::regclass::text from pg_index i
    join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
    join pg_attribute r on r.attrelid = i.indrelid and r.attname = 'reference' and i.indkey::text = r.attnum::text
    join pg_attribute o on o.attrelid = i.indrelid and o.attname = 'owner_agency_id'
    where i.indisunique order by 1
"""


def functions_of_references() -> Iterator[str]:
    """The statements that make the function of the trigger, to be run as `hub_labels`."""
    yield function("hub_reference_is_own()", TRIGGER, _IS_OWN)


def settle_references() -> None:
    """Let every such table refuse the references of others; to be run as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(_REFERRED)
        for table in sorted({row[0] for row in cursor.fetchall()}):
            cursor.execute(trigger("reference_is_of_its_agency", "before insert or update of reference", table,
                                   "for each row execute function hub_reference_is_own()"))
