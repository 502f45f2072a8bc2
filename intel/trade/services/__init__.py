"""What people do with trade data: open and share feeds, receive declarations into them."""

from intel.trade.services.feeds import can_share_feed, open_feed, share_feed
from intel.trade.services.preparing import Prepared, Refused, prepare
from intel.trade.services.receiving import BATCH, Received, receive, receive_declarations

__all__ = ["BATCH", "Prepared", "Received", "Refused", "can_share_feed", "open_feed", "prepare", "receive",
           "receive_declarations", "share_feed"]
