"""Notices: people are told that something happened, without what; and the inbox, which shows what waits for whom.

    notify("request.answered", on=request, to=to_person(request.asked_by_id))      # in the transaction that made it so
"""
