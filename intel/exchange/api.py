"""The door of declarations for programs: the same address under which consignments are read."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import validated
from hub.kit.errors import Invalid
from intel.exchange.serializers import ConsignmentInput, ConsignmentReceived, declaration
from intel.trade.api import ConsignmentViewSet
from intel.trade.models import Feed
from intel.trade.services import receive_declarations


class DeclarationViewSet(ConsignmentViewSet):
    """Consignments of the feeds that you may see, and the door for new ones."""

    @extend_schema(summary="Send a declaration", request=ConsignmentInput,
                   responses={200: ConsignmentReceived, 201: ConsignmentReceived})
    def create(self, request: Request) -> Response:
        """Into a feed of your agency; its parties and containers are matched against the alerts in force at once."""
        given = validated(ConsignmentInput, request)
        feed = Feed.objects.filter(owner_agency=self.viewer.agency_id, code=given["feed"].upper()).first()
        if feed is None:
            raise Invalid(_("Your agency has no feed with this code."), field="feed")
        received = receive_declarations(by=self.viewer, feed=feed, declarations=[declaration(given)])
        if received.refused:
            raise Invalid(received.refused[0].reason)
        row = self.get_queryset().get(feed=feed, number=given["number"])
        outcome = "new" if received.new else "amended" if received.amended else "same"
        answer = ConsignmentReceived({"outcome": outcome, "consignment": row})
        return Response(answer.data, status=201 if received.new else 200)


routes = [("consignments", DeclarationViewSet)]
