"""Entries of published watchlists as the subjects of alerts."""

from intel.alerts.services import ListedSubject
from intel.exchange.values import WatchlistEntry
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject, SubjectName

_MOST_REMARKS = 4000
#: What the columns of a subject hold, in characters; what is longer stands whole in the remarks.
_NAME, _IDENTIFIER, _ADDRESS = 300, 120, 400


def listed(entry: WatchlistEntry, *, source: str) -> ListedSubject:
    """The subject of an alert that an entry of a list stands for: names in spoken order, and as the list writes them."""
    primary, *others = entry.names
    names = [(_kind(name.kind), name.natural) for name in others]
    names += [(SubjectName.Kind.ALIAS.value, name.text) for name in entry.names if name.text != name.natural
              and entry.kind != Subject.Kind.PERSON]
    told = "; ".join(filter(None, [entry.title, *_cut(entry), entry.remarks]))
    return ListedSubject(
        subject=SubjectEntry(
            kind=entry.kind, label=primary.natural[:_NAME],
            names=tuple(dict.fromkeys((kind, name[:_NAME]) for kind, name in names if name != primary.natural)),
            identifiers=tuple((i.kind, i.value[:_IDENTIFIER], i.country) for i in entry.identifiers),
            countries=entry.countries, birth_dates=entry.birth_dates,
            addresses=tuple(address[:_ADDRESS] for address in entry.addresses), remarks=told[:_MOST_REMARKS],
            source=source, source_ref=entry.source_id),
        reason=f"{source}: {', '.join(entry.programs) or entry.source_id}")


def _cut(entry: WatchlistEntry) -> list[str]:
    """What a subject has no room for in its place, whole."""
    long = [name.natural for name in entry.names if len(name.natural) > _NAME]
    long += [one.value for one in entry.identifiers if len(one.value) > _IDENTIFIER]
    return list(dict.fromkeys([*long, *(one for one in entry.addresses if len(one) > _ADDRESS)]))


def _kind(kind: str) -> str:
    """An alias that the list calls a primary name again is an alias."""
    return SubjectName.Kind.ALIAS.value if kind == SubjectName.Kind.PRIMARY else kind
