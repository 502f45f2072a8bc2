"""Who sent a request that came through a proxy: said by proxies of the operator's own, and believed of nobody else."""

import ipaddress
from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: By which a proxy says for whom it asks, and how they reached it.
_FOR, _PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"


class TrustedProxies:
    """Puts the address that a trusted proxy says into REMOTE_ADDR, and takes what anybody else says of it away.

    Of several proxies one behind the other the nearest address is taken that is none of theirs: what stands before it was
    written by whoever sent the request. Has to come before whatever looks at address or scheme.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        trusted = [ipaddress.ip_network(each) for each in settings.CONFIGURATION.trusted_proxies]
        said = request.META.pop(_FOR, "")
        if not _is_one_of(request.META.get("REMOTE_ADDR", ""), trusted):
            request.META.pop(_PROTO, None)
        elif sender := _sender(said, trusted):
            request.META["REMOTE_ADDR"] = sender
        return self.get_response(request)


def network_of(request: HttpRequest) -> str:
    """The address of who sent a request, as one of somebody: of IPv6 the network (/64), since each has a whole one."""
    given = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else given


def _sender(said: str, trusted: Sequence[Network]) -> str:
    """The last address in the list that is no trusted proxy; empty where something before it is no address."""
    for each in reversed([part.strip() for part in said.split(",")]):
        try:
            address = str(ipaddress.ip_address(each))
        except ValueError:
            return ""
        if not _is_one_of(address, trusted):
            return address
    return ""


def _is_one_of(address: str, networks: Sequence[Network]) -> bool:
    try:
        return any(ipaddress.ip_address(address) in network for network in networks)
    except ValueError:
        return False
