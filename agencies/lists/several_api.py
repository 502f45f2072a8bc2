"""One act on several rows of a list in the API of its room: `POST /api/v1/hits/several/`."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, validated
from agencies.lists.several import MOST, Outcome, Picked, act_called, carry_out, refused
from agencies.lists.tables import listing_called
from agencies.once.making import IDEMPOTENCY_KEY, asked_under_key
from hub.kit.errors import Invalid, error_called
from hub.kit.limits import LARGEST, REASON
from hub.kit.problems import body_of
from hub.kit.strict import StrictSerializer


class PickedInput(StrictSerializer):
    """A row, and the revision of it that was read, if its kind has any."""

    most = MOST

    id = serializers.IntegerField(min_value=1, max_value=LARGEST)
    revision = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, default=None, allow_null=True)


class SeveralInput(StrictSerializer):
    """What is done, with which rows, and why where the act needs a reason."""

    act = serializers.CharField(max_length=40, help_text="The name of the act; those that there are, are told when it is none.")
    rows = PickedInput(many=True, allow_empty=False)
    reason = serializers.CharField(max_length=REASON, required=False, default="", allow_blank=True)


class OutcomeOutput(StrictSerializer):
    """What became of one row, in the order of the request. `problem` is that of the act on one row, where it was not done."""

    id = serializers.IntegerField(source="number")
    done = serializers.BooleanField(source="is_done")
    revision = serializers.IntegerField(allow_null=True, help_text="The one afterwards, of a row that you saw and that has any;"
                                                                    " asked again under a key, that of the first time.")
    problem = serializers.SerializerMethodField(help_text="A problem document.")

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_problem(self, outcome: Outcome) -> dict[str, Any] | None:
        """Its body."""
        return None if outcome.error is None else body_of(outcome.error)


class SeveralOutput(StrictSerializer):
    """How many were done, and what became of each."""

    done = serializers.IntegerField()
    rows = OutcomeOutput(many=True)


class SeveralMixin(RoomViewSet):
    """For the view set of a room: one act on several rows of the list that it names."""

    several: ClassVar[str] = ""

    @extend_schema(summary="Do one thing with several rows", request=SeveralInput, responses=SeveralOutput,
                   parameters=[IDEMPOTENCY_KEY])
    @action(detail=False, methods=["post"], url_path="several", pagination_class=None, filterset_class=None)
    def do_several(self, request: Request) -> Response:
        """Each row by itself, as if it was sent alone: what one is refused keeps no other from being done.

        Asked again under the same key, each row answers with the code of what became of it.
        """
        given = validated(SeveralInput, request)
        listing = listing_called(self.several, self.viewer)
        if given["reason"] and not act_called(listing, given["act"]).with_reason:
            raise Invalid(_("This act takes no reason."), field="reason")
        asked = asked_under_key(request, by=self.viewer)
        if asked is not None and asked.answer is not None:
            return _told(_again(asked.answer))
        outcomes = carry_out(listing, given["act"], [Picked(row["id"], row["revision"]) for row in given["rows"]],
                             by=self.viewer, reason=given["reason"])
        request._request.rows_refused = refused(outcomes)  # type: ignore[attr-defined]
        if asked is not None:
            asked.answer = [[each.number, each.revision, each.error.code if each.error else None] for each in outcomes]
            asked.save(update_fields=["answer"])
        return _told(outcomes)


def _told(outcomes: Iterable[Outcome]) -> Response:
    rows = list(outcomes)
    return Response(SeveralOutput({"done": sum(each.is_done for each in rows), "rows": rows}).data)


def _again(answer: list[list[Any]]) -> Iterator[Outcome]:
    """What is known of the first time: no word of why, since it is not kept."""
    for number, revision, code in answer:
        yield Outcome(number, error_called(code) if code else None, told_revision=revision)
