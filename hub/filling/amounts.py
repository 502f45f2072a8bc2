"""How many of everything a hub of a size has."""

from dataclasses import dataclass

#: Sizes between which everything below is a whole number above zero.
LEAST, MOST = 1_000, 10_000_000


@dataclass(frozen=True, slots=True)
class Amounts:
    """Of a size of 1,000,000: as many traders and consignments, 300,000 reports, 100,000 alerts in force, 50,000 hits."""

    size: int

    def __post_init__(self) -> None:
        if not LEAST <= self.size <= MOST or self.size % LEAST:
            raise ValueError(f"A size is a multiple of {LEAST:,}, {MOST:,} at most; {self.size:,} is none.")

    @property
    def traders(self) -> int:
        """One in ten of them by a feed of the tax body, which it shares with nobody; and as many consignments."""
        return self.size

    @property
    def subjects(self) -> int:
        """And as many reports."""
        return self.size * 3 // 10

    @property
    def paragraphs(self) -> int:
        """Of all reports."""
        return self.size

    @property
    def alerts(self) -> int:
        """Fifteen in 115 of them are not in force."""
        return self.size * 115 // 1000

    @property
    def matches(self) -> int:
        """And as many hits."""
        return self.size // 20

    @property
    def events(self) -> int:
        """Of the audit log."""
        return self.size
