"""What an agency gives to another: requests to release, consent of originators, and releases."""

from importlib import import_module
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried, Citable, Entries, Labelled, TwoSided
from hub.kit.room import Chosen, MenuEntry, Panel, Room, Section, Tells, Topic, Waiting
from intel.releases.kept import KEEPS

#: Asked by the holder of some items, answered by the originator of what they rest on.
CONSENT = TwoSided(
    "releases_consent", act="releases.view_release", write="releases.write_release",
    sides=("holder_agency_id", "originator_agency_id"),
    own={"originator_agency_id": ("agreed", "own_conditions", "refusal", "decided_by_id", "decided_at")},
    states={"holder_agency_id": ("VOID",), "originator_agency_id": ("GIVEN", "DECLINED")})
#: Given by its holder; acknowledged by its recipient; recalled by the one, ended by either.
RELEASE = TwoSided(
    "releases_release", act="releases.view_release", write="releases.write_release",
    sides=("holder_agency_id", "recipient_agency_id"), both=("state", "revision", "updated_at", "ended_at"),
    own={"recipient_agency_id": ("acknowledged_by_id", "acknowledged_at", "receipt", "receipt_words", "held_until",
                                 "receipted_by_id", "receipted_at")},
    states={"holder_agency_id": ("RECALLED", "CORRECTED")})

#: Told to the originator of what left in an emergency: the database writes it, and neither side.
DISCLOSURE = TwoSided("releases_disclosure", act="releases.view_release", write="releases.write_release",
                      sides=("holder_agency_id", "originator_agency_id"), both=())

_REQUEST: dict[str, Any] = {"of": "releases.releaserequest", "page": "releases:request"}
_CONSENT: dict[str, Any] = {"of": "releases.consent", "page": "releases:consent"}
_RELEASE: dict[str, Any] = {"of": "releases.release", "page": "releases:release"}
_EMERGENCY: dict[str, Any] = {"of": "releases.emergency", "page": "releases:emergency"}
_DISCLOSURE: dict[str, Any] = {"of": "releases.disclosure", "page": "releases:disclosure"}
_COUNT: dict[str, Any] = {"of": "releases.emergencycount", "page": "releases:emergency-count"}


