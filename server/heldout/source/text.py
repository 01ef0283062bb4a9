"""The bytes of a file as text, and back: byte order mark, coding line, line endings."""

from __future__ import annotations

import codecs
import re
from difflib import SequenceMatcher

from attrs import frozen

_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#[^\r\n]*)?$")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class SourceError(Exception):
    """A file that cannot be read as source; its message is one sentence for the user."""


@frozen
class Text:
    """A decoded file: `text` has "\\n" line endings only and no byte order mark; the rest says how it was written."""

    text: str
    newline: str = "\n"  # the most frequent one
    encoding: str = "utf-8"
    bom: bool = False


def decode(data: bytes) -> Text:
    """Read bytes as Python does (PEP 263); raises SourceError when they are no text."""
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            raise SourceError(f"The file is {name}, which Python does not read; save it as UTF-8.")
    bom = data.startswith(codecs.BOM_UTF8)
    if bom:
        data = data[len(codecs.BOM_UTF8) :]
    encoding = "utf-8" if bom else _declared(data)
    try:
        raw = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        hint = "" if encoding != "utf-8" else ", and no coding line says what else"
        raise SourceError(f"Line {line} holds the byte 0x{byte:02x}, which is no {encoding.upper()}{hint}.") from None
    except (ValueError, UnicodeError):
        raise SourceError(f"The file cannot be decoded as {encoding}.") from None
    return Text(lf(raw), newline_of(raw), encoding, bom)


def encode(text: Text) -> bytes:
    """The inverse of `decode`; raises SourceError when a character has no place in the file's encoding."""
    return encode_raw(text.text.replace("\n", text.newline), text)


def encode_raw(raw: str, like: Text) -> bytes:
    """Text that has its line endings already, in the encoding of `like`."""
    try:
        data = raw.encode(like.encoding)
    except UnicodeEncodeError as error:
        raise SourceError(f"The character {raw[error.start]!r} cannot be written in {like.encoding}.") from None
    return codecs.BOM_UTF8 + data if like.bom else data


def lf(raw: str) -> str:
    """Every line ending turned into "\\n"."""
    return raw.replace("\r\n", "\n").replace("\r", "\n") if "\r" in raw else raw


def newline_of(raw: str) -> str:
    """The most frequent line ending of a text."""
    if "\r" not in raw:
        return "\n"
    crlf = raw.count("\r\n")
    counts = {"\r\n": crlf, "\n": raw.count("\n") - crlf, "\r": raw.count("\r") - crlf}
    return max(counts, key=lambda newline: counts[newline])


def with_line_endings_of(original: str, text: str) -> str:
    """`text` ("\\n" only) with the line endings of `original`; where these are mixed, lines that stay keep theirs."""
    newline = newline_of(original)
    if "\r" not in original:
        return text
    before: list[str] = _LINE.findall(original)
    endings = [line[len(line.rstrip("\r\n")) :] for line in before]
    if len({ending for ending in endings if ending}) == 1:
        return text.replace("\n", newline)
    after = text.split("\n")
    contents = [line.rstrip("\r\n") for line in before]
    chosen: list[str | None] = [None] * (len(after) - 1) + [""]
    for a, b, size in SequenceMatcher(None, contents, after, autojunk=False).get_matching_blocks():
        for offset in range(size):
            if b + offset < len(after) - 1:
                chosen[b + offset] = endings[a + offset] or newline
    pieces: list[str] = []
    for line, ending in zip(after, chosen, strict=True):
        newline = newline if ending is None else ending or newline  # a new line ends as the one before it
        pieces += [line, newline]
    return "".join(pieces[:-1])


def _declared(data: bytes) -> str:
    """The encoding that a coding line in the first two lines asks for, else UTF-8."""
    for line in re.split(rb"\r\n|\r|\n", data[:4096], maxsplit=2)[:2]:
        found = _CODING.match(line)
        if found:
            name = found.group(1).decode("ascii", "replace")
            try:
                info = codecs.lookup(name)
            except (LookupError, ValueError):
                raise SourceError(f"The coding line names {name!r}, an encoding that Python does not know.") from None
            if not getattr(info, "_is_text_encoding", True):
                raise SourceError(f"The coding line names {name!r}, which is no encoding of text.")
            return info.name
        if not _BLANK.match(line):
            break
    return "utf-8"
