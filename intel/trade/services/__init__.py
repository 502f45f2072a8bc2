"""What people do with trade data: open and share feeds, receive declarations into them."""

from intel.trade.services.feeds import can_share_feed, open_feed, share_feed
from intel.trade.services.receiving import BATCH, Received, Refused, receive_declarations

__all__ = ["BATCH", "Received", "Refused", "can_share_feed", "open_feed", "receive_declarations", "share_feed"]
