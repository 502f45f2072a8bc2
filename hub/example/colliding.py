"""Alerts of two agencies that spoil each other: customs has a lorry watched, police has it stopped, and neither knows of the other."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from agencies.access import as_service, looking_as
from hub.example import texts
from hub.example.partners import Partners
from hub.example.people import ISSUERS
from intel.alerts import services as alerts
from intel.alerts.entries import AlertEntry
from intel.deconfliction.comparing import compare, in_question
from intel.subjects.services import register_subject


@dataclass(frozen=True, slots=True)
class Watched:
    """An alert on a lorry: by whom, what is to be done, what the agency calls it, and why."""

    author: str
    action: str
    label: str
    reason: str


#: Of a lorry that moves nothing in the example trade.
PLATE = ("plate", "4417-ZQX", "BO")
BOTH = (
    Watched("gabriela", "DISCREET_CHECK", "Camión azul de la ruta Pisiga-Oruro",
            "Cruza cada semana de noche; se quiere saber con quién se reúne."),
    Watched("carla", "SPECIFIC_CHECK", "Tracto camión azul con doble fondo",
            "Una denuncia lo señala por transporte de precursores."),
)


def collide(partners: Partners) -> None:
    """Both alerts, in force, and the coordinator and each agency told."""
    for watched in BOTH:
        _alert(partners, watched)
    with as_service("example"):
        compare(in_question())


def _alert(partners: Partners, watched: Watched) -> None:
    agency, today = partners.of(watched.author), timezone.localdate()
    by, second = partners.by(watched.author), partners.by(ISSUERS[agency])
    entry = AlertEntry(reason=watched.reason, risk_area="DRUGS_PRECURSORS", action_requested=watched.action, valid_from=today,
                       valid_until=today + timedelta(days=90), legal_basis=texts.LEGAL_BASIS[agency],
                       suspicion_basis=watched.reason, instructions_front_line=texts.INSTRUCTIONS[watched.action])
    with looking_as(by):
        subject = register_subject(by=by, kind="VEHICLE", label=watched.label, identifiers=[PLATE])
        row = alerts.draft_alert(by=by, subject=subject, own_agency_only=True, entry=entry)
        row = alerts.submit(by=by, alert=row, revision=row.revision)
    with looking_as(second):
        alerts.issue(by=second, alert=row, revision=row.revision)
