"""A copy of a release for a program: one canonical JSON document (RFC 8785), which says whose copy it is.

    {"copy": {"agency": "SIN", "code": "7KQ4M2XP", "number": "AN-R-2026-004831·7KQ4M2XP", "person": "Diego", "taken_at": "…"},
     "format": "hub-release/1",
     "release": {"reference": "AN-R-2026-004831", "holder": {"code": "AN", "name": "Aduana Nacional"}, "digest": "1:9f86…",
                 "portions": [{"number": 1, "text": "[AN-R-2026-004831·7KQ4M2XP] …", "classification": "RESTRICTED", …}], …},
     "signature": {"protected": "eyJhbGciOiJFUzI1NiIs…", "signature": "MEUC…"}}
"""

from collections.abc import Sequence

from agencies.models import Agency
from hub.kit.canonical import canonical
from hub.kit.signatures import sign_json
from intel.releases.models import Copy, Release, ReleasedPortion

#: The layout. Another one gets another number.
FORMAT = "hub-release/1"


def as_json(copy: Copy, portions: Sequence[ReleasedPortion]) -> bytes:
    """The copy in UTF-8, signed by this installation (hub/kit/signatures.py)."""
    return canonical(sign_json({"format": FORMAT, "release": _release(copy, portions), "copy": {
        "number": str(copy), "code": copy.code, "agency": copy.agency.code, "person": str(copy.written_by),
        "taken_at": copy.made_at}}))


def _release(copy: Copy, portions: Sequence[ReleasedPortion]) -> dict[str, object]:
    row = copy.release
    return {
        "reference": row.reference, "holder": _agency(row.holder_agency), "recipient": _agency(row.recipient_agency),
        "released_by": str(row.released_by), "released_at": row.released_at, "purpose": row.purpose,
        "legal_basis": row.legal_basis, "conditions": row.conditions, "expires_at": row.expires_at,
        "classification": row.classification, "digest": row.digest,
        "portions": [_portion(copy, portion) for portion in portions], **_for_whom(row)}


def _for_whom(row: Release) -> dict[str, object]:
    """Where it is for some of the recipient alone."""
    return {name: value for name, value in (("for_person", row.for_person), ("members_only", row.is_for_members)) if value}


def _portion(copy: Copy, portion: ReleasedPortion) -> dict[str, object]:
    return {"number": portion.number, **portion.marks(), "text": f"{copy.mark} {portion.text}"}


def _agency(agency: Agency) -> dict[str, str]:
    return {"code": agency.code, "name": agency.name}
