"""What the agencies of the example world release to each other: a report that rests on what another told, in every state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from typing import Any

from django.utils import timezone

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.access.signing import recognised
from agencies.deputies import services as deputies
from agencies.hours import duty
from agencies.markings.models import Code
from agencies.models import User
from agencies.sharing.models import SharingGroup
from hub.example.partners import Partners
from hub.kit import citing
from intel.enquiries.models import Enquiry
from intel.releases import services
from intel.releases.emergency import services as emergency
from intel.releases.entries import ItemEntry, ReleaseEntry
from intel.releases.life import DECIDE
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.releases.outside import services as outside
from intel.reports import services as reports
from intel.reports.entries import CitationEntry, ParagraphEntry
from intel.reports.models import Report

TOLD = "Depósito en la avenida 6 de Marzo, El Alto"
HELD = "Repuestos declarados por un tercio de su valor"
BOUND = "Rutas usadas de noche entre Pisiga y Oruro"
DEPUTY = "marco"
PLATES, OWED = "Camiones que cambian de placa en Patacamaya", "Transportista sin domicilio conocido"
CHAIN = "Quién transporta y quién guarda la mercancía"
GROUP = "Frontera Tambo Quemado"
HEARD, THREAT = "Llamadas sobre una visita de fiscalizadores", "Amenaza contra fiscalizadores en El Alto"
TITLES = (TOLD, HELD, BOUND, HEARD, THREAT, PLATES, OWED, CHAIN)
DANGER = "Dos fiscalizadores de Impuestos van hoy al depósito; quien lo cuida está armado y los espera."


class Fate(Enum):
    """How far a request to release has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted, not sent"
    RETURNED = "returned to its author"
    ASKED = "its originator is asked"
    CONSENTED = "its originator consented; to be decided on"
    RELEASED = "released with all of it"
    PARTLY = "its originator declined; released without that"
    RECALLED = "released and recalled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn while its originator was asked"
    LAPSED = "its originator did not answer in time"
    OUTSIDE = "released to a court, acknowledged on paper, its link not taken yet"
    HALF = "one of its originators consented, the other is asked"
    ARRANGED = "released as the arrangement of the two agencies says"
    GROUP = "submitted, for each agency of a sharing group"
    EMERGENCY = "released at once by the desk on duty, to be reviewed"


@dataclass(frozen=True, slots=True)
class Released:
    """One request to release: of which report of customs, to whom, why, and what became of it."""

    of: str
    fate: Fate
    recipient: str = "SIN"
    need_to_know: str = "Fiscaliza a la empresa por las gestiones 2024 y 2025."
    purpose: str = "TAX_CONTROL"
    conditions: str = ""
    urgency: str = "ROUTINE"
    own: str = ""  # what the originator makes a condition
    for_person: str = ""


RELEASES = (
    Released(HELD, Fate.PARTLY, conditions="Solo para el proceso de fiscalización."),
    Released(HELD, Fate.CONSENTED, own="No se cita la fuente policial en actas.", need_to_know="Verifica el domicilio del depósito."),
    Released(HELD, Fate.ASKED, need_to_know="Determina deuda tributaria."),
    Released(HELD, Fate.SUBMITTED, need_to_know="Cruza ventas con importaciones."),
    Released(HELD, Fate.RETURNED, need_to_know="Interesa."),
    Released(HELD, Fate.DRAFT, need_to_know="Prepara un operativo conjunto."),
    Released(HELD, Fate.REFUSED, need_to_know="Consulta general."),
    Released(HELD, Fate.WITHDRAWN, need_to_know="Responde a un oficio que se anuló."),
    Released(BOUND, Fate.RELEASED, need_to_know="Planifica controles móviles."),
    Released(HELD, Fate.RECALLED, "PB", "Vigila el depósito.", "PUBLIC_SECURITY"),
    Released(BOUND, Fate.OUTSIDE, "TSJ", "Pide antecedentes del transporte.", "JUDICIAL_PROCEEDINGS"),
    Released(HELD, Fate.LAPSED, need_to_know="Pide medidas precautorias.", urgency="URGENT"),
    Released(CHAIN, Fate.HALF, "TSJ", "Pide prueba de la asociación.", "JUDICIAL_PROCEEDINGS"),
    Released(PLATES, Fate.ARRANGED, "PB", "Sigue a los transportistas.", "CRIMINAL_INVESTIGATION"),
    Released(PLATES, Fate.RELEASED, need_to_know="Cruza placas con patentes.", for_person="diego"),
    Released(PLATES, Fate.GROUP, GROUP, "Controlan juntos el paso.", "CUSTOMS_CONTROL"),
    Released(THREAT, Fate.EMERGENCY, need_to_know="Sus fiscalizadores salen en una hora.", purpose="PUBLIC_SECURITY",
             urgency="URGENT"),
)


