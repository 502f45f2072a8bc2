"""The kinds of work of this room, as `agencies.work` knows them."""

ALERT, TRADER, CONSIGNMENT, ROUND = KINDS = (
    "screening.alert", "screening.trader", "screening.consignment", "screening.round")
