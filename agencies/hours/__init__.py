"""When an agency works."""
