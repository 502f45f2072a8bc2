"""Elements of a large or hostile XML file, one at a time, by their local name.

Namespaces and prefixes are dropped: the same message comes in several. Document type declarations are refused, so there are
no entities to expand and nothing to fetch. Size, depth and the number of elements kept at once are bounded.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser, iterparse  # type: ignore[import-untyped]

from hub.kit.files import NO_LIMITS, BoundedFile, DamagedFile, Limits, TooMuch, open_bytes
from intel.exchange.values import UnreadableFile

DEEPEST = 60  # elements inside each other; a declaration has about 8
MOST_ELEMENTS = 500_000  # of one message part, about 10,000 goods items


def elements(path: Path, name: str, *, also: tuple[str, ...] = (), limits: Limits = NO_LIMITS) -> Iterator[Element]:
    """Every element with the local name `name` that is not inside another such, complete, with local names throughout.

    Elements named in `also` come too when they stand outside (an envelope's fields). Each is dropped from memory when the
    next is asked for. Raises UnreadableFile when the file is no acceptable XML from the start, DamagedFile, with line and
    column, when it ceases to be, and TooMuch beyond the limits.
    """
    read_any = False
    with open_bytes(path, limits) as stream:
        walk = _Walk(name, also)
        for element in _checked(walk, stream, path.name):
            read_any = True
            yield element
        if walk.problem and not read_any:
            raise UnreadableFile(walk.problem)
        if walk.problem:
            raise DamagedFile(walk.problem)


class _Refused(Exception):
    """The file goes beyond a bound set here."""


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


class _Walk:
    """Where the reading stands, and why it stopped."""

    def __init__(self, name: str, also: tuple[str, ...]) -> None:
        self.name = name
        self.also = also
        self.problem = ""
        self._open: list[Element] = []
        self._inside = 0  # depth at which the wanted element began, 0 outside
        self._kept = 0

    def step(self, event: str, element: Element, file: str) -> Element | None:
        """Take one event; the element when it is complete and wanted."""
        if event == "start":
            self._start(element, file)
            return None
        return self._end(element)

    def _start(self, element: Element, file: str) -> None:
        self._open.append(element)
        if len(self._open) > DEEPEST:
            raise _Refused(f"{file}: elements are nested deeper than {DEEPEST}; this is no such message.")
        if not self._inside and _local(element) == self.name:
            self._inside, self._kept = len(self._open), 0
        self._kept += 1
        if self._kept > MOST_ELEMENTS:
            raise _Refused(f"{file}: one {self.name} has more than {MOST_ELEMENTS} elements; split it.")

    def _end(self, element: Element) -> Element | None:
        depth = len(self._open)
        self._open.pop()
        element.tag = _local(element)
        if self._inside and depth > self._inside:
            return None
        wanted = bool(self._inside) or element.tag in self.also
        self._inside = 0
        self._kept = 0
        if self._open:
            self._open[-1].remove(element)
        return element if wanted else None


def _checked(walk: _Walk, stream: BoundedFile, file: str) -> Iterator[Element]:
    """The wanted elements; what stops the reading is left in `walk.problem`."""
    events = iterparse(stream, ("start", "end"), DefusedXMLParser(forbid_dtd=True))
    while True:
        try:
            event, element = next(events)
            found = walk.step(event, element, file)
        except StopIteration:
            return
        except ParseError as error:
            line, column = error.position
            walk.problem = (
                f"{file} is no well-formed XML: {str(error.msg).partition(':')[0]} at line {line}, column {column}."
            )
            return
        except DefusedXmlException:
            walk.problem = f"{file} has a document type declaration or entities, which are refused."
            return
        except _Refused as refusal:
            walk.problem = str(refusal)
            return
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            walk.problem = f"{file} is damaged or incomplete ({error}); ask for it again."
            return
        except TooMuch:
            raise
        except (LookupError, ValueError) as error:  # an encoding that does not exist or cannot be read
            walk.problem = f"{file} cannot be decoded: {error}."
            return
        if found is not None:
            yield found
