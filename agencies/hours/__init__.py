"""When an agency works, and who is on duty out of hours."""
