"""What one agency asks others, and what they answer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried, Entries, Labelled, Notes, TwoSided
from hub.kit.handing import HandedOver
from hub.kit.keeping import Kept, Part
from hub.kit.room import MenuEntry, Panel, Room, Tells, Topic, Waiting

#: Both read it from its birth, when it is sent. The asker closes it or takes it back, all other steps are the other side's.
ENQUIRY = TwoSided(
    "enquiries_enquiry", act="enquiries.view_enquiry", write="enquiries.write_enquiry",
    sides=("asking_agency_id", "asked_agency_id"),
    own={"asking_agency_id": ("ended_at", "consent_given_at", "consent_declined_at"),
         "asked_agency_id": ("consent_asked_at", "acknowledged_at", "answered_at", "classification")},
    states={"asking_agency_id": ("CLOSED", "RECALLED"),
            "asked_agency_id": ("ACKNOWLEDGED", "IN_WORK", "ANSWERED", "PARTLY_ANSWERED", "REFUSED", "NO_RECORD")})

_REQUEST: dict[str, Any] = {"of": "enquiries.request", "page": "enquiries:detail"}
_ENQUIRY: dict[str, Any] = {"of": "enquiries.enquiry", "page": "enquiries:enquiry"}


class EnquiriesConfig(Room):
    name = "intel.enquiries"
    label = "enquiries"
    lists = ("intel.enquiries.lists.REQUESTS", "intel.enquiries.lists.RECEIVED")
    labels = (
        Labelled("enquiries_request", act="enquiries.view_enquiry"),
        Carried("enquiries_requeststep", by="request_id", of="enquiries_request"),
        ENQUIRY,
        Entries("enquiries_enquirystep", by="enquiry_id", of=ENQUIRY, written_by="by_id"),
        Entries("enquiries_answer", by="enquiry_id", of=ENQUIRY),
        Notes("enquiries_proposal", by="enquiry_id", of=ENQUIRY),
        Notes("enquiries_enquirynote", by="enquiry_id", of=ENQUIRY),
    )
    keeps = (
        Kept("enquiries.enquiry", code="REQUEST", words=_("What agencies were asked and answered"), page="enquiries:enquiry",
             gone=_("Question, answers and notes"), since="coalesce(r.ended_at, r.answered_at, r.due_at)",
             agencies=("r.asking_agency_id", "r.asked_agency_id"), held_with={"enquiries.request": "request_id"},
             parts=(Part("enquiries.enquirystep", "enquiry_id"), Part("enquiries.answer", "enquiry_id"),
                    *(Part(own, "enquiry_id", agency="agency_id") for own in ("enquiries.proposal", "enquiries.enquirynote")))),
        Kept("enquiries.request", code="REQUEST", words=_("Requests for information"), page="enquiries:detail",
             gone=_("The request, after what every agency answered"), since="coalesce(r.sent_at, r.updated_at)",
             parts=(Part("enquiries.requeststep", "request_id"),), waits_for=(Part("enquiries.enquiry", "request_id"),)),
    )
    menu = (MenuEntry(_("Requests"), "enquiries:received", "mail", "enquiries.view_enquiry", "f", rank=2),)
    places = ("enquiries.enquiry",)
    panels = (
        *(Panel(place, "enquiries/_panel.html", "intel.enquiries.panels.on_row", rank=8)
          for place in ("alerts.detail", "reports.report", "hits.hit")),
        Panel("queries.query", "enquiries/_panel.html", "intel.enquiries.panels.on_query"),
    )
    tells = (
        Tells("request.waits", Topic.DECISIONS, **_REQUEST, after="request.submitted", holders="enquiries.send_request",
              words=_("Request %(reference)s waits for a second person.")),
        Tells("request.returned", Topic.STEPS, **_REQUEST, writer="held_by_id",
              words=_("Your request %(reference)s was returned.")),
        Tells("request.received", Topic.ANSWERS, **_ENQUIRY, words=_("%(agency)s asks for information: %(reference)s.")),
        Tells("request.received_unattended", Topic.ANSWERS, **_ENQUIRY,
              words=_("%(agency)s asks urgently: %(reference)s. Nobody is on duty, so all who answer requests are told.")),
        Tells("request.half_over", Topic.ANSWERS, **_ENQUIRY, words=_("Half of the time to answer %(reference)s is over.")),
        Tells("request.half_over_unattended", Topic.ANSWERS, **_ENQUIRY,
              words=_("Half of the time to answer %(reference)s is over. It is urgent, and nobody is on duty.")),
        Tells("request.overdue", Topic.DECISIONS, **_ENQUIRY, words=_("The answer to %(reference)s is overdue.")),
        Tells("request.unanswered", Topic.ANSWERS, **_ENQUIRY, words=_("%(reference)s was to be answered by now, and is not.")),
        Tells("request.answer_waits", Topic.DECISIONS, **_ENQUIRY,
              words=_("An answer to %(reference)s waits for a second person.")),
        Tells("request.passing_on_asked", Topic.DECISIONS, **_ENQUIRY,
              words=_("%(agency)s asks whether your request %(reference)s may be passed on.")),
        Tells("request.passing_on_decided", Topic.ANSWERS, **_ENQUIRY,
              words=_("%(agency)s decided whether %(reference)s may be passed on.")),
        Tells("request.given", Topic.ANSWERS, **_ENQUIRY, words=_("%(agency)s answered your request %(reference)s.")),
    )
    waiting = (
        Waiting(_("Requests to send"), "intel.enquiries.waiting.to_send", page="enquiries:asked"),
        Waiting(_("Requests to answer"), "intel.enquiries.waiting.to_answer", page="enquiries:received"),
        Waiting(_("Answers to give"), "intel.enquiries.waiting.to_give", page="enquiries:received", at_home=False),
        Waiting(_("Requests that others ask to pass on"), "intel.enquiries.waiting.to_agree", page="enquiries:asked",
                at_home=False),
        Waiting(_("Answers to read"), "intel.enquiries.waiting.to_close", page="enquiries:asked", at_home=False),
    )
    tones = {"green": "ANSWERED GIVEN", "blue": "SENT PENDING WAITING", "amber": "ACKNOWLEDGED IN_WORK PARTLY_ANSWERED RETURNED"}
    enums = {"EnquiryStateEnum": "intel.enquiries.states.State", "RequestStateEnum": "intel.enquiries.states.RequestState",
             "AnswerStateEnum": "intel.enquiries.states.ProposalState", "PassingOnEnum": "intel.enquiries.models.PassingOn",
             "OutcomeEnum": "intel.enquiries.states.ANSWERS"}

    repeats = ({"task": "enquiries.measure", "schedule": 60.0, "options": {"expires": 60}},)

    handed = (
        HandedOver("enquiries.request", words=_("Draft requests"), act="enquiries.write_enquiry", page="enquiries:detail",
                   while_in=("DRAFT", "PENDING"), author="created_by"),
        HandedOver("enquiries.enquiry", words=_("Requests in work"), act="enquiries.write_enquiry", page="enquiries:enquiry",
                   while_in=("ACKNOWLEDGED", "IN_WORK")),
    )

    def ready(self) -> None:
        """Declare the acts, and sign up with the rooms below."""
        from agencies.access.acts import APPROVERS, OFFICE, WRITERS, allow
        from agencies.roles import Role
        from agencies.work import kinds
        from intel.enquiries import watching

        allow("enquiries.view_enquiry", *OFFICE)
        allow("enquiries.write_enquiry", *WRITERS, Role.RELEASE_AUTHORITY, Role.DESK)
        allow("enquiries.send_request", *APPROVERS, Role.DESK)
        allow("enquiries.approve_answer", *APPROVERS)
        for kind, do in ((watching.RECEIVED, watching.tell_received), (watching.REMIND, watching.remind),
                         (watching.OVERDUE, watching.tell_overdue)):
            kinds.register(kind, do, queue=kinds.NOTICES, batch=50)
