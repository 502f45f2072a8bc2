"""Of whom a request is, is believed of the operator's own proxies alone."""

from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from hub.kit.proxies import TrustedProxies, network_of

OURS = "10.0.0.4", "10.1.0.0/16"


@pytest.fixture
def seen(settings: Any) -> Any:
    """What a request looks like behind it: the address, and whether it came by https."""
    settings.CONFIGURATION = replace(settings.CONFIGURATION, trusted_proxies=OURS)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def ask(address: str, said: str) -> tuple[str, bool, bool]:
        found: list[tuple[str, bool, bool]] = []

        def view(request: Any) -> HttpResponse:
            found.append((request.META["REMOTE_ADDR"], request.is_secure(), "HTTP_X_FORWARDED_FOR" in request.META))
            return HttpResponse()

        TrustedProxies(view)(RequestFactory().get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=said,
                                                  HTTP_X_FORWARDED_PROTO="https"))
        return found[0]

    return ask


@pytest.mark.parametrize(("address", "said", "answer"), [
    ("10.0.0.4", "192.0.2.7", ("192.0.2.7", True, False)),
    ("10.0.0.4", "198.51.100.1, 192.0.2.7, 10.1.2.3", ("192.0.2.7", True, False)),  # the first was written by the sender
    ("10.0.0.4", "2001:db8::1", ("2001:db8::1", True, False)),
    ("10.0.0.4", "", ("10.0.0.4", True, False)),
    ("10.0.0.4", "192.0.2.7, nonsense", ("10.0.0.4", True, False)),
    ("10.0.0.4", "10.1.0.1, 10.0.0.4", ("10.0.0.4", True, False)),
    ("192.0.2.9", "192.0.2.7", ("192.0.2.9", False, False)),
    ("nowhere", "192.0.2.7", ("nowhere", False, False)),
])  # fmt: skip
def test_a_proxy_of_ours_is_believed_and_nobody_else(seen: Any, address: str, said: str, answer: tuple[str, bool, bool]) -> None:
    assert seen(address, said) == answer


@pytest.mark.parametrize(("address", "network"), [
    ("192.0.2.7", "192.0.2.7"), ("2001:db8::7", "2001:db8::/64"), ("2001:db8:0:1::7", "2001:db8:0:1::/64"), ("", "")])
def test_of_ipv6_everybody_has_a_network(address: str, network: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network
