"""Giving a release to a body outside: who it is, a link that works once, and what it signed on paper."""

import re
from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Viewer, require
from agencies.access.rules import SIGNED_IN_AFRESH
from agencies.access.two_sided import one_side
from agencies.access.viewer import NOBODY
from agencies.markings.classification import Classification
from agencies.models import Agency
from agencies.work import queue
from hub.kit.errors import Conflict, Invalid, NotFound, WrongState
from hub.kit.limits import LINE, NOTE
from hub.kit.text import line_of, require_seen
from intel.releases.chasing import HOLD_OVER
from intel.releases.copies import take_copy
from intel.releases.life import DECIDE, LIFE, WRITE
from intel.releases.models import Copy, Release
from intel.releases.outside import sealing
from intel.releases.outside.models import Delivery, Paper, PaperKind
from intel.releases.services.receipting import checked_end, morning_after
from intel.releases.states import Receipt, ReleaseState

#: For how many days a link works, at most.
LONGEST = 30

_HOLDS = one_side("holder_agency", WRITE, otherwise=gettext_lazy("Only the agency that released it does this."))
GIVES = _HOLDS & SIGNED_IN_AFRESH


@atomic
def register_body(*, by: Viewer, code: str, name: str, address: str, country: str = "BO") -> Agency:
    """Enter a body outside, which all agencies then find among those to whom something can be released.

    Raises NotAllowed, Invalid with the field, Conflict when the code is taken.
    """
    require(by, DECIDE)
    body = Agency(code=line_of(code).upper(), name=line_of(name), kind=Agency.Kind.OUTSIDE, country=line_of(country).upper(),
                  address=_said(address, "address", _("Say where it is, as on an envelope.")))
    if not body.name:
        raise Invalid(_("Give its name."), field="name")
    _require_plain(body)
    with connection.cursor() as cursor:
        cursor.execute("select releases_register_body(%s, %s, %s, %s)", [body.code, body.name, body.address, body.country])
        [body.pk] = cursor.fetchone()
    if body.pk is None:
        raise Conflict(_("The code %(code)s is taken already.") % {"code": body.code}, field="code")
    audit.record("release.body_registered", by=by, on=body, code=body.code)
    return body


def bodies() -> QuerySet[Agency]:
    """The bodies outside, by name."""
    return Agency.objects.outside()


@atomic
def give_link(*, by: Viewer, release: Release, days: int, revision: int | None) -> tuple[Delivery, str]:
    """A link by which the body outside takes a copy once, within so many days; and the word that belongs into its address.

    The word is told here and never again. A link that was made before does not work any more. Raises NotAllowed,
    StepUpRequired, Conflict, Invalid (`days`), WrongState: it does not hold any more, has to be acknowledged first, or is too
    secret for a link.
    """
    row = LIFE.locked(release, GIVES, by=by, revision=revision)
    _require_outside(row)
    if row.standing is not ReleaseState.RELEASED:
        raise WrongState(_("It does not hold any more: nothing is handed over."))
    if row.must_acknowledge and row.acknowledged_at is None:
        raise WrongState(_("First record that its conditions were acknowledged on paper."))
    if row.classification == Classification.SECRET:
        raise WrongState(_("What is secret is handed over on paper, not by a link. Take a copy."))
    if not 1 <= days <= LONGEST:
        raise Invalid(_("From 1 to %(most)s days.") % {"most": LONGEST}, field="days")
    copy, document = take_copy(by=by, release=row)
    word, now = sealing.new_word(), timezone.now()
    delivery = Delivery.objects.create(
        release=row, copy=copy, agency_id=by.agency_id, written_by_id=by.user_id, made_at=now,
        expires_at=now + timedelta(days=days), key_digest=sealing.digest_of(word), sealed=sealing.seal(document, word))
    audit.record("release.link_made", by=by, on=row, copy=copy.code, days=days)
    return delivery, word


