"""Releases: what an agency asks to give to another one, which originators consent, and what was given."""

from intel.releases.models.consents import Consent, ConsentPortion, ConsentStep, ToldPortion
from intel.releases.models.releases import Copy, Reading, Release, ReleasedPortion, ReleaseStep
from intel.releases.models.requests import Portion, ReleaseRequest, ReleaseRequestStep
from intel.releases.models.shared import MarkedText, Purged, Terms

__all__ = ["Consent", "ConsentPortion", "ConsentStep", "Copy", "MarkedText", "Portion", "Purged", "Reading", "Release",
           "ReleaseRequest", "ReleaseRequestStep", "ReleaseStep", "ReleasedPortion", "Terms", "ToldPortion"]
