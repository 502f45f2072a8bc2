"""The reading room in the API: with the same visibility, rules and audit as the pages."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.access.door import row_or_absent
from agencies.audit import record
from intel.readings import selectors, services
from intel.readings.filters import QuestionFilter, UseFilter
from intel.readings.life import VIEW
from intel.readings.models import Question, Use
from intel.readings.register import RegisterViewSet
from intel.readings.serializers import QuestionOutput, ReadingAnswerInput, ReadingQuestionInput, ReleaseUseOutput


class UseViewSet(SearchedViewSet):
    """Who used what your agency released, and what rests on its information."""

    queryset = Use.objects.order_by("-id")
    serializer_class = ReleaseUseOutput
    filterset_class = UseFilter
    view_act, searched, row = VIEW, "reading.searched", ReleaseUseOutput

    def get_queryset(self) -> QuerySet[Use]:
        """Newest first."""
        return selectors.uses()

    @extend_schema(summary="List uses of releases", responses=ReleaseUseOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a use of a release", responses=ReleaseUseOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Who did what, when."""
        row = self.get_object()
        record("reading.read", by=self.viewer, on=row)
        return Response(ReleaseUseOutput(row).data)

    @extend_schema(summary="Ask why a release was used", request=ReadingQuestionInput, responses={201: QuestionOutput})
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, pk: str) -> Response:
        """The agency of who used it is asked, and learns who asks."""
        row = services.ask_why(by=self.viewer, use=self.get_object(), **validated(ReadingQuestionInput, request))
        return Response(QuestionOutput(row_or_absent(selectors.questions(), row.pk)).data, status=201)


class QuestionViewSet(SearchedViewSet):
    """Questions about uses of releases: those that your agency asks, and those it is asked."""

    queryset = Question.objects.order_by("-id")
    serializer_class = QuestionOutput
    filterset_class = QuestionFilter
    view_act, searched, row = VIEW, "question.searched", QuestionOutput

    def get_queryset(self) -> QuerySet[Question]:
        """Newest first."""
        return selectors.questions()

    @extend_schema(summary="List questions about readings", responses=QuestionOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a question about a reading", responses=QuestionOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """For both sides."""
        row = self.get_object()
        record("question.read", by=self.viewer, on=row)
        return Response(QuestionOutput(row).data)

    @extend_schema(summary="Answer a question about a reading", request=ReadingAnswerInput, responses=QuestionOutput)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """For the agency asked; not by whom it is about."""
        row = services.answer(by=self.viewer, question=self.get_object(), **validated(ReadingAnswerInput, request))
        return Response(QuestionOutput(row_or_absent(selectors.questions(), row.pk)).data)


routes = [("reading-room", UseViewSet), ("reading-questions", QuestionViewSet),
          ("release-register", RegisterViewSet)]
