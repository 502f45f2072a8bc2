"""Notices and the inbox in the API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, SearchedViewSet, validated
from agencies.audit import record
from agencies.lists.several_api import SeveralMixin
from agencies.notices import inbox, selectors, services
from agencies.notices.filters import NoticeFilter
from agencies.notices.inbox import Tab, tab_of
from agencies.notices.models import Mail, Notice
from agencies.notices.wanted import Wanted, wanted_by
from hub.kit.errors import Invalid
from hub.kit.room import Topic
from hub.kit.strict import StrictModelSerializer, StrictSerializer


class NoticeOutput(StrictModelSerializer[Notice]):
    """That something happened to a thing, and nothing of what the thing holds. `address` is its page in the hub."""

    words = serializers.SerializerMethodField()
    topic = serializers.ChoiceField(Topic.choices, read_only=True, allow_blank=True)
    address = serializers.SerializerMethodField()
    agency = serializers.CharField(source="agency.code", default=None, read_only=True, allow_null=True)
    _words_said: dict[int, str] | None = None

    class Meta:
        model = Notice
        fields = ["id", "kind", "topic", "words", "address", "object_kind", "object_id", "reference", "agency", "created_at",
                  "seen_at", "retain_until"]

    @extend_schema_field(serializers.CharField())
    def get_words(self, notice: Notice) -> str:
        """In the language of the request."""
        return selectors.worded(notice, said=self._said(notice)).words

    @extend_schema_field(serializers.CharField())
    def get_address(self, notice: Notice) -> str:
        """Empty for a kind that there is no more."""
        return selectors.worded(notice, said={}).address

    def _said(self, notice: Notice) -> dict[int, str]:
        """What rooms say of the notices of the page, asked once."""
        if self._words_said is None:
            shown: Any = self.parent.instance if isinstance(self.parent, serializers.ListSerializer) else [notice]
            self._words_said = selectors.words_of(shown)
        return self._words_said


class SeenOutput(StrictSerializer):
    """How many notices were new."""

    count = serializers.IntegerField()


class WantedInput(StrictSerializer):
    """How you want to be told of a topic from now on."""

    topic = serializers.ChoiceField(Topic.choices)
    on_page = serializers.BooleanField()
    mail = serializers.ChoiceField(Mail.choices)


class WantedListInput(StrictSerializer):
    """Topics that are not named stay as they are."""

    topics = WantedInput(many=True, allow_empty=False)


class WantedOutput(StrictSerializer):
    """How you are told of a topic."""

    topic = serializers.ChoiceField(Topic.choices)
    on_page = serializers.BooleanField()
    mail = serializers.ChoiceField(Mail.choices)


class WaitingOutput(StrictSerializer):
    """One thing that waits. `mine`: for you; else for others. `address` is the page of the decision."""

    heading = serializers.CharField()
    title = serializers.CharField(source="line.title")
    reference = serializers.CharField(source="line.reference")
    who = serializers.CharField(source="line.who")
    address = serializers.CharField(source="line.address")
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    overdue = serializers.BooleanField()
    mine = serializers.BooleanField()


class MoreOutput(StrictSerializer):
    """A sort of which more waits than is shown, and the page with all."""

    heading = serializers.SerializerMethodField()
    address = serializers.SerializerMethodField()

    def get_heading(self, pair: tuple[str, str]) -> str:
        """Of the sort."""
        return pair[0]

    def get_address(self, pair: tuple[str, str]) -> str:
        """Of the page."""
        return pair[1]


class InboxOutput(StrictSerializer):
    """What waits, those first that are to be decided first: 25 of each sort at most."""

    rows = WaitingOutput(many=True, read_only=True)
    more = MoreOutput(many=True, read_only=True)


class NoticeViewSet(SeveralMixin, SearchedViewSet):
    """What you were told, newest first, and not put away."""

    queryset = Notice.objects.order_by("-created_at", "-id")
    serializer_class = row = NoticeOutput
    filterset_class = NoticeFilter
    ordering = ("-created_at", "-id")
    searched, view_act = "notice.listed", "agencies.enter"
    several = "notices"

    def get_queryset(self) -> QuerySet[Notice]:
        """Your own, as far as you read what they are about."""
        return selectors.newest()

    @extend_schema(summary="List notices", responses=NoticeOutput(many=True))
    def list(self, request: Request) -> Response:
        """Each by itself, however many of one kind there are. Reading them here does not mark them as looked at."""
        return self.found(request)

    @extend_schema(summary="Mark a notice as looked at", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def see(self, request: Request, pk: str) -> Response:
        """The bell does not count it any more."""
        services.see(selectors.newest().filter(pk=self.get_object().pk))
        return Response(status=204)

    @extend_schema(summary="Put a notice away", request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path="put-away")
    def put_away(self, request: Request, pk: str) -> Response:
        """It is listed no more."""
        services.put_away(selectors.newest().filter(pk=self.get_object().pk))
        return Response(status=204)

    @extend_schema(summary="Mark all notices as looked at", request=None, responses=SeenOutput)
    @action(detail=False, methods=["post"], url_path="see-all")
    def see_all(self, request: Request) -> Response:
        """All that are listed."""
        return Response(SeenOutput({"count": services.see_all()}).data)


class WantedViewSet(RoomViewSet):
    """How you are told of what."""

    queryset = Notice.objects.none()
    serializer_class = WantedOutput
    view_act = "agencies.enter"
    pagination_class = None

    @extend_schema(summary="Read how you are told", responses=WantedOutput(many=True))
    def list(self, request: Request) -> Response:
        """Every topic: in the hub, and by mail."""
        return Response(WantedOutput(list(wanted_by(self.viewer).values()), many=True).data)

    @extend_schema(summary="Choose how you are told", request=WantedListInput, responses=WantedOutput(many=True))
    def create(self, request: Request) -> Response:
        """From now on; what was told stays."""
        chosen = validated(WantedListInput, request)["topics"]
        topics = [Topic(one["topic"]) for one in chosen]
        for number, topic in enumerate(topics):
            if topic in topics[:number]:
                raise Invalid(_("This topic is named twice."), field=f"topics.{number}.topic")
        services.choose(by=self.viewer, wanted={topic: Wanted(topic, one["on_page"], Mail(one["mail"]))
                                                for topic, one in zip(topics, chosen, strict=True)})
        return self.list(request)


class InboxViewSet(RoomViewSet):
    """What waits for somebody."""

    queryset = Notice.objects.none()
    serializer_class = InboxOutput
    view_act = "notices.view_inbox"
    pagination_class = None

    @extend_schema(summary="Read the inbox", operation_id="inbox_read", responses=InboxOutput,
                   parameters=[OpenApiParameter("tab", enum=[tab.value for tab in Tab])])
    def list(self, request: Request) -> Response:
        """What waits for you (`mine`), for others, or is overdue, over all rooms."""
        tab = tab_of(request.query_params)
        waits = inbox.read(self.viewer, tab)
        record("inbox.read", by=self.viewer, tab=tab.value, found=len(waits.rows))
        return Response(InboxOutput(waits).data)


routes = (("notices", NoticeViewSet), ("notice-preferences", WantedViewSet), ("inbox", InboxViewSet))
