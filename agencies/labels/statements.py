"""The statements of which the functions and triggers of labels are put together."""

from collections.abc import Iterator

LABELS_ROLE = "hub_labels"
#: What a trigger's function returns, and in what it is written.
TRIGGER = "returns trigger language plpgsql"

_FUNCTION = """
create or replace function {signature} {language} security definer set search_path = pg_catalog, public, pg_temp as $$
{body}
$$;
revoke all on function {signature} from public, hub_application, hub_service;
grant execute on function {signature} to hub_owner;
"""


def function(signature: str, language: str, body: str) -> str:
    """A function of `hub_labels`, which runs with its rights and is closed to application and service."""
    return _FUNCTION.format(signature=signature, language=language, body=body)


def trigger(name: str, when: str, table: str, rest: str) -> str:
    """A trigger, made anew if it is there."""
    return f"create or replace trigger {name} {when} on {table} {rest}"


def opened(table: str, *writes: str) -> Iterator[str]:
    """A table that `hub_labels` reads, and of which it writes these columns."""
    yield f"grant select on {table} to {LABELS_ROLE}"
    yield f'drop policy if exists "hub_labels reads" on {table}'
    yield f'create policy "hub_labels reads" on {table} for select to {LABELS_ROLE} using (true)'
    if writes:
        yield f"grant update ({', '.join(writes)}) on {table} to {LABELS_ROLE}"
        yield f'drop policy if exists "hub_labels writes" on {table}'
        yield f'create policy "hub_labels writes" on {table} for update to {LABELS_ROLE} using (true) with check (true)'
