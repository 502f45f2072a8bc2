"""Writing a request to release: the items chosen, each with the exact text that would leave."""

import secrets
from dataclasses import replace
from typing import Any

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from agencies.access.audience import newest_epoch
from agencies.markings.classification import strictest
from agencies.models import Agency
from agencies.references import next_reference
from agencies.sharing.models import Member
from hub.kit.errors import Invalid, WrongState
from hub.kit.limits import LARGEST, SEVERAL
from intel.enquiries.models import Enquiry
from intel.releases.entries import ItemEntry, ReleaseEntry, checked
from intel.releases.life import IS_AUTHOR, REQUEST_LIFE, WRITE
from intel.releases.models import Portion, Release, ReleaseRequest
from intel.releases.races import said_clearly
from intel.releases.sources import Source, Thing, meant_by, sources, unnamed
from intel.releases.states import RequestState

#: The series of requests to release in an agency's references: AN-RL-2026-004182.
SERIES = "RL"


@atomic
def draft_release(*, by: Viewer, entry: ReleaseEntry, recipient: Agency | None, enquiry: Enquiry | None = None,
                  corrects: Release | None = None, correction: str = "", for_group: int | None = None,
                  together: int | None = None) -> ReleaseRequest:
    """Keep a draft that the own agency alone reads: what is to be given to `recipient`, in answer to `enquiry` or not.

    What it `corrects`, and why, is for `correcting` to say; the group of which epoch of a sharing group reads it there, and which
    drafts were written with it, for `draft_for_group`. Raises NotAllowed, Invalid with the field, Conflict.
    """
    require(by, WRITE)
    agency = Agency.objects.get(pk=by.agency_id)
    if recipient is None or recipient.pk == agency.pk or not Agency.objects.receiving().filter(pk=recipient.pk).exists():
        raise Invalid(_("Choose the agency that is to receive it."), field="recipient")
    if enquiry is not None and (enquiry.asked_agency_id, enquiry.asking_agency_id) != (agency.pk, recipient.pk):
        raise Invalid(_("This request was not asked by that agency of yours."), field="enquiry")
    _require_people(recipient, entry)
    entry, portions = _with_portions(entry)
    with said_clearly():
        request = ReleaseRequest.objects.create(
            reference=next_reference(agency, year=timezone.localdate().year, series=SERIES), owner_agency=agency,
            recipient_agency=recipient, enquiry_id=enquiry.pk if enquiry else None, created_by_id=by.user_id,
            corrects=corrects, correction=correction, for_group_id=for_group, together=together,
            classification=strictest([one.classification for one in portions]), **entry.columns())
    _keep(request, portions)
    REQUEST_LIFE.begin([request], by=by)
    audit.record("release.drafted", by=by, on=request, recipient=recipient.code, for_person=request.for_person,
                 for_group=for_group, items=[one.reference for one in portions])
    return request


@atomic
def edit_release(*, by: Viewer, request: ReleaseRequest, entry: ReleaseEntry, recipient: Agency | None = None,
                 revision: int | None) -> ReleaseRequest:
    """Change a draft as a whole; `revision` is the one its author had before their eyes.

    Raises NotAllowed, NotFound, WrongState, Conflict, Invalid.
    """
    request = REQUEST_LIFE.locked(request, IS_AUTHOR, by=by, revision=revision)
    if request.state != RequestState.DRAFT:
        raise WrongState(_("Only a draft can be changed. Have it returned first."))
    if recipient is not None and recipient.pk != request.recipient_agency_id:
        if request.enquiry_id is not None or request.corrects_id is not None or recipient.pk == request.owner_agency_id:
            raise Invalid(_("Choose the agency that is to receive it."), field="recipient")
        if request.for_group_id is not None:
            raise Invalid(_("It is for those of a sharing group in this agency. For another one write another request."),
                          field="recipient")
        request.recipient_agency = recipient
    _require_people(request.recipient_agency, entry, for_group=request.for_group_id)
    entry, portions = _with_portions(entry)
    changes = entry.columns() | {"classification": strictest([one.classification for one in portions])}
    for name, value in (changes | {"revision": request.revision + 1}).items():
        setattr(request, name, value)
    request.portions.all().delete()
    request.save()
    _keep(request, portions)
    audit.record("release.changed", by=by, on=request, revision=request.revision)
    return request


