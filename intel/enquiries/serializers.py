"""Requests as programs write and read them. A serializer shapes; it does not decide."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.access import now_looking
from agencies.markings.classification import Classification
from hub.kit.limits import NOTE, REASON, SEVERAL
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.enquiries.entries import LIMITS
from intel.enquiries.models import Answer, Enquiry, EnquiryNote, EnquiryStep, PassingOn, Proposal, Request
from intel.enquiries.origins import origin_of
from intel.enquiries.selectors import agencies_of, meant_by, notes_on, proposals_on
from intel.enquiries.states import WITH_CONTENT


class MarkingFields(StrictSerializer):
    """How a text is marked."""

    classification = serializers.ChoiceField(Classification.choices, required=False)
    handling_codes = serializers.ListField(child=serializers.CharField(max_length=4), required=False, max_length=SEVERAL)
    handling_conditions = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["handling_conditions"],
                                                help_text="Needed with H3.")


class RequestInput(MarkingFields):
    """A request: of which agencies (their codes) what is asked."""

    addressees = serializers.ListField(child=serializers.CharField(max_length=12), min_length=1, max_length=SEVERAL)
    question = serializers.CharField(max_length=LIMITS["question"])
    purpose = serializers.CharField(max_length=40, help_text="Code of the scheme “purpose”.")
    legal_basis = serializers.CharField(max_length=LIMITS["legal_basis"])
    case_reference = serializers.CharField(max_length=LIMITS["case_reference"], help_text="Read by your agency only.")
    urgency = serializers.CharField(required=False, max_length=40, help_text="Code of the scheme “urgency”.")
    answer_by = serializers.DateTimeField(required=False, allow_null=True, help_text="Left out, the urgency sets it.")
    hit_reference = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["hit_reference"],
                                          help_text="As the answer to a query gave it.")
    addressees_know = serializers.BooleanField(required=False, help_text="Whether the agencies asked may know of each other.")


class RequestDraft(RequestInput):
    """A new request, and what it is born from."""

    born_from = serializers.CharField(
        required=False, allow_blank=True, max_length=40, help_text="What you had before your eyes, read by your agency only: "
        "`alert`, `report`, `hit`, `query` or `enquiry` with its id, as `alert:4711`.")


class RequestChange(RequestInput):
    """The fields to change in a draft, and the revision they were written on."""

    revision = serializers.IntegerField(min_value=1)


class RequestAct(StrictSerializer):
    """What every act says: the revision one has read. A newer one is a conflict."""

    revision = serializers.IntegerField(min_value=1)


class RequestReason(RequestAct):
    """An act that needs a reason."""

    reason = serializers.CharField(max_length=REASON)


class AnswerInput(RequestAct, MarkingFields):
    """An answer, or a refusal, that somebody else gives."""

    outcome = serializers.ChoiceField([state.value for state in WITH_CONTENT])
    text = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["text"])
    refusal = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="Code of the scheme “refusal”.")
    grading_scheme = serializers.CharField(required=False, allow_blank=True, max_length=20)
    source_grade = serializers.CharField(required=False, allow_blank=True, max_length=4)
    information_grade = serializers.CharField(required=False, allow_blank=True, max_length=4)


class AnswerAct(RequestAct):
    """A decision on an answer that waits: which, and the revision of it that one has read."""

    proposal = serializers.IntegerField(min_value=1)


class AnswerReason(AnswerAct):
    """Why an answer is not given."""

    reason = serializers.CharField(max_length=REASON)


class EnquiryNoteSerializer(StrictModelSerializer[EnquiryNote]):
    """What the own agency noted for itself; no other agency reads it, or that there is any. Newest first."""

    written_by = serializers.CharField(source="written_by.username", read_only=True)
    text = serializers.CharField(max_length=NOTE)

    class Meta:
        model = EnquiryNote
        fields = ["text", "written_by", "written_at"]
        read_only_fields = ["written_at"]


class EnquiryStepSerializer(StrictModelSerializer[EnquiryStep]):
    """One step that both agencies read."""

    by = serializers.CharField(source="by.username", default=None, read_only=True)
    agency = serializers.CharField(source="agency.code", read_only=True)

    class Meta:
        model = EnquiryStep
        fields = ["state", "at", "by", "agency", "reason"]
        read_only_fields = fields


SAID = ("outcome", "refusal", "text", "grading_scheme", "source_grade", "information_grade", "classification",
        "handling_codes", "handling_conditions")


class AnswerOutput(StrictModelSerializer[Answer]):
    """What was answered."""

    written_by = serializers.CharField(source="written_by.username", read_only=True)

    class Meta:
        model = Answer
        fields = (*SAID, "written_by", "written_at")
        read_only_fields = fields


class ProposedAnswerOutput(StrictModelSerializer[Proposal]):
    """An answer that was proposed; the agency asked alone reads it."""

    written_by = serializers.CharField(source="written_by.username", read_only=True)
    decided_by = serializers.CharField(source="decided_by.username", default=None, read_only=True)

    class Meta:
        model = Proposal
        fields = ("id", *SAID, "state", "written_by", "written_at", "decided_by", "decided_at", "reason", "revision")
        read_only_fields = fields


TOLD = ("reference", "question", "purpose", "legal_basis", "urgency", "hit_reference", "classification", "handling_codes",
        "handling_conditions")


class EnquiryRow(StrictModelSerializer[Enquiry]):
    """What one agency is asked, in a list."""

    asking_agency = serializers.CharField(source="asking_agency.code", read_only=True)
    asked_agency = serializers.CharField(source="asked_agency.code", read_only=True)
    overdue = serializers.BooleanField(source="is_overdue", read_only=True)
    passing_on = serializers.ChoiceField(PassingOn.choices, read_only=True)

    class Meta:
        model = Enquiry
        fields: tuple[str, ...] = ("id", *TOLD, "asking_agency", "asked_agency", "state", "sent_at", "due_at", "overdue",
                                   "acknowledged_at", "answered_at", "ended_at", "passing_on", "retain_until", "revision")
        read_only_fields = fields


class EnquiryOutput(EnquiryRow):
    """What one agency is asked, with its answers and what the reader's agency has beside."""

    also_asked = serializers.SerializerMethodField()
    answers = AnswerOutput(many=True, read_only=True)
    steps = EnquiryStepSerializer(many=True, read_only=True)
    proposals = serializers.SerializerMethodField()
    notes = serializers.SerializerMethodField()
    request = serializers.SerializerMethodField()
    subject = serializers.SerializerMethodField()

    class Meta(EnquiryRow.Meta):
        fields = (*EnquiryRow.Meta.fields, "request", "subject", "also_asked", "answers", "steps", "proposals", "notes")
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_also_asked(self, enquiry: Enquiry) -> list[str]:
        """Codes of the other agencies asked, where the asker lets them know of each other."""
        return [agency.code for agency in agencies_of(enquiry.also_asked)]

    @extend_schema_field(ProposedAnswerOutput(many=True))
    def get_proposals(self, enquiry: Enquiry) -> Any:
        """The answers that the reader's agency, if it is the one asked, proposed."""
        return ProposedAnswerOutput(proposals_on(enquiry), many=True).data

    @extend_schema_field(EnquiryNoteSerializer(many=True))
    def get_notes(self, enquiry: Enquiry) -> Any:
        """Those of the reader's agency."""
        return EnquiryNoteSerializer(notes_on(enquiry), many=True).data

    def get_request(self, enquiry: Enquiry) -> int | None:
        """The id of the request, for the agency that asks."""
        return enquiry.request_id if enquiry.asking_agency_id == now_looking().agency_id else None

    def get_subject(self, enquiry: Enquiry) -> int | None:
        """The id of the subject of yours that the hit reference means, where you see it."""
        meant = meant_by(enquiry)
        return meant.subject_id if meant else None


