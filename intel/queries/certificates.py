"""The certificate of a query for the case file: what was asked, why, when, and what could be learned. A dated, numbered PDF."""

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from agencies.markings.labels import code_book
from agencies.references import next_reference
from hub.kit.documents import Document
from hub.kit.errors import WrongState
from intel.queries.models import Answer, Certificate, Query
from intel.queries.selectors import hits_of, identifiers_of

#: The series of certificates in an agency's references: PB-QC-2026-000017.
SERIES = "QC"


def can_certify(query: Query) -> bool:
    """Whether there is something to certify: an answer that is open, and still kept."""
    return query.answer is not None and query.purged_at is None


@atomic
def certify(*, by: Viewer, query: Query) -> tuple[Certificate, bytes]:
    """The certificate with its document, in the language of who takes it; made once, and the same number ever after.

    Raises NotAllowed, WrongState while there is no answer, and when it is kept no longer.
    """
    require(by, "queries.view_query")
    answer = query.answer
    if answer is None:
        raise WrongState(_("There is no answer yet. Take the certificate when it is there."))
    if query.purged_at is not None:
        raise WrongState(_("What was asked is kept no longer. There is nothing to certify."))
    certificate = _issued(by, query)
    audit.record("query.certified", by=by, on=query, certificate=certificate.number)
    return certificate, _document(query, answer, certificate)


def _issued(by: Viewer, query: Query) -> Certificate:
    issued = Certificate.objects.filter(query=query)
    if found := issued.first():
        return found
    number = next_reference(query.owner_agency, year=timezone.localdate().year, series=SERIES)
    try:
        with atomic():
            made = Certificate.objects.create(query=query, number=number, issued_by_id=by.user_id)
    except IntegrityError:  # a colleague took it at the same moment
        return issued.get()
    made.refresh_from_db()
    return made


def _document(query: Query, answer: Answer, certificate: Certificate) -> bytes:
    purpose = code_book(["purpose"])["purpose", query.purpose]
    paper = Document(marking=query.get_classification_display(), number=certificate.number, title=_("Certificate of a query"),
                     made_at=certificate.issued_at)
    paper.facts([(_("Number"), [certificate.number]), (_("Issued"), [_day(certificate.issued_at)]),
                 (_("Agency"), [f"{query.owner_agency.name} ({query.owner_agency.code})"])])
    paper.heading(_("What was asked"))
    paper.facts([
        (_("Reference"), [query.reference]), (_("Asked"), [_day(query.asked_at)]),
        (_("Asked by"), [" · ".join(filter(None, [str(query.asked_by), str(query.unit or "")]))]),
        (_("Kind"), [query.get_kind_display()]), (_("Names"), query.names),
        (_("Identifiers"), [" · ".join(filter(None, number)) for number in identifiers_of(query)]),
        (_("Born"), query.birth_dates), (_("Countries"), query.countries), (_("Addresses"), query.addresses)])
    paper.heading(_("Why it was asked"))
    paper.facts([(_("Purpose"), [f"{purpose.label} ({purpose.code})"]), (_("Legal basis"), [query.legal_basis]),
                 (_("Case"), [query.case_reference])])
    paper.heading(_("What was answered"))
    paper.facts([(_("Answer"), [answer.get_answer_display()]), (_("Answered"), [_day(query.answered_at)])])
    paper.facts([(hit.reference, [f"{hit.owner or hit.owner_code} · {hit.likelihood}"]) for hit in hits_of(query)])
    if query.withdrawn_at is not None:
        paper.paragraph(_("The query was taken back as a mistake on %(when)s: %(why)s") % {
            "when": _day(query.withdrawn_at), "why": query.withdrawn_because}, strong=True)
    paper.heading(_("What this says"))
    paper.paragraph(_("No hit is no proof of absence. The hub answers what each agency discloses to this agency at the time of "
                      "the answer: an agency may hold something and keep silent, and what is not held under these names and "
                      "numbers is not found."), strong=True)
    paper.paragraph(_("A hit is a likeness of names and numbers, not a finding on a person. It has to be confirmed with the "
                      "agency that holds it, by its reference, before anything is decided on it."))
    return paper.content()


def _day(moment: object) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")  # type: ignore[arg-type]
