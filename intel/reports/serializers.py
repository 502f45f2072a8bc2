"""Reports as programs write and read them. A serializer shapes; it does not decide."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.access import audience_of, now_looking
from agencies.access.api import AudienceSerializer, audience_json
from agencies.markings.classification import Classification
from agencies.markings.labels import CodeBook, code_book, scheme_label
from hub.kit.limits import PROSE, REASON, SEVERAL
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.reports.entries import LIMITS
from intel.reports.models import Report, ReportGrant, ReportLink, ReportSubject, RiskArea
from intel.reports.resting import citations_of
from intel.reports.selectors import links_of, new_version_of, old_version_of, paragraphs_of, subjects_of
from intel.reports.states import State


class CitationSerializer(StrictSerializer):
    """A thing that a paragraph rests on, as far as the reader sees it, and the version that was read."""

    kind = serializers.CharField(read_only=True, help_text="`reports.paragraph`, `alerts.alert` or `hits.hit`.")
    reference = serializers.CharField(
        max_length=60, help_text="Of an alert or a hit; `AN-2026-000017/2` for paragraph 2 of a report, as you see it.")
    version = serializers.IntegerField(
        min_value=1, required=False, help_text="Left out: the one cited before, or the present one.")
    title = serializers.CharField(read_only=True)
    present_version = serializers.IntegerField(read_only=True)


class ParagraphSerializer(StrictSerializer):
    """One portion. The number counts the paragraphs that the reader sees."""

    number = serializers.IntegerField(read_only=True)
    text = serializers.CharField(max_length=PROSE)
    classification = serializers.ChoiceField(Classification.choices, default=Classification.RESTRICTED)
    originator = serializers.CharField(
        max_length=12, required=False, allow_blank=True,
        help_text="Code of the agency whose information it is; left out: that of the report.")
    cites = CitationSerializer(many=True, required=False)


class NamedSubjectSerializer(StrictSerializer):
    """A subject named in a report, by its id, and in which role."""

    subject = serializers.IntegerField()
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    kind = serializers.CharField(read_only=True)
    role = serializers.ChoiceField(ReportSubject.Role.choices, default=ReportSubject.Role.MENTIONED)


class ReportInput(StrictSerializer):
    """What a new report says. Either `audience` or `own_agency_only` has to be given."""

    title = serializers.CharField(max_length=LIMITS["title"])
    risk_area = serializers.ChoiceField(RiskArea.choices)
    level = serializers.ChoiceField(Report.Level.choices, required=False)
    paragraphs = ParagraphSerializer(many=True)
    grading_scheme = serializers.CharField(max_length=20, required=False, help_text="admiralty, 5x5x5, 3x5x2 or europol4x4.")
    source_grade = serializers.CharField(max_length=2, help_text="A code of `<scheme>.source`.")
    information_grade = serializers.CharField(max_length=2, help_text="A code of `<scheme>.information`.")
    classification = serializers.ChoiceField(
        Classification.choices, required=False, help_text="Left out: that of the strictest paragraph.")
    handling_codes = serializers.ListField(child=serializers.CharField(max_length=4), required=False, max_length=SEVERAL)
    handling_conditions = serializers.CharField(
        required=False, allow_blank=True, max_length=LIMITS["handling_conditions"], help_text="Needed with H3.")
    tlp = serializers.CharField(max_length=12, required=False)
    information_date_from = serializers.DateField(required=False, allow_null=True)
    information_date_to = serializers.DateField(required=False, allow_null=True)
    source_ref = serializers.CharField(
        max_length=LIMITS["source_ref"], required=False, allow_blank=True, help_text="Key of your source register; never a name.")
    purpose = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["purpose"])
    legal_basis = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["legal_basis"])
    suspicion_basis = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["suspicion_basis"])
    subjects = NamedSubjectSerializer(many=True, required=False)
    audience = AudienceSerializer(many=True, required=False)
    own_agency_only = serializers.BooleanField(required=False, default=False)


class ReportChange(ReportInput):
    """The fields to change in a draft, and the revision they were written on."""

    revision = serializers.IntegerField(min_value=1)


class ActInput(StrictSerializer):
    """What every act says: the revision one has read. A newer one is a conflict."""

    revision = serializers.IntegerField(min_value=1)


class ReasonInput(ActInput):
    """An act that needs a reason."""

    reason = serializers.CharField(max_length=REASON)


class LinkInput(StrictSerializer):
    """A link to another report, by its id."""

    target = serializers.IntegerField()
    kind = serializers.ChoiceField(ReportLink.Kind.choices, default=ReportLink.Kind.RELATED)


class UnlinkInput(StrictSerializer):
    """The link to take away, by its own id."""

    link = serializers.IntegerField()


class GradedCode(StrictSerializer):
    """A code with the words of its scheme."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class GradeOutput(StrictSerializer):
    """A grade, never without its scheme."""

    scheme = serializers.CharField()
    scheme_label = serializers.CharField()
    source = GradedCode()  # type: ignore[assignment]
    information = GradedCode()


