"""Every act through which data leave an agency, and how many persons it takes. `docs/what-leaves.md` is made from it.

Rooms are named here and not imported. An act of a room that is not built yet has no service; its rule stands already.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Persons(Enum):
    """What it takes to let data leave."""

    TWO = "two persons: one proposes, another decides"
    ARRANGEMENT = "an arrangement that was decided before, and whoever carries it out"
    ONE = "one person; it is logged, and listed to the supervisors every day"


@dataclass(frozen=True, slots=True)
class Leaving:
    """One act: its event in the audit log, what leaves by it, and to whom it shows.

    `act` is the permission of who lets it leave, `service` the function that does it.
    """

    event: str
    words: Promise
    persons: Persons
    act: str = ""
    service: str = ""


LEAVING: tuple[Leaving, ...] = (
    Leaving("report.disseminated", _("A report, with the subjects of its agency, to its audience"), Persons.TWO,
            "reports.disseminate_report", "intel.reports.services.disseminate"),
    Leaving("alert.issued", _("An alert, with its subject, to its audience"), Persons.TWO,
            "alerts.issue_alert", "intel.alerts.services.issue"),
    Leaving("subject.shared", _("A subject, to more groups"), Persons.TWO,
            "subjects.approve_subject", "intel.subjects.services.approve"),
    Leaving("subject.changed", _("What is new of an approved subject, to all who see it"), Persons.TWO,
            "subjects.approve_subject", "intel.subjects.services.approve"),
    Leaving("disclosure.raised", _("That the agency has something, to those who ask"), Persons.TWO,
            "queries.confirm_disclosure", "intel.queries.disclosure.confirm"),
    Leaving("arrangement.proposed", _("An arrangement with its terms, to the agency it is proposed to"), Persons.TWO,
            "arrangements.sign_arrangement", "intel.arrangements.services.sign"),
    Leaving("arrangement.accepted", _("By its terms, that an agency has something, to those of the other who ask"),
            Persons.ARRANGEMENT, "arrangements.sign_arrangement", "intel.arrangements.services.sign"),
    Leaving("request.sent", _("A request for information, to the agency asked"), Persons.TWO,
            "enquiries.send_request", "intel.enquiries.services.send"),
    Leaving("request.answered", _("An answer with content, to the agency that asked"), Persons.TWO,
            "enquiries.approve_answer", "intel.enquiries.services.give_answer"),
    Leaving("request.refused", _("That an answer is refused, and why, to the agency that asked"), Persons.TWO,
            "enquiries.approve_answer", "intel.enquiries.services.give_answer"),
    Leaving("release.sent", _("What would be released of it, to the originator whose consent it takes"), Persons.TWO,
            "releases.send_release", "intel.releases.services.send"),
    Leaving("release.released", _("A release, to its recipient"), Persons.TWO,
            "releases.decide_release", "intel.releases.services.release"),
    Leaving("release.released_as_arranged", _("A release inside the terms of an arrangement, to its recipient"),
            Persons.ARRANGEMENT, "releases.send_release", "intel.releases.services.send"),
    Leaving("release.corrected", _("A release that takes the place of another, and why, to its recipient"), Persons.TWO,
            "releases.decide_release", "intel.releases.services.release"),
    Leaving("release.released_in_emergency",
            _("In danger to life, a release to its recipient without consents, and that it left to each originator; another"
              " person reviews it within 24 hours"), Persons.ONE,
            "releases.write_release", "intel.releases.emergency.services.release_in_emergency"),
    Leaving("emergency.justified", _("That an emergency release was justified, and why, to the originators told"), Persons.ONE,
            "releases.write_release", "intel.releases.emergency.services.review"),
    Leaving("emergency.not_justified", _("That an emergency release was not justified, and why, to the originators told"),
            Persons.ONE, "releases.write_release", "intel.releases.emergency.services.review"),
    Leaving("release.link_made", _("A copy of a release, to the body outside that it was released to"), Persons.ONE,
            "releases.write_release", "intel.releases.outside.services.give_link"),
    Leaving("release.recalled", _("That a release is recalled, and why, to its recipient"), Persons.ONE,
            "releases.decide_release", "intel.releases.services.recall"),
    Leaving("release.ended", _("That a release has ended, and why, to its other agency"), Persons.ONE,
            "releases.decide_release", "intel.releases.services.end"),
    Leaving("release.receipted", _("What became of the copies of a release, to the agency that recalled it"), Persons.ONE,
            "releases.write_release", "intel.releases.services.sign_receipt"),
    Leaving("answer.given", _("That it answered for a report that rested on a release, to the agency that released it"),
            Persons.ONE, "releases.write_release", "intel.releases.answers.services.answer"),
    Leaving("release.acknowledged", _("That a release was acknowledged, to the agency that released it"), Persons.ONE,
            "releases.write_release", "intel.releases.services.acknowledge"),
    Leaving("consent.given", _("That it consents to a release, and on what conditions, to the agency that holds it"), Persons.ONE,
            "releases.decide_release", "intel.releases.services.consent"),
    Leaving("consent.taken_back", _("That it takes a consent back, and why, to the agency that holds it"), Persons.ONE,
            "releases.decide_release", "intel.releases.services.take_back"),
    Leaving("consent.declined", _("That it does not consent to a release, and why, to the agency that holds it"), Persons.ONE,
            "releases.decide_release", "intel.releases.services.decline"),
    Leaving("consent.asked_on", _("What another agency would release of it, to the originator whose consent that takes"),
            Persons.ONE, "releases.decide_release", "intel.releases.services.ask_on"),
    Leaving("question.asked", _("That it asks why somebody used what was released, to the agency that received it"), Persons.ONE,
            "releases.write_release", "intel.readings.services.ask_why"),
    Leaving("question.answered", _("Why somebody used what was released, to the agency that asks"), Persons.ONE,
            "releases.write_release", "intel.readings.services.answer"),
    Leaving("watchlist.imported", _("What a list says, to the audience of the list"), Persons.ARRANGEMENT,
            "alerts.import_watchlist", "intel.alerts.services.import_watchlist"),
    Leaving("alert.unlisted", _("That a list does not have an entry any more, to the audience of its alert"), Persons.ARRANGEMENT,
            "alerts.import_watchlist", "intel.alerts.services.import_watchlist"),
    Leaving("declarations.received", _("Declarations, to those who see their feed"), Persons.ARRANGEMENT,
            "trade.import_declarations", "intel.trade.services.receive_declarations"),
    Leaving("feed.opened", _("What comes by a new feed, to its audience"), Persons.ONE,
            "trade.add_feed", "intel.trade.services.open_feed"),
    Leaving("feed.shared", _("What came and comes by a feed, to its audience"), Persons.ONE,
            "trade.change_feed", "intel.trade.services.share_feed"),
    Leaving("alert.resumed", _("That an alert is to be acted on again, to its audience"), Persons.ONE,
            "alerts.issue_alert", "intel.alerts.services.resume"),
    Leaving("alert.suspended", _("That an alert is not to be acted on for now, to its audience"), Persons.ONE,
            "alerts.issue_alert", "intel.alerts.services.suspend"),
    Leaving("alert.withdrawn", _("That an alert has ended, to its audience"), Persons.ONE,
            "alerts.issue_alert", "intel.alerts.services.withdraw"),
    Leaving("report.withdrawn", _("That a report does not hold any more, to its audience"), Persons.ONE,
            "reports.disseminate_report", "intel.reports.services.withdraw"),
    Leaving("report.linked", _("That two reports belong together, to who sees both"), Persons.ONE,
            "reports.change_report", "intel.reports.services.link_reports"),
    Leaving("hit.judged", _("A judgement with its reason, to the agencies that see the hit"), Persons.ONE,
            "hits.judge_hit", "intel.hits.services.judge"),
    Leaving("hit.reopened", _("Why a hit is open again, to the agencies that see it"), Persons.ONE,
            "hits.judge_hit", "intel.hits.services.reopen"),
    Leaving("query.asked", _("That it asked, when and for what purpose, to owners of what it met"), Persons.ONE,
            "queries.add_query", "intel.queries.services.ask"),
    Leaving("batch.asked", _("That it asked all rows of a file, when and for what purpose, to owners of what they met"),
            Persons.ONE, "queries.add_batch", "intel.queries.batches.services.read_batch"),
    Leaving("arrangement.declined", _("That an arrangement is declined, and why, to the agency that proposed it"), Persons.ONE,
            "arrangements.sign_arrangement", "intel.arrangements.services.decline"),
    Leaving("arrangement.withdrawn", _("That an arrangement is taken back, and why, to the agency it was proposed to"),
            Persons.ONE, "arrangements.sign_arrangement", "intel.arrangements.services.withdraw"),
    Leaving("arrangement.ended", _("That an arrangement has ended, and why, to the other agency"), Persons.ONE,
            "arrangements.sign_arrangement", "intel.arrangements.services.end"),
    Leaving("onward.told", _("That a subject was restricted, corrected or deleted, to agencies that had access"), Persons.ONE,
            "protection.take_measure", "intel.protection.services.tell_onward"),
    Leaving("onward.followed", _("That an agency followed it, to the agency that told it"), Persons.ONE,
            "protection.write_onward", "intel.protection.services.follow"),
    Leaving("hit.reported", _("A hit report, to the agency that issued the alert"), Persons.ONE),
    Leaving("alert.acknowledged", _("That an alert was received, to its issuer"), Persons.ONE),
    Leaving("request.nothing_recorded", _("That there is nothing that can be given, to the agency that asked"), Persons.ONE,
            "enquiries.write_enquiry", "intel.enquiries.services.say_nothing_held"),
    Leaving("request.acknowledged", _("That a request was received, to the agency that asked"), Persons.ONE,
            "enquiries.write_enquiry", "intel.enquiries.services.acknowledge"),
    Leaving("request.taken_up", _("That a request is worked on, to the agency that asked"), Persons.ONE,
            "enquiries.write_enquiry", "intel.enquiries.services.take_up"),
    Leaving("request.closed", _("That nothing more is needed, to the agency that answered"), Persons.ONE,
            "enquiries.write_enquiry", "intel.enquiries.services.close"),
    Leaving("request.recalled", _("That a request is taken back, and why, to the agency asked"), Persons.ONE,
            "enquiries.write_enquiry", "intel.enquiries.services.recall"),
    Leaving("outcome.recorded", _("The outcome of a check, to the agency that asked for it"), Persons.ONE),
)

#: The events of what one person lets leave: what supervisors are shown every day.
BY_ONE = tuple(leaving.event for leaving in LEAVING if leaving.persons is Persons.ONE)


def in_markdown() -> str:
    """The table, as `docs/what-leaves.md` shows it."""
    rows = [f"| {one.words} | {one.persons.value} | `{one.event}` | {f'`{one.act}`' if one.act else 'not built yet'} |"
            for one in LEAVING]
    return "\n".join(["| what leaves, to whom | what it takes | event | act of who lets it leave |", "| --- | --- | --- | --- |",
                      *rows])
