"""The doors of the hub: settings, addresses, Celery, and the launcher that starts every process."""
