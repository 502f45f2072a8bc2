"""What a release says, in one spelling: by its fingerprint it is known again, whatever file it stands in."""

from collections.abc import Sequence

from hub.kit.canonical import Schemes
from intel.releases.models import MarkedText, Release

#: A release and its portions, in their order.
Whole = tuple[Release, Sequence[MarkedText]]


def _says(whole: Whole) -> dict[str, object]:
    release, portions = whole
    return {"recipient": release.recipient_agency.code, "holder": release.holder_agency.code, "purpose": release.purpose,
            "legal_basis": release.legal_basis, "conditions": release.conditions, "until": release.expires_at,
            "portions": [portion.marks() for portion in portions]}


def _says_for_whom(whole: Whole) -> dict[str, object]:
    release, _portions = whole
    return {**_says(whole), "for_person": release.for_person, "for_group": release.for_group_id}


#: What stands as `digest` with a release.
SNAPSHOT: Schemes[Whole] = Schemes({1: _says, 2: _says_for_whom})
