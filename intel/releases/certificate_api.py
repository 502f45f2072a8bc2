"""The certificate of this hub in the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from hub.kit.signatures import signer
from intel.releases.serializers import CertificateOutput


class ReleaseCertificateViewSet(ViewSet):
    """The certificate by which the signature of a copy is checked."""

    @extend_schema(summary="Read the certificate of this hub", responses=CertificateOutput)
    def list(self, request: Request) -> Response:
        """It is no secret; `fingerprint` is its SHA-256, to be compared by another way."""
        return Response(CertificateOutput(signer()).data)