def release(partners: Partners) -> None:
    """Write the reports, then each request as far as it came; the first one answers what the tax body asked of customs."""
    _lend(partners)
    by = partners.by("hugo")
    with looking_as(by):
        court = outside.register_body(by=by, code="TSJ", name="Tribunal Supremo de Justicia", address="Calle Pilinco 352\nSucre")
    partners = replace(partners, agencies={**partners.agencies, court.code: court})
    references = _reports(partners)
    for number, one in enumerate(RELEASES):
        _walk(partners, one, references[one.of], answers=number == 0)


def _lend(partners: Partners) -> None:
    """The release authority of the police is away for a while; its supervisor decides in that name."""
    by, now = partners.by("natalia"), timezone.now()
    with looking_as(by):
        deputies.delegate(by=by, act=DECIDE, deputy=User.objects.get(username=DEPUTY), begins_at=now,
                          ends_at=now + timedelta(days=12), reason="Comisión en Oruro.")


def _reports(partners: Partners) -> dict[str, str]:
    """What the police told customs; a report of customs that rests on it, and one with conditions. References by title."""
    told = _report(partners, "carla", "marco", TOLD, [ParagraphEntry(
        "Vecinos vieron descargar de noche cajas de repuestos en un depósito sin letrero, dos veces por semana.")], to="AN")
    with looking_as(partners.by("ana")):
        thing = citing.find(f"{told}/1")
    assert thing is not None
    held = _report(partners, "ana", "bruno", HELD, [
        ParagraphEntry("La empresa declaró repuestos a un tercio del valor de mercancía idéntica, en once despachos de este año."),
        ParagraphEntry("La mercancía llega a un depósito de El Alto que no figura entre sus domicilios.",
                       cites=(CitationEntry(*thing),))])
    bound = _report(partners, "gabriela", "bruno", BOUND, [
        ParagraphEntry("Camiones sin precinto dejan la ruta 12 antes del puesto de control, entre las 2 y las 4.")],
        handling_codes=("H3",), handling_conditions="No se copia ni se reenvía; se lee en la oficina.")
    heard = _report(partners, "carla", "marco", HEARD, [ParagraphEntry(
        "Quien cuida el depósito dijo por teléfono que los esperará con un arma.")], to="AN", risk_area="OTHER")
    with looking_as(partners.by("ana")):
        thing = citing.find(f"{heard}/1")
    assert thing is not None
    threat = _report(partners, "ana", "bruno", THREAT, [ParagraphEntry(
        "La visita de hoy al depósito de la avenida 6 de Marzo se conoce: quien lo cuida está armado.",
        cites=(CitationEntry(*thing),))], risk_area="OTHER")
    plates = _report(partners, "ana", "bruno", PLATES, [ParagraphEntry(
        "Seis camiones entran a Patacamaya con una placa y salen con otra; tres llevan la misma marca en el toldo.")],
        risk_area="SMUGGLING")
    owed = _report(partners, "diego", "paola", OWED, [ParagraphEntry(
        "El transportista debe cuatro gestiones y nadie lo encuentra en el domicilio que declaró.")], to="AN")
    with looking_as(partners.by("ana")):
        things = [citing.find(f"{reference}/1") for reference in (told, owed)]
    chain = _report(partners, "ana", "bruno", CHAIN, [
        ParagraphEntry(text, cites=(CitationEntry(*thing),)) for text, thing in zip((
            "La mercancía se guarda en un depósito sin letrero.", "La lleva un transportista que no tiene domicilio conocido."),
            filter(None, things), strict=True)])
    return {TOLD: told, HELD: held, BOUND: bound, HEARD: heard, THREAT: threat, PLATES: plates, OWED: owed, CHAIN: chain}


def _report(partners: Partners, author: str, second: str, title: str, paragraphs: list[ParagraphEntry], *, to: str = "",
            **given: Any) -> str:
    by = partners.by(author)
    with looking_as(by):
        audience = reader_groups([partners.agencies[to]], act="reports.view_report") if to else []
        row = reports.draft_report(by=by, title=title, paragraphs=tuple(paragraphs), source_grade="B", information_grade="2",
                                   audience=audience, own_agency_only=not to, **{"risk_area": "UNDERVALUATION", **given})
        row = reports.submit(by=by, report=row, revision=row.revision)
    by = partners.by(second)
    with looking_as(by):
        return str(reports.disseminate(by=by, report=Report.objects.get(pk=row.pk), revision=row.revision).reference)