class LinkOutput(StrictSerializer):
    """A link as seen from this report: `outward` when it is this one that points."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ReportLink.Kind.choices)
    outward = serializers.BooleanField()
    report = serializers.IntegerField()
    reference = serializers.CharField()
    title = serializers.CharField()


class SeersOutput(StrictSerializer):
    """The people of one role of one agency whom the audience means."""

    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    role = serializers.CharField()
    people = serializers.IntegerField(allow_null=True, help_text="In the own agency only.")
    cleared = serializers.IntegerField(allow_null=True, help_text="In the own agency only.")
    own = serializers.BooleanField()
    through = serializers.CharField(help_text="The sharing group by which they read; empty for none.")


class ReportRow(StrictModelSerializer[Report]):
    """A report in a list."""

    agency = serializers.CharField(source="owner_agency.code", read_only=True)
    state = serializers.ChoiceField(State.choices, read_only=True)
    grade = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields: tuple[str, ...] = (
            "id", "reference", "agency", "title", "risk_area", "level", "state", "grade", "classification",
            "handling_codes", "tlp", "reported_at", "disseminated_at", "revision")
        read_only_fields = fields

    @extend_schema_field(GradeOutput)
    def get_grade(self, report: Report) -> dict[str, Any]:
        """The grade in words."""
        book = self._book()
        return {"scheme": report.grading_scheme, "scheme_label": scheme_label(report.grading_scheme),
                "source": _coded(book, f"{report.grading_scheme}.source", report.source_grade),
                "information": _coded(book, f"{report.grading_scheme}.information", report.information_grade)}

    def _book(self) -> CodeBook:
        """One query for all rows."""
        shared: Any = self.root._context
        if "book" not in shared:
            shared["book"] = code_book()
        return shared["book"]  # type: ignore[no-any-return]


class ReportOutput(ReportRow):
    """One report, with whatever of it and around it the reader may see."""

    paragraphs = serializers.SerializerMethodField()
    subjects = serializers.SerializerMethodField()
    links = serializers.SerializerMethodField()
    audience = serializers.SerializerMethodField()
    source_ref = serializers.SerializerMethodField()
    disseminated_by = serializers.SerializerMethodField()
    replaces = serializers.SerializerMethodField()
    replaced_by = serializers.SerializerMethodField()

    class Meta(ReportRow.Meta):
        fields = (*ReportRow.Meta.fields, "handling_conditions", "information_date_from", "information_date_to",
                  "source_ref", "purpose", "legal_basis", "suspicion_basis", "disseminated_by", "replaces",
                  "replaced_by", "paragraphs", "subjects", "links", "audience")
        read_only_fields = fields

    @extend_schema_field(ParagraphSerializer(many=True))
    def get_paragraphs(self, report: Report) -> list[dict[str, Any]]:
        """The paragraphs, numbered as if there were no others."""
        paragraphs = paragraphs_of(report)
        cited = citations_of([paragraph for _number, paragraph in paragraphs])
        return [{"number": number, "text": paragraph.text, "classification": paragraph.classification,
                 "originator": paragraph.originator.code,
                 "cites": [{"kind": thing.kind, "reference": thing.reference, "version": row.version, "title": thing.title,
                            "present_version": thing.version}
                           for row, thing in cited.get(paragraph.pk, [])]} for number, paragraph in paragraphs]

    @extend_schema_field(NamedSubjectSerializer(many=True))
    def get_subjects(self, report: Report) -> list[dict[str, Any]]:
        """Whom and what it is about."""
        return [{"subject": link.subject_id, "label": link.subject.label, "kind": link.subject.kind, "role": link.role}
                for link in subjects_of(report)]

    @extend_schema_field(LinkOutput(many=True))
    def get_links(self, report: Report) -> list[dict[str, Any]]:
        """The reports it points to, and those that point to it."""
        return [{"id": linked.link.pk, "kind": linked.link.kind, "outward": linked.outward, "report": linked.report.pk,
                 "reference": linked.report.reference, "title": linked.report.title} for linked in links_of(report)]

    @extend_schema_field(AudienceSerializer(many=True))
    def get_audience(self, report: Report) -> list[dict[str, Any]]:
        """Whom it is shared with: all of them for its agency, for others what is shared with themselves."""
        return audience_json(audience_of(report, grant=ReportGrant))

    def get_source_ref(self, report: Report) -> str:
        """The key of the source, for its own agency only."""
        return report.source_ref if report.owner_agency_id == now_looking().agency_id else ""

    def get_replaces(self, report: Report) -> int | None:
        """The report whose new version it is, if the reader sees that one."""
        old = old_version_of(report)
        return old.pk if old else None

    def get_replaced_by(self, report: Report) -> int | None:
        """Its new version, if the reader sees that one; it takes its place when it is disseminated."""
        new = new_version_of(report)
        return new.pk if new else None

    def get_disseminated_by(self, report: Report) -> str:
        """Who let it out."""
        return str(report.disseminated_by) if report.disseminated_by else ""


def _coded(book: CodeBook, scheme: str, code: str) -> dict[str, str]:
    return {"code": code, "label": book[scheme, code].label}