class ReleasesConfig(Room):
    name = "intel.releases"
    label = "releases"
    lists = ("intel.releases.lists.RELEASES", "intel.releases.lists.REQUESTS", "intel.releases.lists.CONSENTS",
             "intel.releases.emergency.lists.EMERGENCIES", "intel.releases.emergency.lists.DISCLOSURES",
             "intel.releases.emergency.lists.COUNTS")
    labels = (
        Labelled("releases_releaserequest", act="releases.view_release"),
        Carried("releases_portion", by="request_id", of="releases_releaserequest"),
        Carried("releases_releaserequeststep", by="request_id", of="releases_releaserequest"),
        CONSENT,
        Entries("releases_consentportion", by="consent_id", of=CONSENT),
        Entries("releases_consentstep", by="consent_id", of=CONSENT, written_by="by_id"),
        RELEASE,
        Entries("releases_releasedportion", by="release_id", of=RELEASE),
        Citable("releases_releasedportion", kind="releases.portion", act="releases.view_release",
                labels={"label_id": "releases.view_release"}, classification="classification"),
        Entries("releases_copy", by="release_id", of=RELEASE, write=RELEASE.act),
        Entries("releases_reading", by="release_id", of=RELEASE, write=RELEASE.act),
        Entries("releases_releasestep", by="release_id", of=RELEASE, written_by="by_id"),
        Labelled("releases_productanswer", act="releases.view_release"),
        Labelled("releases_emergency", act="releases.view_release"),
        DISCLOSURE,
        Entries("releases_disclosedportion", by="disclosure_id", of=DISCLOSURE),
        Entries("releases_statement", by="release_id", of=RELEASE),
        Entries("releases_delivery", by="release_id", of=RELEASE),
        Entries("releases_paper", by="release_id", of=RELEASE),
    )
    keeps = KEEPS
    menu = (MenuEntry(_("Releases"), "releases:list", "send", "releases.view_release", "x", rank=3),
            MenuEntry(_("Emergency releases in all agencies"), "releases:emergency-counts", "alert-triangle",
                      "releases.view_emergencycount", "", Section.OVERSIGHT, rank=3))
    panels = (
        *(Panel(place, "releases/_panel.html", "intel.releases.panels.on_row", rank=9)
          for place in ("alerts.detail", "reports.report", "subjects.subject", "hits.hit")),
        Panel("enquiries.enquiry", "releases/_panel.html", "intel.releases.panels.on_enquiry"),
    )
    chosen = (Chosen(("reports.report", "alerts.alert", "subjects.subject", "hits.hit"), _("Release what is chosen"), "send",
                     "releases:new", "releases.write_release"),)
    tells = (
        Tells("release.waits", Topic.DECISIONS, **_REQUEST, after="release.submitted", holders="releases.send_release",
              words=_("Request to release %(reference)s waits for a second person.")),
        Tells("release.returned", Topic.STEPS, **_REQUEST, writer="created_by_id",
              words=_("Your request to release %(reference)s was returned.")),
        Tells("release.to_decide", Topic.DECISIONS, **_REQUEST, words=_("Request to release %(reference)s is to be decided on.")),
        Tells("release.decided", Topic.STEPS, **_REQUEST, after="release.released", writer="created_by_id",
              words=_("What you asked to release is released: %(reference)s.")),
        Tells("release.refused", Topic.STEPS, **_REQUEST, writer="created_by_id",
              words=_("Your request to release %(reference)s was refused.")),
        Tells("consent.asked", Topic.DECISIONS, **_CONSENT,
              words=_("%(agency)s asks for your consent to a release: %(reference)s.")),
        Tells("consent.answered", Topic.DECISIONS, **_CONSENT,
              words=_("%(agency)s answered whether it consents to %(reference)s.")),
        Tells("consent.half_over", Topic.DECISIONS, **_CONSENT,
              words=_("Half of the time to consent to %(reference)s is over.")),
        Tells("consent.lapsed", Topic.DECISIONS, **_CONSENT, words=_("The time to consent to %(reference)s is over.")),
        Tells("release.received", Topic.SHARED, **_RELEASE, words=_("%(agency)s released something to you: %(reference)s.")),
        Tells("release.recalled", Topic.SHARED, **_RELEASE, words=_("%(agency)s recalled %(reference)s.")),
        Tells("release.corrected", Topic.SHARED, **_RELEASE, words=_("%(agency)s corrected %(reference)s.")),
        Tells("release.fell", Topic.SHARED, **_RELEASE,
              words=_("%(reference)s was recalled with what it rests on.")),
        Tells("release.answers_owed", Topic.DECISIONS, **_RELEASE,
              words=_("Reports of yours rest on %(reference)s, which does not hold any more: say of each what became of it.")),
        Tells("release.answers_half_over", Topic.DECISIONS, **_RELEASE,
              words=_("Half of the time to answer for reports that rest on %(reference)s is over.")),
        Tells("release.answers_overdue", Topic.DECISIONS, **_RELEASE,
              words=_("Answers for reports that rest on %(reference)s are overdue.")),
        Tells("release.answers_missing", Topic.SHARED, **_RELEASE,
              words=_("What rests on %(reference)s was not answered for in time.")),
        Tells("release.receipt_half_over", Topic.DECISIONS, **_RELEASE,
              words=_("Half of the time to sign what became of %(reference)s is over.")),
        Tells("release.receipt_overdue", Topic.DECISIONS, **_RELEASE,
              words=_("The signature for what became of %(reference)s is overdue.")),
        Tells("release.receipt_missing", Topic.SHARED, **_RELEASE,
              words=_("What became of %(reference)s was not signed for in time.")),
        Tells("release.hold_over", Topic.DECISIONS, **_RELEASE,
              words=_("The legal hold on copies of %(reference)s is over: sign what became of them.")),
        Tells("release.receipted", Topic.STEPS, **_RELEASE, words=_("%(agency)s signed what became of %(reference)s.")),
        Tells("release.ended", Topic.SHARED, **_RELEASE, words=_("%(agency)s ended %(reference)s.")),
        Tells("emergency.to_review", Topic.DECISIONS, **_EMERGENCY,
              words=_("%(reference)s was released in an emergency and is to be reviewed within 24 hours.")),
        Tells("emergency.overdue", Topic.DECISIONS, **_EMERGENCY,
              words=_("The review of the emergency release %(reference)s is overdue.")),
        Tells("disclosure.told", Topic.DECISIONS, **_DISCLOSURE,
              words=_("%(agency)s released information of yours in an emergency: %(reference)s.")),
        Tells("disclosure.reviewed", Topic.DECISIONS, **_DISCLOSURE,
              words=_("%(agency)s reviewed its emergency release %(reference)s.")),
        Tells("disclosure.overdue", Topic.DECISIONS, **_DISCLOSURE,
              words=_("The review of the emergency release %(reference)s is overdue.")),
        Tells("emergency.counted", Topic.DECISIONS, **_COUNT,
              words=_("An agency released something in an emergency: %(reference)s.")),
        Tells("emergency.counted_overdue", Topic.DECISIONS, **_COUNT,
              words=_("The review of the emergency release %(reference)s is overdue.")),
    )
    waiting = (
        Waiting(_("Emergency releases to review"), "intel.releases.emergency.waiting.to_review", page="releases:emergencies",
                at_home=False),
        Waiting(_("Requests to release, to send"), "intel.releases.waiting.to_send", page="releases:requests", at_home=False),
        Waiting(_("Consents to give"), "intel.releases.waiting.to_consent", page="releases:consents", at_home=False),
        Waiting(_("Releases to decide on"), "intel.releases.waiting.to_decide", page="releases:requests", at_home=False),
        Waiting(_("Recalls to sign for"), "intel.releases.waiting.to_sign_for", page="releases:list", at_home=False),
        Waiting(_("Reports to answer for"), "intel.releases.answers.waiting.to_answer_for", page="releases:list", at_home=False),
        Waiting(_("Releases to acknowledge"), "intel.releases.waiting.to_acknowledge", page="releases:list", at_home=False),
    )
    tones = {"green": "RELEASED JUSTIFIED", "blue": "UNDER_REVIEW ASKED TO_REVIEW", "red": "DECLINED EMERGENCY NOT_JUSTIFIED",
             "amber": "PARTLY_APPROVED APPROVED_WITH_CONDITIONS"}
    enums = {"ReleaseRequestStateEnum": "intel.releases.states.RequestState",
             "ConsentStateEnum": "intel.releases.states.ConsentState", "ReleaseStateEnum": "intel.releases.states.ReleaseState",
             "ReleaseOutcomeEnum": "intel.releases.states.Outcome",
             "ReleasePaperEnum": "intel.releases.outside.models.PaperKind",
             "ReleaseReceiptEnum": "intel.releases.states.Receipt", "ReleaseWayEnum": "intel.releases.states.Way",
             "EmergencyStateEnum": "intel.releases.emergency.states.EmergencyState",
             "ProductAnswerEnum": "intel.releases.answers.states.AnswerState"}

    def import_models(self) -> None:
        """Those of its parts, too."""
        super().import_models()
        import_module("intel.releases.answers.models")
        import_module("intel.releases.emergency.models")
        import_module("intel.releases.outside.models")

    def ready(self) -> None:
        """Declare the acts, and answer whose consent it takes."""
        from agencies.access.acts import APPROVERS, OFFICE, WRITERS, allow
        from agencies.roles import Role
        from agencies.work import kinds
        from hub.kit import citing, consent
        from intel.releases import chasing, watching
        from intel.releases.bill import withheld
        from intel.releases.citing import RELEASED
        from intel.releases.emergency import watching as emergency

        allow("releases.view_release", *OFFICE)
        allow("releases.write_release", *WRITERS, Role.RELEASE_AUTHORITY, Role.DESK)
        allow("releases.send_release", *APPROVERS)
        allow("releases.decide_release", Role.RELEASE_AUTHORITY, stand_in=Role.SUPERVISOR,
              deputies_hold="releases.write_release")
        allow("releases.release_on_duty", Role.DESK)
        allow("releases.view_emergencycount", Role.HUB_AUDITOR)
        consent.register(withheld)
        citing.register(RELEASED)
        for kind, do in ((watching.ASKED, watching.begin), (watching.REMIND, watching.remind),
                         (watching.LAPSED, watching.tell_lapsed), (watching.FELL, watching.tell_fallen),
                         (emergency.OVERDUE, emergency.escalate),
                         (emergency.DECLARED, emergency.tell), (emergency.REVIEWED, emergency.tell_reviewed)):
            kinds.register(kind, do, queue=kinds.NOTICES, batch=50)
        chasing.register()
