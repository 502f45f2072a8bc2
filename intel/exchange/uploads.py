"""Files that people upload: kept with their import, read in the background, begun again when a worker was killed."""

import hashlib
import logging
import tempfile
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from agencies import audit
from agencies.access import Viewer, looking_as, require
from agencies.models import User
from hub.kit.errors import HubError
from intel.exchange.importing import finish, import_declarations, read_file
from intel.exchange.traders_csv import RegisterExhausted
from intel.exchange.values import UnreadableFile
from intel.trade.models import Feed, ImportRun

log = logging.getLogger(__name__)

#: A file whose import was not finished in this time is begun again: its worker was killed.
GIVE_UP_AFTER = timedelta(minutes=10)


@transaction.atomic
def upload(*, by: Viewer, feed: Feed, file_name: str, content: bytes) -> ImportRun:
    """Keep an uploaded file and have it read. Raises NotAllowed."""
    require(by, "trade.import_declarations", when=feed.owner_agency_id == by.agency_id,
            otherwise=_("Only the agency a feed belongs to may bring declarations into it."))
    run = ImportRun.objects.create(
        feed=feed, file_name=file_name[:255].replace("\0", ""), started_by_id=by.user_id, content=content,
        file_hash=hashlib.sha256(content).hexdigest())
    audit.record("import.started", by=by, on=run, bytes=len(content))
    transaction.on_commit(lambda: wake(run.pk, by.user_id), robust=True)
    return run


def wake(run: int, user: int | None) -> None:
    """Tell a worker to read a file. A broker that is gone is no reason to fail: the sweep comes by."""
    from intel.exchange.tasks import read_upload

    try:
        read_upload.apply_async(kwargs={"run": run, "user": user}, retry=False, ignore_result=True)
    except (OperationalError, OSError) as gone:
        log.warning("The broker did not take the wake-up (%s); the sweep will find the file.", gone)


def read_upload(*, run: int, user: int) -> None:
    """Read a waiting file as the person who uploaded it. Reading it twice does no harm."""
    person = User.objects.filter(pk=user, is_active=True).select_related("agency").first()
    by = Viewer.of(person)
    with looking_as(by):
        claimed = ImportRun.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            _to_be_read(), pk=run, content__isnull=False).select_related("feed").first()
        if claimed is None:
            return
        content = bytes(claimed.content or b"")
        ImportRun.objects.filter(pk=run).update(state=ImportRun.State.RUNNING, started_at=timezone.now())
    with tempfile.TemporaryDirectory(prefix="hub-import-") as folder:
        file = Path(folder) / "upload"
        file.write_bytes(content)
        try:
            import_declarations(by=by, run=claimed, found=read_file(file))
        except (HubError, UnreadableFile, RegisterExhausted) as error:
            finish(by=by, run=claimed, bad=[], failed=str(error).replace("upload", claimed.file_name))


def _to_be_read() -> Q:
    late = timezone.now() - GIVE_UP_AFTER
    return Q(state=ImportRun.State.WAITING) | Q(state=ImportRun.State.RUNNING, started_at__lt=late)


def sweep_imports() -> int:
    """Wake the reading of files that no worker took, or whose worker was killed; how many they were."""
    woken = 0
    for user in User.objects.filter(is_active=True, groups__permissions__codename="import_declarations").distinct():
        with looking_as(Viewer.of(user)):
            late = list(ImportRun.objects.filter(
                _to_be_read(), started_by=user.pk, content__isnull=False).values_list("pk", flat=True))
        for run in late:
            wake(run, user.pk)
        woken += len(late)
    return woken