def _walk(partners: Partners, one: Released, reference: str, *, answers: bool) -> None:
    author, second, authority = (partners.by(name) for name in ("ana", "bruno", "hugo"))
    if one.fate is Fate.GROUP:
        _for_group(partners, one, reference)
        return
    with looking_as(author):
        asked = Enquiry.objects.filter(asking_agency=partners.agencies["SIN"], state="IN_WORK").first() if answers else None
        row = services.draft_release(
            by=author, recipient=partners.agencies[one.recipient], enquiry=asked, entry=_says(one, reference))
        if one.fate is Fate.DRAFT:
            return
        row = services.submit(by=author, request=row, revision=row.revision)
    if one.fate is Fate.SUBMITTED:
        return
    if one.fate is Fate.EMERGENCY:
        _release_at_once(partners, row)
        return
    with _time_over(one), looking_as(second):
        if one.fate is Fate.RETURNED:
            services.return_to_author(by=second, request=row, reason="Diga para qué lo necesita.", revision=row.revision)
            return
        row = services.send(by=second, request=row, revision=row.revision)
    if one.fate is Fate.WITHDRAWN:
        with looking_as(author):
            services.withdraw(by=author, request=row, reason="El oficio se anuló.", revision=row.revision)
    elif one.fate not in (Fate.ASKED, Fate.LAPSED, Fate.ARRANGED):
        _answer(partners, one, row)
        if one.fate not in (Fate.CONSENTED, Fate.HALF):
            with looking_as(authority):
                _decide(partners, one, ReleaseRequest.objects.get(pk=row.pk))


def _says(one: Released, reference: str) -> ReleaseEntry:
    return ReleaseEntry((ItemEntry(reference),), one.purpose, "Ley 2492, artículos 66 y 71", one.need_to_know,
                        rests_on_others=one.of in (HELD, THREAT, CHAIN), conditions=one.conditions, urgency=one.urgency,
                        for_person=one.for_person)


def _for_group(partners: Partners, one: Released, reference: str) -> None:
    by = recognised(username="ana").confirmed()  # who is in the group since it was founded
    with looking_as(by):
        group = SharingGroup.objects.get(name=one.recipient)
        for row in services.draft_for_group(by=by, entry=_says(one, reference), sharing_group=group.pk):
            services.submit(by=by, request=row, revision=row.revision)


@contextmanager
def _time_over(one: Released) -> Iterator[None]:
    """Of what lapsed the time is over when it is asked: urgent requests are given none, for as long as this lasts."""
    if one.fate is not Fate.LAPSED:
        yield
        return
    urgent = Code.objects.filter(scheme="urgency", code=one.urgency)
    hours = urgent.get().amount
    urgent.update(amount=0)
    yield
    urgent.update(amount=hours)


def _release_at_once(partners: Partners, request: ReleaseRequest) -> None:
    """By the desk, which is on duty this night and the next."""
    supervisor, by, now = partners.by("bruno"), partners.by("delia"), timezone.now()
    with looking_as(supervisor):
        duty.enter(by=supervisor, person=User.objects.get(username="delia"), begins_at=now - timedelta(hours=2),
                   ends_at=now + timedelta(days=2))
    with looking_as(by):
        row = ReleaseRequest.objects.get(pk=request.pk)
        emergency.release_in_emergency(by=by, request=row, included=[1], danger=DANGER, revision=row.revision,
                                       reason="Salen en una hora, y la Policía no atiende el teléfono.")


def _answer(partners: Partners, one: Released, request: ReleaseRequest) -> None:
    """What the police answer, where they are asked."""
    by = recognised(username=DEPUTY).confirmed() if one.fate is Fate.CONSENTED else partners.by("natalia")
    with looking_as(by):
        for consent in Consent.objects.filter(reference=request.reference, originator_agency=partners.agencies["PB"]):
            if one.fate is Fate.PARTLY:
                services.decline(by=by, consent=consent, refusal="SOURCE_PROTECTION", reason="Se reconocería a quien lo contó.",
                                 revision=consent.revision)
            else:
                services.consent(by=by, consent=consent, agreed=[1], conditions=one.own, revision=consent.revision)


def _decide(partners: Partners, one: Released, request: ReleaseRequest) -> None:
    by = partners.by("hugo")
    if one.fate is Fate.REFUSED:
        services.refuse(by=by, request=request, refusal="DISPROPORTIONATE", reason="No dice qué gestión fiscaliza.",
                        revision=request.revision)
        return
    included = [portion.number for portion in request.portions.all()]
    kept = services.release(by=by, request=request, included=included[:1] if one.fate is Fate.PARTLY else included,
                            revision=request.revision)
    if one.fate is Fate.RECALLED:
        services.recall(by=by, release=kept, reason="El valor de comparación era de otra mercancía.", revision=kept.revision)
    elif one.fate is Fate.OUTSIDE:
        outside.record_paper(by=by, release=kept, kind="ACKNOWLEDGED", signed_by="Dra. Miriam Rojas, secretaria de cámara",
                             signed_on=timezone.localdate(), words="Acta de recepción 14, archivo jurídico.", revision=kept.revision)
        outside.give_link(by=by, release=Release.objects.get(pk=kept.pk), days=7, revision=kept.revision + 1)