@atomic
def record_paper(*, by: Viewer, release: Release, kind: str, signed_by: str, signed_on: date | None, words: str,
                 receipt: str = "", held_until: date | None = None, revision: int | None) -> Paper:
    """Record what the body outside signed: that it acknowledges the conditions, or what became of the copies (`receipt`).

    While a legal hold keeps copies (`held_until`), and when it is prolonged or over, another statement is recorded. Raises
    NotAllowed, Conflict, WrongState when there is nothing to sign, Invalid with the field.
    """
    row = LIFE.locked(release, _HOLDS, by=by, revision=revision)
    _require_outside(row)
    if kind not in PaperKind.values:
        raise Invalid(_("Say what was signed."), field="kind")
    _require_to_be_signed(row, kind)
    if kind == PaperKind.STATEMENT and receipt not in Receipt.values:
        raise Invalid(_("Say what became of the copies."), field="receipt")
    if not line_of(signed_by):
        raise Invalid(_("Say who signed it."), field="signed_by")
    if signed_on is None or signed_on > timezone.localdate():
        raise Invalid(_("Give the day on which it was signed; it cannot be to come."), field="signed_on")
    receipt = receipt if kind == PaperKind.STATEMENT else ""
    paper = Paper.objects.create(
        release=row, agency_id=by.agency_id, written_by_id=by.user_id, kind=kind, signed_by=line_of(signed_by)[:LINE],
        receipt=receipt, held_until=checked_end(receipt, held_until), signed_on=signed_on,
        words=_said(words, "words", _("Say what the paper says, and where it is kept.")))
    if paper.held_until is not None:
        queue.enqueue(HOLD_OVER, [row.pk], not_before=morning_after(paper.held_until))
    audit.record("release.paper_recorded", by=by, on=row, kind=kind, receipt=receipt, held_until=paper.held_until)
    return paper


def offered(by: Viewer, release: Release) -> frozenset[str]:
    """What the page of a release offers for a body outside: "link", and the kinds of paper."""
    if not release.recipient_agency.is_outside or not _HOLDS.allows(by, release):
        return frozenset()
    holds = release.standing is ReleaseState.RELEASED
    may_be_given = release.classification != Classification.SECRET and (
        not release.must_acknowledge or release.acknowledged_at is not None)
    open_to = {"link": holds and may_be_given, PaperKind.ACKNOWLEDGED.value: holds and release.acknowledged_at is None,
               PaperKind.STATEMENT.value: release.state != ReleaseState.RELEASED and release.receipt != Receipt.PURGED
               and release.purged_at is None}
    return frozenset(what for what, offers in open_to.items() if offers)


def giver_of(word: str) -> Agency | None:
    """Whose link that works this is; none tells nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select releases_link_of(%s)", [sealing.digest_of(word)])
        [agency] = cursor.fetchone()
    return Agency.objects.filter(pk=agency).first() if agency else None


@atomic
def take(word: str, *, by: Viewer = NOBODY) -> tuple[str, bytes]:
    """The name and the content of the copy that a link leads to; the link works no more. Raises NotFound.

    `by` is the request, as far as the audit log of the agency that gave it tells of it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select id, agency, reference, code, content from releases_take(%s)", [sealing.digest_of(word)])
        found = cursor.fetchone()
    if found is None:
        raise NotFound(_("This link was used already, is over, or never was one. Ask the agency that gave it to you."))
    number, agency, reference, code, content = found
    copy = Copy(code=code, release=Release(reference=reference))
    audit.record("release.link_taken", by=by, on=Delivery(pk=number, agency_id=agency, copy=copy))
    return str(copy), sealing.unseal(bytes(content), word)


def _require_outside(release: Release) -> None:
    if not release.recipient_agency.is_outside:
        raise WrongState(_("Its recipient takes part in the hub, and reads and signs here."))


def _require_to_be_signed(release: Release, kind: str) -> None:
    if kind == PaperKind.ACKNOWLEDGED and (release.acknowledged_at or release.standing is not ReleaseState.RELEASED):
        raise WrongState(_("There is nothing to acknowledge any more."))
    if kind == PaperKind.STATEMENT and (release.receipt == Receipt.PURGED or release.state == ReleaseState.RELEASED):
        raise WrongState(_("It was neither recalled nor ended, or it was signed for already."))


def _require_plain(body: Agency) -> None:
    """As the database wants it."""
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,11}", body.code):
        raise Invalid(_("A code has 2 to 12 letters and digits and begins with a letter, such as TSJ."), field="code")
    if len(body.name) > 200:
        raise Invalid(_("At most %(most)s characters.") % {"most": 200}, field="name")
    if not re.fullmatch(r"[A-Z]{2}", body.country):
        raise Invalid(_("A country has two letters, such as BO."), field="country")


def _said(text: str, field: str, otherwise: str) -> str:
    text = text.strip()
    require_seen(text, field)
    if not text:
        raise Invalid(otherwise, field=field)
    if len(text) > NOTE:
        raise Invalid(_("At most %(most)s characters.") % {"most": NOTE}, field=field)
    return text
