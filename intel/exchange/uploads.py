"""Files of declarations that people upload."""

from pathlib import Path

from django.conf import settings
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies.access import Viewer, require
from agencies.work.uploads import Upload, limits
from intel.exchange.importing import import_declarations, read_file, rows_in
from intel.exchange.models import ImportRun
from intel.trade.models import Feed

#: The kind of work that reads an upload.
UPLOAD = "exchange.upload"


@atomic
def upload(*, by: Viewer, feed: Feed, file_name: str, content: bytes) -> ImportRun:
    """Keep an uploaded file and have it read. Raises NotAllowed."""
    require(by, "trade.import_declarations", when=feed.owner_agency_id == by.agency_id,
            otherwise=_("Only the agency a feed belongs to may bring declarations into it."))
    return ImportRun.kept(by=by, feed=feed, file_name=file_name, content=content, work=UPLOAD)


def read_upload(run: Upload, file: Path, by: Viewer) -> None:
    """Receive the declarations of a file. Raises UnreadableFile, RegisterExhausted, HubError."""
    assert isinstance(run, ImportRun)
    most = settings.CONFIGURATION.import_most_rows
    import_declarations(by=by, run=run, found=read_file(file, limits=limits(most)), most_rows=most,
                        total=rows_in(file, limits(most)))
