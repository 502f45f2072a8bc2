"""The life of an import: workers move it, one statement each, and never from a state that does not allow it."""

from intel.exchange.models import ImportRun
from intel.exchange.states import STATES, State


def move(run: int, *, to: State, **changes: object) -> None:
    """Move the import of that id, with what becomes of its other columns. Raises WrongState, ImportRun.DoesNotExist."""
    if not ImportRun.objects.filter(pk=run, state__in=STATES.before(to)).update(state=to, **changes):
        raise STATES.refusal(ImportRun.objects.only("state").get(pk=run), to=to)
