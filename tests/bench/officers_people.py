"""Engages the officers of `make bench-officers`, as the owner of tables: `python -m tests.bench.officers_people 50 PASSWORD`."""

import sys

import django


def main(count: int, password: str) -> None:
    """By turns of the three agencies that the example world founds, analysts and supervisors."""
    django.setup()
    from agencies.models import Agency, User
    from agencies.roles import Role
    from agencies.services import engage

    agencies = list(Agency.objects.filter(code__in=("AN", "PB", "SIN")).order_by("code"))
    for number in range(count):
        if not User.objects.filter(username=f"busy{number}").exists():
            engage(agency=agencies[number % len(agencies)], username=f"busy{number}", password=password,
                   roles=[Role.ANALYST if number % 5 else Role.SUPERVISOR], language=("es", "en")[number % 2])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
