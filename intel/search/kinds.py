"""What can be found: the kinds of entries, and of things as a person knows them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its code, words for it, its icon, what else people call it (`kind:alerta`), secondly in Spanish; its page.

    `rows` are the models of its entries, each with the attribute that leads to the thing (empty: it is the thing itself).
    `is_trade`: there is so much of it that it comes after what somebody wrote.
    """

    code: str
    words: Any
    icon: str
    called: tuple[str, ...]
    rows: dict[str, str]
    page: str
    act: str
    owned: str = "owner_agency_id"
    is_trade: bool = False

    def owner(self, model: str) -> str:
        """By which attribute a row of its entries names the agency whose it is."""
        thing = self.rows[model].removesuffix("_id")
        return f"{thing}__{self.owned}" if thing else self.owned


KINDS = {kind.code: kind for kind in (
    Kind("report", _("Reports"), "file-text", ("reports", "informe", "informes"), {"reports.report": ""}, "reports:detail",
         "reports.view_report"),
    Kind("alert", _("Alerts"), "bell-ringing", ("alerts", "alerta", "alertas"), {"alerts.alert": ""}, "alerts:detail",
         "alerts.view_alert"),
    Kind("subject", _("Subjects"), "user-question", ("subjects", "sujeto", "sujetos"), {"subjects.subject": ""},
         "subjects:detail", "subjects.view_subject"),
    Kind("trader", _("Traders"), "building-store", ("traders", "operador", "operadores"), {"trade.trader": ""}, "trade:trader",
         "trade.view_trader", owned="feed__owner_agency_id", is_trade=True),
    Kind("consignment", _("Consignments"), "container", ("consignments", "envío", "envíos", "envio", "envios", "declaration",
                                                         "declaracion", "declaración"),
         {"trade.consignment": ""}, "trade:consignment", "trade.view_consignment",
         owned="feed__owner_agency_id", is_trade=True),
    Kind("request", _("Requests"), "message", ("requests", "solicitud", "solicitudes"), {"enquiries.request": ""},
         "enquiries:detail", "enquiries.view_enquiry"),
    Kind("enquiry", _("Requests received"), "mail", ("enquiries", "recibida", "recibidas"), {"enquiries.enquiry": ""},
         "enquiries:enquiry", "enquiries.view_enquiry", owned="asking_agency_id"),
    Kind("release", _("Releases"), "send", ("releases", "liberación", "liberaciones", "liberacion"),
         {"releases.release": "", "releases.releasedportion": "release_id"}, "releases:release", "releases.view_release",
         owned="holder_agency_id"),
)}

#: The kinds of entries, which are the models that they are about.
ENTRIES = tuple(model for kind in KINDS.values() for model in kind.rows)
