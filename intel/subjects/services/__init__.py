"""What people do with subjects: register, register from a list, change, share; and decide on what a colleague proposed."""

from intel.subjects.services.changing import can_change, change_subject
from intel.subjects.services.deciding import approve, can_approve, can_refuse, can_retract, refuse, retract
from intel.subjects.services.protecting import allow_use, can_restrict, erase, restrict_use
from intel.subjects.services.registering import register_many, register_subject
from intel.subjects.services.sharing import can_share, share_approved, share_subject

__all__ = ["allow_use", "approve", "can_approve", "can_change", "can_refuse", "can_restrict", "can_retract", "can_share",
           "change_subject", "erase", "refuse", "register_many", "register_subject", "restrict_use", "retract", "share_approved",
           "share_subject"]
