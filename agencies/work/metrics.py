"""What an operator watches of work. Counted in the workers, read at `/metrics`."""

from prometheus_client import Counter, Gauge, Histogram

WAITING = Gauge("hub_work_waiting", "Rows of work, when last looked.", ["kind"], multiprocess_mode="mostrecent")
PUT_OFF = Gauge("hub_work_put_off", "Of those, rows that were tried in vain and will be tried again.", ["kind"],
                multiprocess_mode="mostrecent")
FAILED = Gauge("hub_work_failed", "Rows of work that an administrator has to look at.", ["kind"],
                 multiprocess_mode="mostrecent")
DONE = Counter("hub_work_done_total", "Rows of work done.", ["kind"])
GIVEN_UP = Counter("hub_work_given_up_total", "Rows of work given up.", ["kind"])
BATCH_SECONDS = Histogram(
    "hub_work_batch_seconds", "Time of one batch.", ["kind"], buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600))
