"""Whether a file is a copy of a release as this hub handed it out: signature and content."""

from dataclasses import dataclass

from hub.kit.signatures import NotSigned, check_json, check_pdf
from intel.releases.copies import copies_named, digest_of
from intel.releases.models import Copy


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file is: `certificate` is the fingerprint of that whose signature holds, "" where none does; `copy` what it says it
    is a copy of, as far as the viewer sees it, and `as_handed_out` whether its bytes are those that were recorded then."""

    certificate: str
    copy: Copy | None
    as_handed_out: bool

    @property
    def holds(self) -> bool:
        """Whether it is to be trusted: signed by this installation, and not known to differ from what was handed out."""
        return bool(self.certificate) and (self.copy is None or self.as_handed_out)


def checked(content: bytes) -> Checked:
    """What a PDF or a JSON document is, byte for byte."""
    try:
        certificate = check_pdf(content) if content.startswith(b"%PDF") else check_json(content)
    except NotSigned:
        certificate = ""
    named = copies_named(content)
    copy = named[0] if len(named) == 1 else None
    return Checked(certificate, copy, copy is not None and copy.digest == digest_of(content))
