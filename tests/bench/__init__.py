"""The benchmark: our engine and its peers on the same names in the same run. `python -m tests.bench`."""
