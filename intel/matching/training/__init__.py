"""Labelled pairs to learn and measure the matcher on: names as they are listed, and as trade documents write them.

Pure Python, seeded, no Django. `variations` writes a name the way people, machines and other languages would;
`watchlist` and `traders` read published registers; `pairs` builds from them a `World`: the subjects to index and the
queries to ask, each with its truth and its class of variation.
"""
