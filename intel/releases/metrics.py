"""What an operator watches of releases: of all agencies together."""

from prometheus_client import Counter, Histogram

from intel.releases.models import Consent

DECIDED = Counter("hub_releases_decided", "Requests to release that were decided on.", ["outcome"])
ANSWERED = Counter("hub_releases_consents_answered", "Consents that were given or declined.", ["state"])
ANSWER_SECONDS = Histogram(
    "hub_releases_consent_seconds", "From when a consent was asked for to its answer, whatever that says.", ["urgency"],
    buckets=tuple(hours * 3600 for hours in (1, 4, 8, 24, 72, 168, 336, 672)))


def answered(consent: Consent) -> None:
    """Note what was answered, and how long it took."""
    if consent.decided_at is not None:
        ANSWERED.labels(consent.state).inc()
        ANSWER_SECONDS.labels(consent.urgency).observe((consent.decided_at - consent.asked_at).total_seconds())


def decided(outcome: str) -> None:
    """Note how a request was decided on."""
    DECIDED.labels(outcome).inc()
