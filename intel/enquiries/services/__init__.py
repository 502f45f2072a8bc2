"""What people do with requests: write and send them; acknowledge, take up, answer or refuse them; close or take them back."""

from intel.enquiries.services.answering import (
    can_approve,
    can_propose,
    can_retract,
    can_return_answer,
    can_say_nothing_held,
    give_answer,
    propose_answer,
    retract_answer,
    return_answer,
    say_nothing_held,
)
from intel.enquiries.services.moving import (
    acknowledge,
    can_acknowledge,
    can_close,
    can_note,
    can_recall,
    can_take_up,
    close,
    note,
    recall,
    take_up,
)
from intel.enquiries.services.passing_on import (
    ask_to_pass_on,
    can_ask_to_pass_on,
    can_decline_passing_on,
    can_let_pass_on,
    decline_passing_on,
    let_pass_on,
)
from intel.enquiries.services.sending import (
    can_drop,
    can_return,
    can_send,
    can_submit,
    drop_request,
    return_to_author,
    send,
    submit,
)
from intel.enquiries.services.writing import can_edit, draft_request, edit_request

__all__ = [
    "acknowledge", "ask_to_pass_on", "can_acknowledge", "can_approve", "can_ask_to_pass_on", "can_close",
    "can_decline_passing_on", "can_drop", "can_edit", "can_let_pass_on", "can_note", "can_propose", "can_recall",
    "can_retract", "can_return", "can_return_answer", "can_say_nothing_held", "can_send", "can_submit", "can_take_up",
    "close", "decline_passing_on", "draft_request", "drop_request", "edit_request", "give_answer", "let_pass_on", "note",
    "propose_answer", "recall", "retract_answer", "return_answer", "return_to_author", "say_nothing_held", "send", "submit",
    "take_up",
]