class RequestRow(StrictModelSerializer[Request]):
    """A request of the own agency in a list."""

    addressees = serializers.SerializerMethodField()
    retain_until = serializers.DateField(source="kept_until", allow_null=True, read_only=True)

    class Meta:
        model = Request
        fields: tuple[str, ...] = ("id", *TOLD, "case_reference", "answer_by", "addressees", "addressees_know", "state",
                                   "created_at", "sent_at", "retain_until", "revision")
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_addressees(self, request: Request) -> list[str]:
        """Codes of the agencies asked."""
        names = self.context.get("names") or {agency.pk: agency.code for agency in agencies_of(request.addressees)}
        return sorted(names[pk] for pk in request.addressees)


class RequestOutput(RequestRow):
    """A request of the own agency, and where it stands with each agency asked."""

    created_by = serializers.CharField(source="created_by.username", read_only=True)
    sent_by = serializers.CharField(source="sent_by.username", default=None, read_only=True)
    enquiries = EnquiryRow(many=True, read_only=True)
    born_from = serializers.SerializerMethodField()

    class Meta(RequestRow.Meta):
        fields = (*RequestRow.Meta.fields, "born_from", "created_by", "sent_by", "enquiries")
        read_only_fields = fields

    def get_born_from(self, request: Request) -> str | None:
        """As `alert:4711`, where you see that."""
        return f"{request.born_kind}:{request.born_id}" if origin_of(request) else None
