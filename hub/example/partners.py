"""Doing what the example agencies do with each other, through the services that people use: `dealings.py` says what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any

from django.utils import timezone

from agencies.access import Viewer, looking_as
from agencies.keeping import holds
from agencies.models import Agency
from agencies.sharing import services as sharing
from hub.example import dealings, texts
from hub.example.dealings import Asked, Fate, Group, Requested
from hub.example.people import AUTHORS, ISSUERS
from intel.arrangements import services as arrangements
from intel.arrangements.entries import ArrangementEntry, ReleaseTermEntry, TermEntry
from intel.enquiries import services as enquiries
from intel.enquiries.entries import AnswerEntry, RequestEntry
from intel.enquiries.models import Enquiry, Request
from intel.protection import services as protection
from intel.protection.models import Measure
from intel.queries import disclosure
from intel.queries import services as queries
from intel.queries.batches.services import ask_file
from intel.queries.entries import QueryEntry, Why
from intel.queries.standing.services import stand
from intel.subjects.models import Subject

CASE = "{agency}-{number:03}/2026"


@dataclass(frozen=True, slots=True)
class Partners:
    """Who acts, and whose subjects there are, by code of the agency: those `sought` by an alert in force, and others."""

    viewers: Mapping[str, Viewer]
    agencies: Mapping[str, Agency]
    sought: Mapping[str, Sequence[Subject]]
    others: Mapping[str, Sequence[Subject]]

    def by(self, username: str) -> Viewer:
        """Somebody, as they act."""
        return self.viewers[username]

    def of(self, username: str) -> str:
        """The code of somebody's agency."""
        return next(code for code, agency in self.agencies.items() if agency.pk == self.by(username).agency_id)


def deal(partners: Partners, progress: Callable[[str, int, int], None]) -> None:
    """All of it, in an order in which it could have happened."""
    steps = (_groups, _disclosures, _arrangements, _queries, _requests, _kept_and_protected)
    for number, step in enumerate(steps, 1):
        step(partners)
        progress("dealings", number, len(steps))


def _groups(partners: Partners) -> None:
    for group in dealings.GROUPS:
        _found(partners, group)


def _found(partners: Partners, group: Group) -> None:
    by = partners.by(group.kept_by)
    with looking_as(by):
        sharing.found_group(by=by, name=group.name, purpose=group.purpose, legal_basis=group.legal_basis,
                            members=[sharing.MemberEntry(partners.agencies[code]) for code in group.members],
                            members_hidden=group.members_hidden)


def _disclosures(partners: Partners) -> None:
    for owner, area, to, level, is_confirmed in dealings.DISCLOSED:
        by, second = partners.by(AUTHORS[owner][0]), partners.by(ISSUERS[owner])
        with looking_as(by):
            row = disclosure.disclose(by=by, on=disclosure.On(risk_area=area), level=level, agency=partners.agencies.get(to))
        if is_confirmed:
            with looking_as(second):
                disclosure.confirm(by=second, disclosure=row)


def _arrangements(partners: Partners) -> None:
    today = timezone.localdate()
    for arranged in dealings.ARRANGED:
        by, other = partners.by(arranged.drafted_by), partners.agencies[arranged.other]
        with looking_as(by):
            terms = tuple(TermEntry(of, "HIT_CONTACT_OWNER") for of in (by.agency_id, other.pk) if of)
            releases = ((ReleaseTermEntry(by.agency_id or 0, arranged.released, ("CRIMINAL_INVESTIGATION",)),)
                        if arranged.released else ())
            row = arrangements.draft_arrangement(by=by, other=other, entry=ArrangementEntry(
                arranged.legal_basis, today, today + timedelta(days=730), terms, releases))
        for name in arranged.signed_by:
            with looking_as(partners.by(name)):
                row = arrangements.sign(by=partners.by(name), arrangement=row, revision=row.revision)


def _queries(partners: Partners) -> None:
    waiting = {code: iter(subjects) for code, subjects in partners.sought.items()}
    for number, asked in enumerate(dealings.QUERIES, 1):
        _ask(partners, number, asked, next(waiting[asked.about]) if asked.about else None)
    by = partners.by("carla")
    with looking_as(by):
        ask_file(by=by, why=Why("CRIMINAL_INVESTIGATION", texts.LEGAL_BASIS["PB"], CASE.format(agency="PB", number=118)),
                 file_name="listado-fiscalia.csv", content=(dealings.FILE + "\n".join(dealings.FILE_ROWS)).encode())


def _ask(partners: Partners, number: int, asked: Asked, subject: Subject | None) -> None:
    by, agency = partners.by(asked.by), partners.of(asked.by)
    kind = subject.kind if subject else Subject.Kind.PERSON.value if asked.again_each_night else Subject.Kind.ORGANISATION.value
    entry = QueryEntry(asked.purpose, texts.LEGAL_BASIS[agency], CASE.format(agency=agency, number=number), kind,
                       names=(subject.label if subject else asked.name,))
    with looking_as(by):
        query = queries.ask(by=by, entry=entry)
        if asked.again_each_night:
            stand(by=by, query=query)
        if asked.taken_back:
            queries.withdraw(by=by, query=query, reason="Nombre equivocado.")


