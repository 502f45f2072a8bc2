"""A copy of a release for people: a PDF with its marks on each page and whose copy it is."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.markings.labels import CodeBook, code_book
from agencies.models import Agency
from hub.kit.documents import Document
from hub.kit.signatures import sign_pdf
from intel.releases.models import Copy, Release, ReleasedPortion


def as_pdf(copy: Copy, portions: Sequence[ReleasedPortion]) -> bytes:
    """The copy in the language of who takes it, signed by this installation."""
    book, release, when = code_book(), copy.release, date_format(timezone.localtime(copy.made_at), "SHORT_DATETIME_FORMAT")
    paper = Document(marking=_strictest(copy, portions, book), number=str(copy), title=_("Release"), made_at=copy.made_at,
                     watermark=[f"{_reader(copy).code} · {when}", str(copy)])
    paper.facts([
        (_("Reference"), [release.reference]), (_("Released by"), [release.holder_agency.name]),
        (_("Recipient"), [release.recipient_agency.name, *_for_whom(release)]),
        (_("Copy taken by"), [f"{copy.written_by} · {copy.agency.code} · {when}"]),
        (_("Purpose"), [book["purpose", release.purpose].label]), (_("Legal basis"), [release.legal_basis]),
        (_("Conditions"), release.conditions.splitlines()),
        (_("May be used until"), [date_format(timezone.localtime(release.expires_at), "SHORT_DATETIME_FORMAT")]
         if release.expires_at else [_("No end")])])
    for portion in portions:
        paper.heading(f"{portion.number}. {portion.title}")
        paper.paragraph(_marks(portion, book))
        first, *rest = portion.text.splitlines() or [""]
        paper.paragraph(f"{copy.mark} {first}")
        for line in filter(str.strip, rest):
            paper.paragraph(line)
    paper.paragraph(_("It goes on to nobody else. Who needs it asks the agency that released it."), strong=True)
    return sign_pdf(paper.content())


def _for_whom(release: Release) -> list[str]:
    if release.for_person:
        return [_("For %(person)s alone") % {"person": release.for_person}]
    return [_("For who is in a sharing group alone")] if release.is_for_members else []


def _reader(copy: Copy) -> Agency:
    """For whom it is: who takes it, or the body outside to which it is handed over."""
    recipient: Agency = copy.release.recipient_agency
    return recipient if recipient.is_outside else copy.agency


def _strictest(copy: Copy, portions: Sequence[ReleasedPortion], book: CodeBook) -> str:
    """What stands above and below each page: to whom it goes, and the marks of the whole."""
    tlp = max((portion.tlp for portion in portions if portion.tlp), key=lambda code: book["tlp", code].rank, default="")
    handling = sorted({code for portion in portions for code in portion.handling_codes})
    return " · ".join([copy.release.get_classification_display(), *([f"TLP:{tlp}"] if tlp else []), *handling,
                       copy.release.recipient_agency.code])


def _marks(portion: ReleasedPortion, book: CodeBook) -> str:
    handling = [f"{code} {book['handling', code].label}" for code in portion.handling_codes]
    tlp = [f"TLP:{portion.tlp}"] if portion.tlp else []
    marks = [book["classification", portion.classification].label, *tlp, *handling, portion.handling_conditions]
    return " · ".join(filter(None, map(str, marks)))
