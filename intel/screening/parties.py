"""The names and identifiers of known parties, as a new alert looks them up."""

from collections.abc import Collection

from django.db import connection

from intel.matching import Identifier, Profile, normalise_identifier
from intel.screening.keys import name_key
from intel.screening.models import PartyName
from intel.screening.settings import CANDIDATE_SIMILARITY, CANDIDATES_A_NAME


def index_names(parties: Collection[Profile]) -> None:
    """Keep the names of these traders as compared, for alerts that come later."""
    rows = {(int(party.key), key) for party in parties for name in party.names if (key := name_key(name))}
    PartyName.objects.bulk_create(
        [PartyName(trader_id=trader, name_key=key) for trader, key in sorted(rows)],
        ignore_conflicts=True, batch_size=5000)


_BY_NAME = """
    select n.trader_id from screening_partyname n
    where n.name_key %% %s order by similarity(n.name_key, %s) desc, n.trader_id limit %s
"""
_BY_IDENTIFIER = """
    select i.trader_id from trade_traderidentifier i
    join unnest(%s::text[], %s::text[]) as wanted (kind, normalised) using (kind, normalised)
"""


def candidates(subjects: Collection[Profile]) -> set[int]:
    """Traders worth comparing with these subjects: those that bear one of their identifiers, or a similar name.

    A trader whose own work is still pending may be missing; it will find the alert when its turn comes.
    """
    found: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pg_trgm.similarity_threshold', %s, true)", [str(CANDIDATE_SIMILARITY)])
        for key in {name_key(name) for subject in subjects for name in subject.names} - {""}:
            cursor.execute(_BY_NAME, [key, key, CANDIDATES_A_NAME])
            found.update(row[0] for row in cursor.fetchall())
        kinds, values = _identifiers(subjects)
        cursor.execute(_BY_IDENTIFIER, [kinds, values])
        found.update(row[0] for row in cursor.fetchall())
    return found


def _identifiers(subjects: Collection[Profile]) -> tuple[list[str], list[str]]:
    normal = [normalise_identifier(i) for subject in subjects for i in subject.identifiers if isinstance(i, Identifier)]
    return [i.kind for i in normal], [i.value for i in normal]
