"""Queries from a file: read, asked, answered, opened all at once, and given back as a file."""
