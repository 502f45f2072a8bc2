"""What people do with alerts: write and revise them, move them through their life, import a watchlist, let them expire."""

from intel.alerts.services.importing import Imported, ListedSubject, import_watchlist
from intel.alerts.services.moving import (
    can_issue,
    can_resume,
    can_return,
    can_submit,
    can_suspend,
    can_withdraw,
    expire,
    issue,
    resume,
    return_to_author,
    submit,
    suspend,
    withdraw,
)
from intel.alerts.services.writing import can_edit, can_revise, draft_alert, edit_alert, revise_alert

__all__ = [
    "Imported", "ListedSubject", "can_edit", "can_issue", "can_resume", "can_return", "can_revise", "can_submit", "can_suspend",
    "can_withdraw", "draft_alert", "edit_alert", "expire", "import_watchlist", "issue", "resume", "return_to_author",
    "revise_alert", "submit", "suspend", "withdraw",
]
