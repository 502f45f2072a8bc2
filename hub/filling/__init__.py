"""A hub at volume: a million of everything, invented, written by statements over sets. See README.md."""
