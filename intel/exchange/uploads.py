"""Files that people upload: kept with their import, read in the background as the person who uploaded them."""

import hashlib
import tempfile
from pathlib import Path

from django.conf import settings
from django.db.transaction import atomic
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, as_service, at_the_door, looking_as, now_looking, require
from agencies.models import User
from agencies.work import queue
from agencies.work.models import Work
from hub.kit.errors import HubError
from hub.kit.files import Limits
from intel.exchange.importing import finish, import_declarations, read_file
from intel.exchange.life import move
from intel.exchange.models import ImportRun
from intel.exchange.states import State
from intel.exchange.traders_csv import RegisterExhausted
from intel.exchange.values import UnreadableFile
from intel.trade.models import Feed

#: The kind of work that reads an upload.
UPLOAD = "exchange.upload"


@atomic
def upload(*, by: Viewer, feed: Feed, file_name: str, content: bytes) -> ImportRun:
    """Keep an uploaded file and have it read. Raises NotAllowed."""
    require(by, "trade.import_declarations", when=feed.owner_agency_id == by.agency_id,
            otherwise=_("Only the agency a feed belongs to may bring declarations into it."))
    run = ImportRun.objects.create(
        feed=feed, file_name=file_name[:255].replace("\0", ""), started_by_id=by.user_id, content=content,
        file_hash=hashlib.sha256(content).hexdigest())
    audit.record("import.started", by=by, on=run, bytes=len(content))
    queue.enqueue(UPLOAD, [run.pk], agency_id=by.agency_id, user_id=by.user_id, label=run.file_name)
    return run


def read_upload(work: Work) -> None:
    """Read a waiting file as the person who uploaded it. Reading it twice does no harm.

    A file that cannot be taken, or whose uploader may not import any more, is a failed import that says why. Anything
    else that goes wrong is for the queue: the file is begun again, a few times.
    """
    with at_the_door():
        person = User.objects.filter(pk=work.user_id, is_active=True).select_related("agency").first()
        by = Viewer.of(person)
    with translation.override(person.language if person else settings.LANGUAGE_CODE):
        if not by.may("trade.import_declarations"):
            _fail(work.object_id, _("Who uploaded it may not import any more. Somebody else has to upload the file again."))
            return
        with looking_as(by):
            run = ImportRun.objects.filter(pk=work.object_id, content__isnull=False).select_related("feed").first()
            if run is None:
                return  # read already
            move(run.pk, to=State.RUNNING, reason="", finished_at=None)
        _read(run, by)


def _read(run: ImportRun, by: Viewer) -> None:
    limit = settings.CONFIGURATION
    limits = Limits(unpacked_bytes=limit.import_most_megabytes << 20, lines=4 * limit.import_most_rows + 1,
                    seconds=limit.import_most_seconds)
    with tempfile.TemporaryDirectory(prefix="hub-import-") as folder:
        file = Path(folder) / _plain(run.file_name)
        file.write_bytes(bytes(run.content or b""))
        try:
            import_declarations(by=by, run=run, found=read_file(file, limits=limits), most_rows=limit.import_most_rows)
        except (HubError, UnreadableFile, RegisterExhausted) as error:
            finish(by=by, run=run, bad=[], failed=str(error))


def _plain(name: str) -> str:
    """A name that is one on every file system, and that the uploader recognises in messages."""
    kept = "".join(sign if sign.isalnum() or sign in "-_. ()" else "_" for sign in name)[-80:]
    return kept.lstrip(". ") or "file"


def gave_up(work: Work) -> None:
    """The queue tried often enough: whoever uploaded the file reads that it failed, and who can help."""
    with as_service("exchange"):
        move(work.object_id, to=State.FAILED, finished_at=timezone.now(), reason=_(
            "It could not be read because of an error in the hub. The administrator of your agency can have it "
            "tried again (work %(work)s).") % {"work": work.pk})


def dropped(work: Work) -> None:
    """An administrator gave the file up: it is not kept any longer."""
    ImportRun.objects.filter(pk=work.object_id).update(content=None)


def _fail(run: int, reason: str) -> None:
    with as_service("exchange"):
        move(run, to=State.FAILED, finished_at=timezone.now(), reason=reason, content=None)
        audit.record("import.finished", by=now_looking(), on=ImportRun.objects.defer("content").get(pk=run),
                     state=State.FAILED)
