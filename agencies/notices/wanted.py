"""How people want to be told, by topic: on the page, and by mail at once, daily, or never."""

from dataclasses import dataclass

from agencies.access import Viewer
from agencies.notices.models import Mail, Preference
from hub.kit.room import Topic


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a person wants to be told of a topic."""

    topic: Topic
    on_page: bool
    mail: Mail

    @property
    def at_all(self) -> bool:
        return self.on_page or self.mail != Mail.NEVER


def default(topic: Topic) -> Wanted:
    """What holds until a person chooses: all but every hit of the agency is shown, and nothing is mailed."""
    return Wanted(topic, on_page=topic != Topic.AGENCY_HITS, mail=Mail.NEVER)


def wanted_by(viewer: Viewer) -> dict[Topic, Wanted]:
    """What the viewer chose, by topic, in the order of the topics."""
    chosen = {row.topic: Wanted(Topic(row.topic), row.on_page, Mail(row.mail))
              for row in Preference.objects.filter(person=viewer.user_id)}
    return {topic: chosen.get(topic, default(topic)) for topic in Topic}
