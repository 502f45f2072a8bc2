"""What an operator watches of screening. Counted in the workers, read at `/metrics`."""

from prometheus_client import Counter, Gauge

MATCHES = Counter("hub_matches_written_total", "Matches that are new, or were found on changed data.")
BUILT = Counter("hub_index_built_total", "Indexes that were built.", ["index"])
BUILD_SECONDS = Gauge("hub_index_build_seconds", "How long building them took, the last time.", ["index"],
                      multiprocess_mode="mostrecent")
IN_MEMORY = Gauge("hub_index_in_memory", "Processes with indexes of their own, since the disk refused them.", ["index"],
                  multiprocess_mode="livesum")
BUILDING = Gauge("hub_index_building_percent", "How far the building of indexes is; 100 when nothing is built.", ["index"],
                 multiprocess_mode="mostrecent")
ROUND_LEFT = Gauge("hub_round_traders_left", "Traders that the round of new alerts under way has not come to yet.",
                   multiprocess_mode="mostrecent")
