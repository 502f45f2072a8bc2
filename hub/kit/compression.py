"""Pages and answers of the API, sent compressed to who takes them so."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

#: What is text inside. PDF and archives are compressed already, and what is streamed is sent part by part as it is made.
_TEXT = ("text/", "application/json", "application/problem+json", "application/vnd.oai.openapi")


class Compression(GZipMiddleware):
    """Django's compression, which hides the exact length behind up to 100 random bytes, for what is text.

    Where a page holds a secret beside what a stranger could have put into its address, the length of the compressed page tells of
    the secret (BREACH). Against it stand those bytes; that Django writes the token of a form otherwise each time; and that a
    browser sends our cookie with no request but a link that is followed (SameSite). See `docs/decisions/0018-compressed.md`.
    An entity tag stays as it is: it names the revision of a row (`hub/kit/preconditions.py`), whichever way it is written.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed if that is any use."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith(_TEXT):
            return response
        tag = response.headers.get("ETag")
        response = super().process_response(request, response)
        if tag:
            response.headers["ETag"] = tag
        return response
