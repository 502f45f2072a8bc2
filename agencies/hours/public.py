"""Public holidays of a country, from a maintained calendar: many of them move, and laws change them."""

from datetime import date

from django.utils.translation import gettext as _

from hub.kit.errors import Invalid


def public_holidays(country: str, year: int) -> dict[date, str]:
    """The public holidays of a country in a year, in their order, named in its language. Raises Invalid (`year`)."""
    import holidays  # half a second, and hardly ever asked for

    try:
        language = holidays.country_holidays(country).default_language
        found = holidays.country_holidays(country, years=year, language=language)
    except NotImplementedError as error:
        raise Invalid(_("There is no calendar for this country. Enter the holidays one by one."), field="year") from error
    return dict(sorted(found.items()))
