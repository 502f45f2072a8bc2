"""The peers: small programs that read names from one file and write answers to another, each in its own process.

Input: `{"subjects": [{"key", "kind", "names"}], "queries": [{"kind", "name"}], "best": 20, "workers": 1}`.
Output: `{"answers": [[[key, score], ...], ...], "build_seconds": 1.2, "ask_seconds": 3.4, "version": "..."}`.
They import nothing of ours: they run in the peers' environment.
"""
