"""When the example agencies work, who is on duty outside of that, and who will be away: through the services that people use."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from agencies.access import Viewer, looking_as
from agencies.handover import absences
from agencies.hours import duty, services
from agencies.models import Unit, User

#: Who keeps the hours of an agency whose holidays are entered; tax has left its own as they come.
KEEPERS = ("bruno", "marco")
#: Of the nights to come: how many days ahead, and the person or the unit on duty. The others are gaps.
NIGHTS = ((0, "delia"), (1, "delia"), (2, "UIA"), (3, "UIA"), (4, "delia"))
#: Who is away, in how many days, for how long, and who stands in.
AWAY = ("gabriela", 10, 12, "ana")
_BEGINS, _ENDS = time(16, 30), time(8, 30)


def work(viewers: dict[str, Viewer]) -> None:
    """Holidays of this year and the next, a rota with gaps, and an absence."""
    year = timezone.localdate().year
    for keeper in KEEPERS:
        with looking_as(viewers[keeper]):
            for each in (year, year + 1):
                services.take_over(by=viewers[keeper], year=each)
    with looking_as(viewers["bruno"]):
        _rota(viewers["bruno"])
        _absence(viewers["bruno"])


def _rota(by: Viewer) -> None:
    today = timezone.localdate()
    for ahead, whom in NIGHTS:
        begins = timezone.make_aware(datetime.combine(today + timedelta(days=ahead), _BEGINS))
        ends = timezone.make_aware(datetime.combine(today + timedelta(days=ahead + 1), _ENDS))
        duty.enter(by=by, begins_at=begins, ends_at=ends, person=User.objects.filter(username=whom).first(),
                   unit=Unit.objects.filter(code=whom, agency=by.agency_id).first())


def _absence(by: Viewer) -> None:
    person, ahead, days, stand_in = AWAY
    begins = timezone.localdate() + timedelta(days=ahead)
    absences.enter(by=by, person=User.objects.get(username=person), stand_in=User.objects.get(username=stand_in),
                   begins_on=begins, ends_on=begins + timedelta(days=days))
