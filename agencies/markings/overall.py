"""The marking of several things together: the strictest of each kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agencies.markings.classification import strictest

#: From what may be spread widest to what may be least.
TLP = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one thing, or of several together; empty where there is none."""

    classification: str = ""
    tlp: str = ""
    handling: tuple[str, ...] = ()

    @classmethod
    def of(cls, thing: Any) -> "Marks":
        """What a thing of any room bears."""
        tlp = getattr(thing, "tlp", "") or ""
        return cls(getattr(thing, "classification", "") or "", strictest_tlp(tlp) if isinstance(tlp, list) else tlp,
                   tuple(getattr(thing, "handling_codes", None) or ()))

    def line(self) -> str:
        """`CONFIDENTIAL · TLP:AMBER · H1, SRC`: codes, the same in every language."""
        return " · ".join(filter(None, [self.classification, self.tlp and f"TLP:{self.tlp}", ", ".join(self.handling)]))


def strictest_tlp(codes: Iterable[str]) -> str:
    """The one that lets least through; what is no such code counts as the strictest. Empty for none."""
    return max(filter(None, codes), key=lambda code: TLP.index(code) if code in TLP else len(TLP), default="")


def together(several: Iterable[Marks]) -> Marks:
    """The marks of a file, page or table that holds all of them: highest classification, strictest TLP, every handling code."""
    marks = list(several)
    classified = [each.classification for each in marks if each.classification]
    return Marks(strictest(classified) if classified else "", strictest_tlp(each.tlp for each in marks),
                 tuple(sorted({code for each in marks for code in each.handling})))
