"""Copies of a release: a PDF that says on each page and at each portion whose copy it is, and finding that out again."""

import io
import re
import secrets
from collections.abc import Iterable

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from agencies import audit
from agencies.access import Viewer, require
from agencies.markings.labels import CodeBook, code_book
from hub.kit.documents import Document
from hub.kit.errors import WrongState
from intel.releases.life import VIEW
from intel.releases.models import Copy, Release, ReleasedPortion

#: Without letters that are taken for others (Crockford's base 32).
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8
#: Reference and code as they stand in the text, wherever lines were broken or blanks put in.
_SHOWN = re.compile(r"\[\s*[A-Z0-9]+\s*-\s*R\s*-\s*\d{4}\s*-\s*\d+\s*·\s*((?:[" + _LETTERS + r"]\s*){" + str(_LENGTH) + r"})\]")


@atomic
def take_copy(*, by: Viewer, release: Release) -> tuple[Copy, bytes]:
    """A copy with its document, in the language of who takes it; each has a code of its own.

    Raises NotAllowed, WrongState while there is nothing that the viewer may read.
    """
    require(by, VIEW)
    portions = list(release.portions.order_by("number"))
    if not portions:
        raise WrongState(_("There is nothing of it to be read."))
    code = "".join(secrets.choice(_LETTERS) for _place in range(_LENGTH))
    copy = Copy.objects.create(release=release, code=code, agency_id=by.agency_id, written_by_id=by.user_id,
                               made_at=timezone.now())
    audit.record("release.exported", by=by, on=release, copy=code)
    return copy, _document(release, copy, portions)


def copies_named(content: bytes) -> list[Copy]:
    """The copies whose codes stand in a text or a PDF, as far as the viewer sees them; none where it cannot be told."""
    codes = {re.sub(r"\s", "", found) for found in _SHOWN.findall(_text(content))}
    rows = Copy.objects.filter(code__in=codes).select_related("release", "agency", "written_by")
    return list(rows.order_by("made_at", "id")) if codes else []


def _text(content: bytes) -> str:
    """What can be read of a file. A damaged PDF says nothing."""
    if not content.startswith(b"%PDF"):
        return content.decode("utf-8", errors="replace")
    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError):
        return ""


def _document(release: Release, copy: Copy, portions: Iterable[ReleasedPortion]) -> bytes:
    book, when = code_book(), date_format(timezone.localtime(copy.made_at), "SHORT_DATETIME_FORMAT")
    paper = Document(marking=f"{release.get_classification_display()} · {release.recipient_agency.code} · {when} · {copy}",
                     number=str(copy), title=_("Release"), made_at=copy.made_at)
    paper.facts([
        (_("Reference"), [release.reference]), (_("Released by"), [release.holder_agency.name]),
        (_("Recipient"), [release.recipient_agency.name]),
        (_("Copy taken by"), [f"{copy.written_by} · {copy.agency.code} · {when}"]),
        (_("Purpose"), [book["purpose", release.purpose].label]), (_("Legal basis"), [release.legal_basis]),
        (_("Conditions"), release.conditions.splitlines()),
        (_("May be used until"), [date_format(timezone.localtime(release.expires_at), "SHORT_DATETIME_FORMAT")]
         if release.expires_at else [_("No end")])])
    for portion in portions:
        paper.heading(f"{portion.number}. {portion.title}")
        paper.paragraph(_marks(portion, book))
        first, *rest = portion.text.splitlines() or [""]
        paper.paragraph(f"[{copy}] {first}")
        for line in filter(str.strip, rest):
            paper.paragraph(line)
    paper.paragraph(_("It goes on to nobody else. Who needs it asks the agency that released it."), strong=True)
    return paper.content()


def _marks(portion: ReleasedPortion, book: CodeBook) -> str:
    handling = [f"{code} {book['handling', code].label}" for code in portion.handling_codes]
    tlp = [f"TLP:{portion.tlp}"] if portion.tlp else []
    marks = [book["classification", portion.classification].label, *tlp, *handling, portion.handling_conditions]
    return " · ".join(filter(None, map(str, marks)))
