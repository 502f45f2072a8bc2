"""What people do with reports, one module for each stage: write, move through its life, link."""

from intel.reports.services.linking import can_link, link_reports, unlink_reports
from intel.reports.services.moving import (
    can_disseminate,
    can_return,
    can_submit,
    can_withdraw,
    disseminate,
    return_to_author,
    submit,
    withdraw,
)
from intel.reports.services.writing import can_edit, can_revise, draft_report, edit_report, revise_report

__all__ = ["can_disseminate", "can_edit", "can_link", "can_return", "can_revise", "can_submit", "can_withdraw", "disseminate",
           "draft_report", "edit_report", "link_reports", "return_to_author",
           "revise_report", "submit", "unlink_reports", "withdraw"]
