"""Files that people upload: kept with a row of their room, read in the background as the person who uploaded them.

A room has a model that is an heir of `Upload`, and says in its `apps.py` how a file is read:

    uploads.register("exchange.upload", uploads.Reading(ImportRun, act="trade.import_declarations", read=uploads.read))
"""

import hashlib
import io
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar, Self

from django.conf import settings
from django.db import DatabaseError, models
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Viewer, as_service, at_the_door, looking_as, now_looking
from agencies.models import User
from agencies.work import kinds, queue
from agencies.work.models import Work
from agencies.work.states import STATES, State
from hub.kit.error_file import BadRow, write_bad_rows
from hub.kit.errors import HubError, NoRoom
from hub.kit.files import Limits, UnreadableFile
from hub.kit.outages import DATABASE_ERRORS, outage


class Upload(models.Model):
    """Abstract: one file, how far its reading is, and the rows that came back. The heir has an `owner_agency_id`.

    Its room says with `hub.kit.keeping.kept_upload` that file and rows are kept no longer than needed.
    """

    #: The room's name for it in the log: `import.started`, `import.finished`.
    called: ClassVar[str]

    file_name = models.CharField(gettext_lazy("file"), max_length=255)
    file_hash = models.CharField(max_length=64)
    state = models.CharField(gettext_lazy("state"), max_length=8, choices=State, default=State.WAITING)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(gettext_lazy("started"), auto_now_add=True)
    finished_at = models.DateTimeField(gettext_lazy("finished"), null=True)
    rows_read = models.PositiveIntegerField(gettext_lazy("rows read"), default=0)
    rows_bad = models.PositiveIntegerField(gettext_lazy("bad"), default=0)
    reason = models.TextField(gettext_lazy("reason"), blank=True, default="", db_default="",
                              help_text=gettext_lazy("Why it failed."))
    errors = models.TextField(blank=True, help_text=gettext_lazy("The bad rows with their reasons, as CSV."))
    content = models.BinaryField(null=True, help_text=gettext_lazy("The uploaded file until it has been read."))
    retain_until = models.DateField(gettext_lazy("kept until"), null=True, editable=False)
    purged_at = models.DateTimeField(gettext_lazy("purged"), null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_being_read(self) -> bool:
        """Whether somebody who looks has to wait."""
        return self.state in (State.WAITING, State.RUNNING)

    def counted(self) -> dict[str, int]:
        """What the log says when it has ended."""
        return {"rows": self.rows_read, "bad": self.rows_bad}

    def move(self, *, to: State, **changes: object) -> None:
        """Move it, with what becomes of its other columns: one statement, and never from a state that does not allow it.

        Raises WrongState, and DoesNotExist for what is not visible.
        """
        rows: models.Manager[Self] = type(self)._default_manager  # type: ignore[assignment]
        if not rows.filter(pk=self.pk, state__in=STATES.before(to)).update(state=to, **changes):
            raise STATES.refusal(rows.only("state").get(pk=self.pk), to=to)

    @classmethod
    def kept(cls, *, by: Viewer, file_name: str, content: bytes, work: str, **columns: object) -> Self:
        """The row of an uploaded file, in the present transaction, with the work of reading it."""
        run = cls._default_manager.create(
            file_name=file_name[:255].replace("\0", ""), started_by_id=by.user_id, content=content,
            file_hash=hash_of(content), **columns)
        audit.record(f"{cls.called}.started", by=by, on=run, bytes=len(content))
        queue.enqueue(work, [run.pk], agency_id=by.agency_id, user_id=by.user_id, label=run.file_name)
        return run


@dataclass(frozen=True, slots=True)
class Reading:
    """How a room reads what was uploaded to it: as somebody who holds `act`, from a file in a folder of its own.

    `read` may be begun anew after a crash. What it raises as HubError, UnreadableFile or one of `refuses` is told to whoever
    uploaded the file; anything else is an error of the hub, and tried again a few times.
    """

    model: type[Upload]
    act: str
    read: Callable[[Upload, Path, Viewer], None]
    refuses: tuple[type[Exception], ...] = ()


def register(kind: str, reading: Reading) -> None:
    """Have files read by the importer, a worker of its own."""
    kinds.register_long(kind, partial(_read, reading), at_most=settings.CONFIGURATION.import_attempts,
                        failed=partial(_gave_up, reading), dropped=partial(_dropped, reading))


def hash_of(content: bytes) -> str:
    """By what a file is known again."""
    return hashlib.sha256(content).hexdigest()


def limits(most_rows: int) -> Limits:
    """What a file of so many rows may ask of who reads it."""
    limit = settings.CONFIGURATION
    return Limits(unpacked_bytes=limit.import_most_megabytes << 20, lines=4 * most_rows + 1, seconds=limit.import_most_seconds)


def finish(*, by: Viewer, run: Upload, bad: Sequence[BadRow], failed: str = "") -> None:
    """Close it: done, or failed with the reason; the bad rows are kept for who started it, the file no longer."""
    errors = io.StringIO()
    if bad:
        write_bad_rows(bad, errors)
    with looking_as(by):
        run.move(to=State.FAILED if failed else State.DONE, finished_at=timezone.now(), content=None,
                 errors=errors.getvalue().replace("\0", ""), reason=failed[:2000].replace("\0", ""))
        run.refresh_from_db()
        audit.record(f"{run.called}.finished", by=by, on=run, state=run.state, **run.counted())


def _read(reading: Reading, work: Work) -> None:
    """Read a waiting file as the person who uploaded it. Reading it twice does no harm.

    A file that cannot be taken, or whose uploader may not upload any more, fails and says why. Anything else that goes wrong
    is for the queue: the file is begun again, a few times.
    """
    with at_the_door():
        person = User.objects.filter(pk=work.user_id, is_active=True).select_related("agency").first()
        by = Viewer.of(person)
    with translation.override(person.language if person else settings.LANGUAGE_CODE):
        if not by.may(reading.act):
            _fail(reading, work.object_id, _(
                "Who uploaded it may not import any more. Somebody else has to upload the file again."))
            return
        with looking_as(by):
            run = reading.model._default_manager.filter(pk=work.object_id, content__isnull=False).first()
            if run is None:
                return  # read already
            run.move(to=State.RUNNING, reason="", finished_at=None)
        with tempfile.TemporaryDirectory(prefix="hub-import-") as folder:
            file = Path(folder) / _plain(run.file_name)
            file.write_bytes(bytes(run.content or b""))
            try:
                reading.read(run, file, by)
            except (HubError, UnreadableFile, *reading.refuses) as error:
                finish(by=by, run=run, bad=[], failed=str(error))
            except DATABASE_ERRORS as error:
                if isinstance(outage(error), NoRoom):
                    _waits_for_room(by, run)
                raise


def _waits_for_room(by: Viewer, run: Upload) -> None:
    """It failed for now: the queue tries it again until there is room. On a disk without any that cannot be noted either."""
    with suppress(DatabaseError), looking_as(by):
        run.move(to=State.FAILED, finished_at=timezone.now(), reason=_(
            "The disk of the hub is full. What was read is kept, and the rest is read by itself once there is room; who operates"
            " the hub has to make it."))


def _plain(name: str) -> str:
    """A name that is one on every file system, and that the uploader recognises in messages."""
    kept = "".join(sign if sign.isalnum() or sign in "-_. ()" else "_" for sign in name)[-80:]
    return kept.lstrip(". ") or "file"


def _gave_up(reading: Reading, work: Work) -> None:
    """The queue tried often enough: whoever uploaded the file reads that it failed, and who can help."""
    with as_service("work"):
        reading.model(pk=work.object_id).move(to=State.FAILED, finished_at=timezone.now(), reason=_(
            "It could not be read because of an error in the hub. The administrator of your agency can have it "
            "tried again (work %(work)s).") % {"work": work.pk})


def _dropped(reading: Reading, work: Work) -> None:
    """An administrator gave the file up: it is not kept any longer."""
    reading.model._default_manager.filter(pk=work.object_id).update(content=None)


def _fail(reading: Reading, pk: int, reason: str) -> None:
    with as_service("work"):
        run = reading.model(pk=pk)
        run.move(to=State.FAILED, finished_at=timezone.now(), reason=reason, content=None)
        audit.record(f"{run.called}.finished", by=now_looking(), on=reading.model._default_manager.defer("content").get(pk=pk),
                     state=State.FAILED)
