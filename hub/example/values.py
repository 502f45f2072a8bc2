"""The example world's plain values. Trade uses the values of `intel.exchange`, so that the same import takes both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intel.exchange.values import Declaration, Party, WatchlistEntry


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that takes part."""

    code: str
    name: str
    kind: str  # CUSTOMS, POLICE or TAX
    country: str = "BO"


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an agency."""

    agency: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class User:
    """A person who signs in."""

    username: str
    first_name: str
    last_name: str
    agency: str
    unit: str
    roles: tuple[str, ...]
    clearance: str
    language: str = "es"

    @property
    def email(self) -> str:
        """An address that cannot be delivered to."""
        return f"{self.username}@{self.agency.lower()}.example"


@dataclass(frozen=True, slots=True)
class Alert:
    """One agency asks others to look out for a subject. `entry` is the subject, as a watchlist would name it."""

    key: str
    agency: str
    unit: str
    author: str  # username
    issuer: str  # username, another person of the same agency; "" for a draft
    entry: WatchlistEntry
    reason: str
    legal_basis: str
    suspicion_basis: str
    risk_area: str
    action_requested: str
    instructions: str
    priority: int  # 1 urgent, 2 high, 3 normal
    classification: str
    handling_codes: tuple[str, ...]
    handling_conditions: str
    valid_from: date
    valid_until: date
    audience: tuple[str, ...]  # codes of other agencies that may see it
    state: str  # DRAFT, PENDING_VALIDATION, ACTIVE, SUSPENDED or WITHDRAWN
    reports: tuple[str, ...] = ()  # keys of the reports it rests on


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One portion of a report with its own marking."""

    text: str
    classification: str


@dataclass(frozen=True, slots=True)
class Report:
    """One intelligence report."""

    key: str
    agency: str
    unit: str
    author: str
    disseminator: str  # username, another person; "" while it is a draft
    title: str
    paragraphs: tuple[Paragraph, ...]
    level: str
    risk_area: str
    source_grade: str  # admiralty
    information_grade: str
    classification: str  # "" means that of its strictest paragraph
    handling_codes: tuple[str, ...]
    handling_conditions: str
    tlp: str
    purpose: str
    legal_basis: str
    suspicion_basis: str
    source_ref: str
    information_from: date
    information_to: date
    reported: date
    audience: tuple[str, ...]
    subjects: tuple[tuple[str, str], ...]  # (role, key of the alert whose subject it is)
    state: str  # DRAFT, SUBMITTED or DISSEMINATED


@dataclass(frozen=True, slots=True)
class Trader:
    """A party of trade as the customs feed knows it; `party` carries everything but the role."""

    ref: str
    party: Party


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing put into the trade on purpose, and whether it is what an alert looks for."""

    alert: str  # key of the alert
    consignment: str  # number of the declaration
    where: str  # role of the party, or "container", "plate", "imo"
    kind: str  # class of variation, see `planting`
    is_match: bool
    alert_value: str
    trade_value: str
    trader: str = ""  # ref of the trader, "" when it is a thing that moves


@dataclass(frozen=True, slots=True)
class World:
    """Everything, in the order in which it must be created."""

    agencies: tuple[Agency, ...]
    units: tuple[Unit, ...]
    users: tuple[User, ...]
    alerts: tuple[Alert, ...]
    reports: tuple[Report, ...]
    traders: tuple[Trader, ...]
    consignments: tuple[Declaration, ...]
    truth: tuple[Planted, ...]
