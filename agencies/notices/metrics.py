"""What an operator watches of notices and mails. Counted in the workers, read at `/metrics`; what waits: `hub_work_waiting`."""

from prometheus_client import Counter

TOLD = Counter("hub_notices_told_total", "Notices written.", ["topic"])
MAILED = Counter("hub_mails_total", "Attempts to send a mail, by what came of it: sent or refused.", ["outcome"])
