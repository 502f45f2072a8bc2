"""Durable work: what has to be done later is a row, written with what made it necessary.

    kinds.register("screening.trader", screen_traders, queue=BULK, batch=1_000)     # in a room's apps.py
    queue.enqueue("screening.trader", ids)                                          # in the transaction that made it so
"""
