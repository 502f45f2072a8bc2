"""Asking on: who released something, and is asked whether it may go further, asks those on whose information it rests."""

from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from agencies.access.lifecycle import in_whose_name
from agencies.markings.classification import strictest
from agencies.models import Agency
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.work import queue
from hub.kit.errors import Conflict, WrongState
from intel.releases.bill import Bill, behind
from intel.releases.life import ASKS_ON, CONSENT_LIFE, DECIDE
from intel.releases.models import Consent, ConsentPortion
from intel.releases.services.sending import TOLD
from intel.releases.states import ConsentState
from intel.releases.watching import ASKED


@atomic
def ask_on(*, by: Viewer, consent: Consent, revision: int | None) -> list[Consent]:
    """Show what one is asked to consent to, as it is, to those who have to consent before, and were not asked yet.

    Who asked learns nothing of it. It is due no later than what it is asked for. Raises NotAllowed, StepUpRequired, Conflict,
    WrongState when there is nobody to ask.
    """
    row = CONSENT_LIFE.locked(consent, ASKS_ON, by=by, revision=revision)
    if row.state != ConsentState.ASKED:
        raise Conflict(_("It was answered since you opened it. Reload the page."))
    bill = behind(row)
    to_ask = [agency for agency in bill.originators if agency.pk not in bill.consents]
    if not to_ask:
        raise WrongState(_("There is nobody to ask who was not asked yet."))
    asked = [_ask(row, originator, bill, by=by) for originator in to_ask]
    audit.record("consent.asked_on", by=by, on=row, asked=[agency.code for agency in to_ask],
                 **in_whose_name(by.stands_for(DECIDE)))
    return asked


def can_ask_on(by: Viewer, consent: Consent, bill: Bill) -> bool:
    """Whether the page of a consent, with what is behind it, offers to ask on."""
    return (consent.state == ConsentState.ASKED and any(agency.pk not in bill.consents for agency in bill.originators)
            and ASKS_ON.allows(by, consent))


def _ask(row: Consent, originator: Agency, bill: Bill, *, by: Viewer) -> Consent:
    portions, owed = {one.number: one for one in row.portions.all()}, bill.of(originator.pk)
    told: dict[str, Any] = {name: getattr(row, name) for name in TOLD}
    consent = Consent.objects.create(
        request_id=row.request_id, part_of=row, for_agency_id=row.for_agency_id or row.holder_agency_id,
        holder_agency_id=row.originator_agency_id, originator_agency=originator, asked_by_id=by.user_id, asked_at=row.asked_at,
        classification=strictest([portions[one.portion].classification for one in owed]), **told)
    ConsentPortion.objects.bulk_create([
        ConsentPortion(consent=consent, portion_id=portions[one.portion].portion_id, number=number, agency_id=by.agency_id,
                       written_by_id=by.user_id, rests_on=list(one.keys), **portions[one.portion].marks())
        for number, one in enumerate(owed, 1)])
    CONSENT_LIFE.begin([consent], by=by, stands_for=by.stands_for(DECIDE))
    queue.enqueue(ASKED, [consent.pk])
    notify("consent.asked", on=consent, to=to_holders(DECIDE, agency_id=originator.pk))
    return consent
