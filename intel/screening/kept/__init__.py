"""Indexes of rows that change, kept on the disk of each host and shared by its processes.

    kept = KeptIndexes("alerts", changes="screening_alertchange", column="alert_id", rows=…, profile=…)
    kept.by_agency()      # in a transaction of the service: what is committed by now is in them
"""

from intel.screening.kept.indexes import KeptIndexes, building, kept_as

__all__ = ["KeptIndexes", "building", "kept_as"]
