"""Releases to bodies outside the hub, such as courts: handed over by a link that works once, or on paper."""
