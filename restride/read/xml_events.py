"""XML as it streams by: no tree, no document type, no entities, so that no file can grow in memory.

defusedxml refuses every declaration of an entity and, unless a reader has taken it out before, every document type.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from restride.core.errors import UnreadableFile

MOST_TEXT = 200
"""Characters of a value that are kept: numbers, times and names are shorter."""
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_PROLOG = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL)


class Sink(Protocol):
    """What takes the elements of a file. texts: the names whose text is wanted, in small letters."""

    texts: frozenset[str]

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; `name` without its prefix."""

    def end(self, name: str, text: str) -> None:
        """An element ends; `text` is its own first text, empty where it was not wanted."""


def root_of(head: bytes) -> str:
    """The name of the first element in the first bytes of a file, without its prefix; empty where there is none."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    found = _ROOT.search(_PROLOG.sub(b"", head))
    return found[2].decode() if found else ""


def stream(pieces: Iterable[bytes], sink: Sink, what: str) -> str | None:
    """Every element of an XML file to `sink`; what is wrong with the file's end or form, None where nothing is.

    what: how to call the file. Raises UnreadableFile for a file that declares entities or a document type.
    """
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(_Handler(sink))
    begun = False
    try:
        for piece in pieces:
            if not begun:
                piece = piece.lstrip()  # some exports put blanks in front of the first line
                begun = bool(piece)
            if piece:
                parser.feed(piece)
        parser.close()
    except DefusedXmlException as error:
        found = f"{type(error).__name__} in {what}"
        raise UnreadableFile("a file without a document type and entities", found, "export it again") from None
    except SAXParseException as error:
        return f"line {error.getLineNumber()}: {error.getMessage()}"
    except (SAXException, ValueError, LookupError) as error:
        return " ".join(str(error).split())[:100]
    return None


class _Handler(ContentHandler):
    def __init__(self, sink: Sink) -> None:
        super().__init__()
        self._sink = sink
        self._texts = sink.texts
        self._text: list[str] | None = None
        self._kept = 0

    def startElement(self, name: str, attrs: Any) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        self._sink.start(name, attrs)
        self._text, self._kept = ([] if name.lower() in self._texts else None), 0

    def characters(self, content: str) -> None:
        if self._text is not None and self._kept < MOST_TEXT:
            self._text.append(content[: MOST_TEXT - self._kept])
            self._kept += len(content)

    def endElement(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        self._sink.end(name, "".join(self._text).strip() if self._text else "")
        self._text = None
