"""When those concerned are told."""

from datetime import timedelta

#: Told is at whole multiples of this, and all that was found since at one instant: nobody learns from when they are told at which
#: minute another agency did something.
STEP = timedelta(minutes=15)
