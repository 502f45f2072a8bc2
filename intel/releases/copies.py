"""Copies of a release, for people or for programs: each says at each portion whose copy it is; and finding that out again."""

import hashlib
import io
import json
import re
import secrets
from collections.abc import Callable, Iterator, Sequence

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from hub.kit.errors import Invalid, WrongState
from intel.releases.life import VIEW
from intel.releases.models import Copy, Release, ReleasedPortion
from intel.releases.paper import as_pdf
from intel.releases.record import as_json
from intel.releases.signals import used
from intel.releases.states import CopyFormat

#: Without letters that are taken for others (Crockford's base 32).
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8
#: Reference and code as they stand in the text, wherever lines were broken or blanks put in.
_SHOWN = re.compile(r"\[\s*[A-Z0-9]+\s*-\s*R\s*-\s*\d{4}\s*-\s*\d+\s*·\s*((?:[" + _LETTERS + r"]\s*){" + str(_LENGTH) + r"})\]")
#: What writes a copy.
_WRITERS: dict[CopyFormat, Callable[[Copy, Sequence[ReleasedPortion]], bytes]] = {
    CopyFormat.PDF: as_pdf, CopyFormat.JSON: as_json}


@atomic
def take_copy(*, by: Viewer, release: Release, format: str = CopyFormat.PDF) -> tuple[Copy, bytes]:
    """A copy with its document, a PDF in the language of who takes it; each has a code and a record of its own.

    Raises NotAllowed, Invalid (`format`), WrongState while there is nothing that the viewer may read.
    """
    require(by, VIEW)
    if format not in CopyFormat.values:
        raise Invalid(_("There is no such format. There are: %(known)s.") % {"known": ", ".join(CopyFormat.values)},
                      field="format")
    portions = list(release.portions.order_by("number"))
    if not portions or release.purged_at is not None:
        raise WrongState(_("There is nothing of it to be read."))
    code = "".join(secrets.choice(_LETTERS) for _place in range(_LENGTH))
    copy = Copy(release=release, code=code, format=format, agency_id=by.agency_id, written_by_id=by.user_id,
                made_at=timezone.now())
    document = _WRITERS[CopyFormat(format)](copy, portions)
    copy.digest = digest_of(document)
    copy.save()
    event = audit.next_number()
    audit.record("release.exported", by=by, on=release, numbered=event, copy=code, format=format)
    if release.recipient_agency_id == by.agency_id:
        used.send(Release, releases=[release.pk], act="EXPORTED", event=event)
    return copy, document


def digest_of(document: bytes) -> str:
    """The fingerprint of a file: the number of the scheme and its SHA-256."""
    return f"1:{hashlib.sha256(document).hexdigest()}"


def copies_named(content: bytes) -> list[Copy]:
    """The copies whose codes stand in a text, a PDF or JSON, as far as the viewer sees them; none where it cannot be told."""
    codes = {re.sub(r"\s", "", found) for found in _SHOWN.findall(_text(content))}
    rows = Copy.objects.filter(code__in=codes).select_related("release__recipient_agency", "agency", "written_by")
    return list(rows.order_by("made_at", "id")) if codes else []


def whose(copy: Copy) -> str:
    """Number, agency, person and time of a copy, in one line; of one for a body outside, that body."""
    person = f" ({copy.written_by})" if copy.written_by else ""
    recipient = copy.release.recipient_agency
    return f"{copy}: {f'{recipient}, by ' if recipient.is_outside else ''}{copy.agency}{person}, {copy.made_at:%Y-%m-%d %H:%M}"


def _text(content: bytes) -> str:
    """What can be read of a file. A damaged PDF says nothing."""
    from pypdf import PdfReader  # half a second, of a process that reads one
    from pypdf.errors import PyPdfError

    if content.startswith(b"%PDF"):
        try:
            return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        except (PyPdfError, ValueError, KeyError, TypeError):
            return ""
    text = content.decode("utf-8", errors="replace")
    try:
        return "\n".join(_texts(json.loads(text)))
    except (ValueError, RecursionError):
        return text


def _texts(value: object) -> Iterator[str]:
    """Every text in a JSON value, however its signs were written."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for held in value.values() if isinstance(value, dict) else value:
            yield from _texts(held)
