"""Labels: the distinct answers to "who may read this".

A row of intelligence carries the id of its label, a viewer has a set of visible labels, and every row policy is the same
comparison of two numbers. Grants (who besides the owner may see a row) stay what people edit; labels follow them by
trigger, and nothing but triggers writes them.
"""

from agencies.labels.declared import Carried, Citable, Cites, Entries, Labelled, Marked, Notes, Paired, Shared, TwoSided

__all__ = ["Carried", "Citable", "Cites", "Entries", "Labelled", "Marked", "Notes", "Paired", "Shared", "TwoSided"]
