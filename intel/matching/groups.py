"""Evidence is told by group: every feature of the score, and every pair of features, belongs to one."""

GROUPS = (
    "prior", "name.word", "name.unmatched_party", "name.unmatched_subject", "name.shape", "name.number",
    "name.legal_form", "kind", "name.order",
)  # fmt: skip
(PRIOR, WORD, LEFT_PARTY, LEFT_SUBJECT, SHAPE, NUMBER, LEGAL, KIND, ORDER) = range(len(GROUPS))
