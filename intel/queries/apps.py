"""Is there something? What one agency asks of all others, and what each lets others learn."""

from typing import Any

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried, Labelled
from hub.kit.keeping import Kept, Part, kept_upload
from hub.kit.room import MenuEntry, Panel, Room, Section, Tells, Topic


class QueriesConfig(Room):
    name = "intel.queries"
    label = "queries"
    lists = ("intel.queries.lists.QUERIES", "intel.queries.lists.SOUNDINGS")
    labels = (
        Labelled("queries_query", act="queries.view_query"),
        Labelled("queries_batch", act="queries.view_query"),
        Carried("queries_answer", by="query_id", of="queries_query"),
        Labelled("queries_standing", act="queries.view_query"),
        Carried("queries_certificate", by="query_id", of="queries_query"),
        Labelled("queries_sounding", act="queries.view_sounding"),
        Carried("queries_sounding", by="subject_id", of="subjects_subject", columns={"subject_label_id": "label_id"}),
        Labelled("queries_disclosure", act="queries.view_disclosure"),
    )
    keeps = (
        Kept("queries.query", code="QUERY", words=_("Subjects of queries"), page="queries:detail",
             gone=_("What was asked for and answered; who asked, when and why stays"),
             since="case when r.purged_at is null then r.asked_at end",
             blanks={**dict.fromkeys(("names", "birth_dates", "countries", "addresses"), "'{}'"), "identifiers": "'[]'",
                     "withdrawn_because": "''", "purged_at": "now()"},
             parts=(Part("queries.answer", "query_id", {"hits": "'[]'"}),)),
        kept_upload("queries.batch", words=_("Files of queries"), page="queries:batch",
                    gone=_("The file and the rows that came back; how many they were stays")),
        Kept("queries.sounding", code="SOUNDING", words=_("Queries about ours"), gone=_("That somebody asked"),
             since="r.asked_at"),
    )
    menu = (MenuEntry(_("Query"), "queries:list", "help-circle", "queries.view_query", "q", Section.TOP, rank=-2),)
    places = ("queries.query",)
    panels = (Panel("alerts.detail", "queries/_panel.html", "intel.queries.panels.on_alert", rank=1),
              Panel("alerts.form", "queries/_learned.html", "intel.queries.panels.on_form"),
              Panel("alerts.issue", "queries/_confirmed_with.html", "intel.queries.panels.with_issue"),
              Panel("subjects.subject", "queries/_panel.html", "intel.queries.panels.on_subject", rank=1))
    tells = (
        Tells("query.more", Topic.ANSWERS, of="queries.query", page="queries:detail",
              words=_("More is disclosed on a query that you have asked again each night: %(reference)s.")),
        Tells("sounding.told", Topic.ASKED, of="queries.sounding", listed="queries:soundings",
              words=_("An agency asked about something of yours: %(reference)s."),
              several=_("Agencies asked %(count)s times about something of yours.")),
    )
    tones = {"red": "HIT_WITH_DATA", "amber": "HIT_CONTACT_OWNER", "green": "NO_HIT"}
    enums = {"QueryUrgencyEnum": "intel.queries.models.Urgency", "BatchStateEnum": "agencies.work.states.State",
             "QueryStateEnum": "intel.queries.levels.STATES",
             "QueryAnswerEnum": "intel.queries.levels.ANSWERS", "HitAnswerEnum": "intel.queries.levels.HIT_ANSWERS",
             "DisclosureLevelEnum": "intel.queries.levels.GIVEN", "DisclosureRiskAreaEnum": "intel.arrangements.codes.RISK_AREAS"}
    #: At night; before work begins people are told.
    repeats = (
        {"task": "queries.ask_again", "schedule": crontab(hour="2", minute="10")},
        {"task": "queries.look_at_answers", "schedule": crontab(hour="5", minute="30")},
        {"task": "queries.forget_changes", "schedule": crontab(minute="25")},
    )

    def ready(self) -> None:
        """Declare the acts, and sign up with the rooms below."""
        from agencies.access.acts import APPROVERS, OFFICE, WRITERS, allow
        from agencies.access.lifecycle import stepped
        from agencies.roles import Role
        from agencies.sharing import catching_up
        from agencies.work import kinds
        from agencies.work.uploads import Reading, register
        from intel.alerts import parts
        from intel.alerts.models import Alert
        from intel.queries import answering, index, opening, telling
        from intel.queries.batches.opening import answer_rows, open_batches
        from intel.queries.batches.services import read_batch
        from intel.queries.kinds import ANSWER, ANSWER_AGAIN, ANSWER_BATCH, ASK_AGAIN, OPEN, OPEN_BATCH, READ_BATCH, TELL
        from intel.queries.models import Batch
        from intel.queries.newcomers import Said
        from intel.queries.settings import BATCH_PART
        from intel.queries.standing import rounds
        from intel.queries.with_alerts import Learned
        from intel.subjects.signals import subjects_approved, subjects_changed

        allow("queries.view_query", *OFFICE)
        allow("queries.add_query", *WRITERS, Role.DESK)
        allow("queries.add_batch", *WRITERS)
        allow("queries.view_sounding", *APPROVERS, Role.DESK, Role.DATA_PROTECTION)
        allow("queries.view_disclosure", *OFFICE)
        allow("queries.add_disclosure", *WRITERS)
        allow("queries.confirm_disclosure", *APPROVERS)
        catching_up.register(Said())
        parts.register(Learned())
        kinds.register(ANSWER, answering.answer_queries, queue=kinds.QUERIES, batch=500, ready=index.prepare)
        kinds.register(OPEN, opening.open_answers, queue=kinds.QUERIES, batch=2_000)
        kinds.register(TELL, telling.tell_owners, queue=kinds.QUERIES, batch=100)
        kinds.register(OPEN_BATCH, open_batches, queue=kinds.QUERY_FILES, batch=10)
        kinds.register(ANSWER_BATCH, answer_rows, queue=kinds.QUERY_FILES, batch=BATCH_PART, ready=index.prepare)
        kinds.register(ANSWER_AGAIN, rounds.answer_again, queue=kinds.QUERY_FILES, batch=BATCH_PART, ready=index.prepare)
        kinds.register(ASK_AGAIN, rounds.ask_again, queue=kinds.NOTICES, batch=50)
        register(READ_BATCH, Reading(Batch, act="queries.add_batch", read=read_batch))
        subjects_changed.connect(_subjects_changed, dispatch_uid="queries.subjects")
        subjects_approved.connect(_subjects_changed, dispatch_uid="queries.approved")
        stepped.connect(_alerts_stepped, sender=Alert, dispatch_uid="queries.new_version")


def _subjects_changed(ids: list[int], **more: Any) -> None:
    from intel.queries import index

    index.note_changes(ids)


def _alerts_stepped(rows: list[Any], action: str, by: Any, **more: Any) -> None:
    from intel.queries.disclosure import go_on_with

    for alert in rows:
        if action == "alert.issued" and alert.replaces_id:
            go_on_with(alert, by=by)
