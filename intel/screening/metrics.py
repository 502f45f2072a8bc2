"""What an operator watches of screening. Counted in the workers, read at `/metrics`."""

from prometheus_client import Counter, Gauge, Histogram

PENDING = Gauge("hub_pending_work", "Rows waiting to be matched, when last looked.", ["kind"], multiprocess_mode="mostrecent")
PUT_OFF = Gauge("hub_pending_work_put_off", "Rows that failed and will be tried again.", multiprocess_mode="mostrecent")
SCREENED = Counter("hub_screened_total", "Rows of pending work matched.", ["kind"])
MATCHES = Counter("hub_matches_written_total", "Matches that are new, or were found on changed data.")
BATCH_SECONDS = Histogram(
    "hub_screening_batch_seconds", "Time of one batch.", ["kind"], buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120))
