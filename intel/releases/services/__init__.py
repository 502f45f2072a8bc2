"""What people do with releases: write, submit and send a request; consent; decide; acknowledge, recall and end a release."""

from intel.releases.services.arranged import arranged_for
from intel.releases.services.asking_on import ask_on, can_ask_on
from intel.releases.services.consenting import can_answer, can_take_back, consent, decline, take_back
from intel.releases.services.correcting import can_correct, draft_corrections
from intel.releases.services.deciding import can_decide, refuse, release
from intel.releases.services.keeping_up import (
    acknowledge,
    can_acknowledge,
    can_end,
    can_recall,
    end,
    recall,
)
from intel.releases.services.receipting import can_sign, sign_receipt
from intel.releases.services.sending import (
    can_return,
    can_send,
    can_submit,
    can_withdraw,
    return_to_author,
    send,
    submit,
    withdraw,
)
from intel.releases.services.writing import can_edit, draft_for_group, draft_release, edit_release

__all__ = [
    "acknowledge", "arranged_for", "ask_on", "can_acknowledge", "can_answer", "can_ask_on", "can_correct", "can_decide",
    "can_edit", "can_end", "can_recall", "can_return", "can_send", "can_sign", "can_submit", "can_take_back", "can_withdraw",
    "consent", "decline", "draft_corrections", "draft_for_group", "draft_release", "edit_release", "end", "recall", "refuse",
    "release", "return_to_author", "send", "sign_receipt", "submit", "take_back", "withdraw",
]