def _requests(partners: Partners) -> None:
    # Firms by whose names agencies speak of them: what is asked names them anyway.
    firms = [subject.label for subject in partners.sought["AN"] if subject.kind == Subject.Kind.ORGANISATION]
    for number, (requested, named) in enumerate(zip(dealings.REQUESTS, cycle([firms[:6]]), strict=False), 1):
        _request(partners, number, requested, requested.question.format(*named))


def _request(partners: Partners, number: int, requested: Requested, question: str) -> None:
    agency = partners.of(requested.author)
    by, second = partners.by(requested.author), partners.by(ISSUERS[agency])
    due = timezone.now() + timedelta(minutes=requested.answer_in) if requested.answer_in else None
    entry = RequestEntry(question, requested.purpose, texts.LEGAL_BASIS[agency], CASE.format(agency=agency, number=number),
                         urgency=requested.urgency, answer_by=due)
    with looking_as(by):
        request = enquiries.draft_request(by=by, entry=entry,
                                          addressees=[partners.agencies[code].pk for code in requested.addressees])
        if requested.fate is Fate.DRAFT:
            return
        if requested.fate is Fate.DROPPED:
            enquiries.drop_request(by=by, request=request, reason="Ya se supo por otra vía.", revision=request.revision)
            return
        request = enquiries.submit(by=by, request=request, revision=request.revision)
    if requested.fate is Fate.PENDING:
        return
    with looking_as(second):
        if requested.fate is Fate.RETURNED:
            enquiries.return_to_author(by=second, request=request, reason="Falta decir de qué gestión se trata.",
                                       revision=request.revision)
            return
        request = enquiries.send(by=second, request=request, revision=request.revision)
    if requested.fate is not Fate.SENT:
        _go_on(partners, requested, request)


def _go_on(partners: Partners, requested: Requested, request: Request) -> None:
    """What the first agency asked makes of it, and then the one that asked."""
    first, asker = requested.addressees[0], partners.by(requested.author)
    with looking_as(asker):
        enquiry = Enquiry.objects.get(request=request, asked_agency=partners.agencies[first])
        if requested.fate is Fate.RECALLED:
            enquiries.recall(by=asker, enquiry=enquiry, reason="Se preguntó por un domicilio equivocado.",
                             revision=enquiry.revision)
            return
    by = partners.by(AUTHORS[first][0])
    with looking_as(by):
        enquiry = enquiries.acknowledge(by=by, enquiry=enquiry, revision=enquiry.revision)
        if requested.fate is Fate.ACKNOWLEDGED:
            return
        if requested.fate is Fate.NO_RECORD:
            enquiries.say_nothing_held(by=by, enquiry=enquiry, revision=enquiry.revision)
            return
        enquiry = enquiries.take_up(by=by, enquiry=enquiry, revision=enquiry.revision)
    if requested.fate is not Fate.IN_WORK:
        _answer(partners, requested, enquiry, by=by, second=partners.by(ISSUERS[first]))


def _answer(partners: Partners, requested: Requested, enquiry: Enquiry, *, by: Viewer, second: Viewer) -> None:
    said: dict[str, Any] = {"outcome": "ANSWERED", "text": requested.answer}
    if requested.fate is Fate.REFUSED:
        said = {"outcome": "REFUSED", "refusal": "ONGOING_OPERATION"}
    elif requested.fate is Fate.PARTLY_ANSWERED:
        said["outcome"] = "PARTLY_ANSWERED"
    with looking_as(by):
        proposal = enquiries.propose_answer(by=by, enquiry=enquiry, entry=AnswerEntry(**said), revision=enquiry.revision)
    if requested.fate is Fate.PROPOSED:
        return
    with looking_as(second):
        enquiries.give_answer(by=second, proposal=proposal, revision=proposal.revision)
    if requested.fate is Fate.CLOSED:
        asker = partners.by(requested.author)
        with looking_as(asker):
            enquiry.refresh_from_db()
            enquiries.close(by=asker, enquiry=enquiry, revision=enquiry.revision)


def _kept_and_protected(partners: Partners) -> None:
    """A request that is kept for a court, a subject whose use is restricted, another that is said to be wrong."""
    bruno, elvira = partners.by("bruno"), partners.by("elvira")
    with looking_as(bruno):
        request = Request.objects.filter(state="SENT").earliest("id")
        holds.place(by=bruno, on=request, reason="Prueba en un proceso judicial.", legal_basis="Ley 1970, art. 136",
                    until=timezone.localdate() + timedelta(days=400))
    restricted, said_to_be_wrong = partners.others["AN"][:2]
    with looking_as(elvira):
        for kind, subject, reason in ((Measure.Kind.RESTRICTION, restricted, "Impugna el dato; se verifica."),
                                      (Measure.Kind.CORRECTION, said_to_be_wrong, "Indica otra fecha de nacimiento.")):
            protection.take(by=elvira, subject=subject, kind=kind.value, reason=reason, case_reference="PD-014/2026")