def draft_for_group(*, by: Viewer, entry: ReleaseEntry, sharing_group: int, field: str = "recipient") -> list[ReleaseRequest]:
    """A draft for each other agency that is in a sharing group (its id) now, for whom of it is in it; they go on one by one.

    Raises NotAllowed, Invalid (`field` where there is no such group, or nobody else in it; or another one).
    """
    require(by, WRITE)
    group, together = newest_epoch(sharing_group, field=field), secrets.randbelow(LARGEST) + 1
    there = Member.objects.filter(sharing_group=sharing_group, person=None, left_at=None).exclude(agency=by.agency_id)
    agencies = Agency.objects.receiving().filter(pk__in=there.values("agency")).order_by("code")
    if entry.for_person:
        raise Invalid(_("Name an agency for one person of it, and no sharing group."), field="for_person")
    if not agencies:
        raise Invalid(_("No other agency is in this sharing group."), field=field)
    with atomic():
        return [draft_release(by=by, entry=entry, recipient=agency, for_group=group, together=together) for agency in agencies]


def can_edit(by: Viewer, request: ReleaseRequest) -> bool:
    """Whether the page offers to change it."""
    return request.state == RequestState.DRAFT and IS_AUTHOR.allows(by, request)


def _require_people(recipient: Agency, entry: ReleaseEntry, *, for_group: int | None = None) -> None:
    if entry.for_person and recipient.is_outside:
        raise Invalid(_("Nobody of a body outside signs in here. Say in the conditions who may read it."), field="for_person")
    if entry.for_person and for_group is not None:
        raise Invalid(_("It is for those of a sharing group already."), field="for_person")


def _with_portions(entry: ReleaseEntry) -> tuple[ReleaseEntry, list[Portion]]:
    """The entry, and the portions that its items mean; a report means all its paragraphs, in whose place none is written."""
    entry = checked(entry)
    meant = [(number, item, meant_by(item.reference)) for number, item in enumerate(entry.items)]
    there = sources([thing for _number, _item, things in meant for thing in things])
    kept: dict[Thing, tuple[Source, str]] = {}
    for number, item, things in meant:
        _require_meant(number, item, things, there)
        for thing in things:
            if thing in kept:
                raise Invalid(_("%(reference)s is named twice. Leave one out.") % {"reference": there[thing].reference},
                              field=f"items.{number}.reference")
            kept[thing] = (there[thing], item.text.strip())
    if len(kept) > SEVERAL:
        raise Invalid(_("At most %(most)s of them.") % {"most": SEVERAL}, field="items")
    return replace(entry, items=tuple(ItemEntry(source.reference, text) for source, text in kept.values())), [
        _portion(number, source, text) for number, (source, text) in enumerate(kept.values(), 1)]


def _require_meant(number: int, item: ItemEntry, things: list[Thing], there: dict[Thing, Source]) -> None:
    field = f"items.{number}.reference"
    if not things or any(thing not in there for thing in things):
        raise Invalid(_("You see nothing with the reference %(reference)s that can be released: a disseminated report or a "
                        "paragraph of it, an issued alert, an approved subject, a confirmed hit.") % {
                            "reference": item.reference}, field=field)
    if item.text.strip() and len(things) > 1:
        raise Invalid(_("Another text stands for one paragraph: name it as %(reference)s/1.") % {
            "reference": item.reference}, field=f"items.{number}.text")


def _portion(number: int, source: Source, text: str) -> Portion:
    values: dict[str, Any] = {"handling_codes": list(source.handling_codes)}
    return Portion(
        id=secrets.randbelow(LARGEST) + 1, number=number, kind=source.kind, source_id=source.id, reference=source.reference,
        title=unnamed(source.kind) if text else source.title, text=text or source.text, sanitised=bool(text),
        source_digest=source.digest(),
        classification=source.classification, handling_conditions=source.handling_conditions, tlp=source.tlp, **values)


def _keep(request: ReleaseRequest, portions: list[Portion]) -> None:
    for portion in portions:
        portion.request = request
    Portion.objects.bulk_create(portions)
