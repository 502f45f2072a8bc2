"""The one choke point: who is looking, which rows that makes visible, and what they may do."""

from agencies.access.acts import allow, may, require
from agencies.access.grants import audience_of, audiences_of, share
from agencies.access.looking import as_service, at_the_door, become, looking_as, now_looking
from agencies.access.viewer import NOBODY, Viewer

__all__ = ["NOBODY", "Viewer", "allow", "as_service", "at_the_door", "audience_of", "audiences_of", "become", "looking_as", "may",
           "now_looking", "require", "share"]
