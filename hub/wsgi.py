"""The door for web servers; connects to the database as the application role."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
django.setup(set_prefix=False)

from hub.heart import beat_from_now  # noqa: E402  # reads the settings
from hub.kit.intake import ReadableRequest  # noqa: E402
from hub.kit.signatures import signer  # noqa: E402
from hub.room_checks import check_pages  # noqa: E402
from intel.matching.warming import warm_beside  # noqa: E402

check_pages()
signer()  # the key is made at the first start, and one that is none ends it


class Application(WSGIHandler):
    """Django's handler, for requests that can be made whatever they say of themselves."""

    request_class = ReadableRequest


application = Application()
beat_from_now()
warm_beside()
