"""What is done to a file: to its bytes, and to the parts that its kind is built of.

Every draw comes from `chance`, so that the same number gives the same damage; hypothesis brings its own for shrinking.
"""

import gzip
import io
import json
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

from fuzz.fit_records import fit_damage, sealed
from fuzz.seeds import kind_of

Edit = Callable[[bytes, Random], bytes]

MOST_BYTES = 1 << 18
NUMBERS = (
    "nan", "inf", "-inf", "1e308", "-1e308", "1e-320", "0", "-0", "-1", "1", "99999999999999999999", "1e18", "1e12",
    "4294967296", "2147483647", "-32769", "0x10", "1_000", "1,5", "1.5.5", "", "-", "--", "NULL", "true", "1e", "٣",
)  # fmt: skip
WORDS = (
    '"', "'", ",", ";", "\t", "#", "<", ">", "&a;", "]]>", "<!--", "{", "}", "[" * 3000, "\0", "\ufeff", "\r", "\n\n",
    "%s", "..", "/", "\u202e", "x" * 300, " ", "é", "Time (s)", "endheader", "left", "NaN",
)  # fmt: skip
WHOLE = (0, 1, 2, 3, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**24, 2**31 - 1, 2**31, 2**32 - 1, 2**63)
REAL = (0.0, -0.0, 1.0, -1.0, 1e-30, 1e30, -1e30, 3e38, float("inf"), float("-inf"), float("nan"), 1e300, 1e12)
NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:[eE][-+]?\d+)?")
TOKEN = re.compile(r"[^\s,;<>\"']+")
TAG = re.compile(r"<[^<>]+>")


def damaged(raw: bytes, kind: str, chance: Random) -> bytes:
    """One to five edits, of its kind or of plain bytes."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        raw = chance.choice(EDITS.get(kind_of(raw) if raw else kind, BYTES))(raw, chance)[:MOST_BYTES]
    if kind == "fit" and chance.random() < 0.6:
        raw = sealed(raw)
    return raw


def flip(raw: bytes, chance: Random) -> bytes:
    """One bit."""
    at = chance.randrange(len(raw) or 1)
    return _put(raw, at, bytes([raw[at] ^ (1 << chance.randrange(8))])) if raw else raw


def put_bytes(raw: bytes, chance: Random) -> bytes:
    """A few bytes of anything."""
    return _put(raw, chance.randrange(len(raw) + 1), _noise(chance, chance.choice((1, 1, 2, 4, 16))))


def put_number(raw: bytes, chance: Random) -> bytes:
    """An edge of what a binary number can be, aligned or not, in either order."""
    order, code = chance.choice("<>"), chance.choice("BHIQfd")
    value = chance.choice(REAL) if code in "fd" else chance.choice(WHOLE) % (1 << 8 * struct.calcsize(code))
    try:
        number = struct.pack(order + code, value)
    except OverflowError:
        number = struct.pack(order + code, float("inf"))
    at = chance.randrange(len(raw) + 1)
    return _put(raw, at - at % chance.choice((1, 2, 4, 8)), number)


def cut(raw: bytes, chance: Random) -> bytes:
    """The end is lost, most often a little of it."""
    return raw[: chance.randrange(len(raw) + 1) if chance.random() < 0.5 else -chance.randrange(1, 40)]


def lose(raw: bytes, chance: Random) -> bytes:
    """A block in the middle is lost."""
    first, last = _block(raw, chance)
    return raw[:first] + raw[last:]


def double(raw: bytes, chance: Random) -> bytes:
    """A block is there twice, or many times."""
    first, last = _block(raw, chance)
    return raw[:last] + raw[first:last] * chance.choice((1, 1, 1, 2, 50)) + raw[last:]


def swap(raw: bytes, chance: Random) -> bytes:
    """Two neighbours change places."""
    first, last = _block(raw, chance)
    middle = chance.randrange(first, last + 1)
    return raw[:first] + raw[middle:last] + raw[first:middle] + raw[last:]


def blank(raw: bytes, chance: Random) -> bytes:
    """A block of one value, as a disk that failed leaves it."""
    first, last = _block(raw, chance)
    return raw[:first] + bytes([chance.choice((0, 0, 255, 32))]) * (last - first) + raw[last:]


def insert(raw: bytes, chance: Random) -> bytes:
    """Bytes that do not belong there."""
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + _noise(chance, chance.choice((1, 2, 7, 100))) + raw[at:]


def _block(raw: bytes, chance: Random) -> tuple[int, int]:
    first = chance.randrange(len(raw) + 1)
    return first, min(len(raw), first + chance.choice((1, 2, 8, 64, 512, 4096)))


def _put(raw: bytes, at: int, new: bytes) -> bytes:
    return raw[:at] + new + raw[at + len(new) :]


def _noise(chance: Random, size: int) -> bytes:
    return bytes(chance.randrange(256) for _ in range(size))


def _text(edit: Callable[[str, Random], str]) -> Edit:
    """An edit of text as one of bytes."""

    def on_bytes(raw: bytes, chance: Random) -> bytes:
        return edit(raw.decode("utf-8", "surrogateescape"), chance).encode("utf-8", "surrogateescape")

    return on_bytes


def number(text: str, chance: Random) -> str:
    """A number becomes another, or none."""
    return _replaced(text, NUMBER, chance, lambda _: chance.choice(NUMBERS))


def word(text: str, chance: Random) -> str:
    """A word becomes a sign, or that of another place."""
    others = TOKEN.findall(text[:4000]) or [""]
    return _replaced(
        text, TOKEN, chance, lambda _: chance.choice(WORDS) if chance.random() < 0.5 else chance.choice(others)
    )


def put_word(text: str, chance: Random) -> str:
    """A sign where none belongs."""
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(WORDS) + text[at:]


def _replaced(text: str, what: re.Pattern[str], chance: Random, new: Callable[[str], str]) -> str:
    """The first match behind a place by chance; half of the places lie in the head, where the names stand."""
    span = len(text) if chance.random() < 0.5 else min(len(text), 600)
    found = what.search(text, chance.randrange(span + 1)) or what.search(text)
    return text if found is None else text[: found.start()] + new(found[0]) + text[found.end() :]


def lines(text: str, chance: Random) -> str:
    """A line is lost, doubled, moved, emptied, cut or joined to the next; the first lines more often."""
    rows = text.splitlines(keepends=True)
    if not rows:
        return text
    at = chance.randrange(len(rows) if chance.random() < 0.5 else min(len(rows), 8))
    what = chance.randrange(7)
    if what == 0:
        del rows[at]
    elif what == 1:
        rows[at:at] = [rows[at]] * chance.choice((1, 1, 3, 60))
    elif what == 2:
        rows.insert(chance.randrange(len(rows)), rows.pop(at))
    elif what == 3:
        rows[at] = "\n"
    elif what == 4:
        rows[at] = rows[at][: chance.randrange(len(rows[at]) + 1)]
    elif what == 5:
        rows[at] = rows[at].rstrip("\r\n")
    else:
        del rows[at : at + chance.choice((5, 20, 100))]
    return "".join(rows)


def column(text: str, chance: Random) -> str:
    """One column of all rows below the head becomes something else: one number, or nothing."""
    rows = text.split("\n")
    sign = max("\t;,", key=rows[len(rows) // 2].count)
    begin, new = chance.randrange(min(len(rows), 8)), chance.choice(NUMBERS)
    at = chance.randrange(rows[len(rows) // 2].count(sign) + 1)
    for i in range(begin, len(rows)):
        cells = rows[i].split(sign)
        if at < len(cells):
            cells[at] = new
            rows[i] = sign.join(cells)
    return "\n".join(rows)


def manner(text: str, chance: Random) -> str:
    """Another separator, decimal sign or end of line, throughout."""
    old, new = chance.choice(
        (
            (",", ";"),
            (",", "\t"),
            (";", ","),
            ("\t", ","),
            (".", ","),
            ("\n", "\r\n"),
            ("\n", "\r"),
            (" ", ""),
            ("\t", " "),
        )
    )
    return text.replace(old, new)


def recoded(raw: bytes, chance: Random) -> bytes:
    """Another encoding, or a mark of one that it is not in."""
    name = chance.choice(("utf-16", "utf-8-sig", "latin-1", "utf-32", "cp037"))
    try:
        return raw.decode("utf-8").encode(name)
    except UnicodeError:
        return b"\xff\xfe" + raw


def tag(text: str, chance: Random) -> str:
    """A tag of XML is lost, doubled, nested in itself or opened many times."""
    made: tuple[Callable[[str], str], ...] = (
        lambda t: "", lambda t: t + t, lambda t: t * 500, lambda t: t.replace("<", "<x:"), lambda t: t.upper(),
    )  # fmt: skip
    return _replaced(text, TAG, chance, chance.choice(made))


def element(text: str, chance: Random) -> str:
    """A whole element, with all that is in it, is lost, doubled or moved to another."""
    names = sorted(set(re.findall(r"<([\w:.-]+)[ >/]", text)))
    if not names:
        return text
    name = re.escape(chance.choice(names))
    found = [m.span() for m in re.finditer(rf"<{name}\b[^<>]*/>|<{name}\b.*?</{name}>", text, re.DOTALL)]
    if not found:
        return text
    first, last = chance.choice(found)
    inside, rest = text[first:last], text[:first] + text[last:]
    what = chance.randrange(4)
    if what == 0:
        return rest
    if what == 1:
        return text[:last] + inside * chance.choice((1, 1, 30)) + text[last:]
    places = [m.end() for m in TAG.finditer(rest)] or [0]
    at = chance.choice(places)
    return rest[:at] + inside + rest[at:]


def tree(raw: bytes, chance: Random) -> bytes:
    """JSON: a value becomes another, is lost, doubled, wrapped, or of another kind; keys change places."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        return _text(put_word)(raw, chance)
    holder, key = _somewhere(told, chance)
    if holder is None:
        return raw
    old = holder[key]
    new: Any = chance.choice(
        (None, True, -1, 0, 1e308, 10**30, "x", "1.5", "", [], {}, [old], {"a": old}, [[]], float("nan"), old, old)
    )
    what = chance.randrange(4)
    if what == 0:
        del holder[key]
    elif what == 1 and isinstance(holder, list):
        holder[key:key] = [old] * chance.choice((1, 2, 40))
    elif what == 1 and isinstance(old, list) and old:
        holder[key] = old * 2 if chance.random() < 0.5 else old[: chance.randrange(len(old) + 1)]
    elif what == 2 and isinstance(holder, dict):
        other = chance.choice(sorted(holder))
        holder[key], holder[other] = holder[other], holder[key]
    else:
        holder[key] = new
    return json.dumps(told).encode()


def _somewhere(told: Any, chance: Random) -> tuple[Any, Any]:
    """A container in the tree and a key of it: near the root as often as deep in it."""
    holder, key = None, None
    for _ in range(chance.choice((1, 2, 3, 4, 6, 9))):
        if not isinstance(told, dict | list) or not told:
            break
        holder = told
        key = chance.choice(sorted(told)) if isinstance(told, dict) else chance.randrange(len(told))
        told = holder[key]
    return holder, key


def members(raw: bytes, chance: Random) -> bytes:
    """A zip file written again, sums and all, with one member damaged, lost, doubled, renamed or packed otherwise."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as file:
            held = [(info.filename, file.read(info), info.compress_type) for info in file.infolist()]
    except Exception:  # damaged already
        return put_bytes(raw, chance)
    if not held:
        return raw
    at = chance.randrange(len(held))
    name, inside, method = held[at]
    what = chance.randrange(9)
    if what < 5:
        held[at] = name, damaged(inside, kind_of(inside), chance), method
    elif what == 5:
        del held[at]
    elif what == 6:
        held.append(held[at])
    elif what == 7:
        held[at] = chance.choice(("../x.csv", "x", name.upper(), f"a/{name}", name + ".xml", "")), inside, method
    else:
        held = [(n, i, chance.choice((0, 8))) for n, i, _ in held]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile says that a name is there twice: that is meant
        for name, inside, method in held:
            file.writestr(zipfile.ZipInfo(name.replace("\0", "") or "x"), inside, method)
    return out.getvalue()


def packed(raw: bytes, chance: Random) -> bytes:
    """A gzip file packed again around what was damaged in it."""
    try:
        inside = gzip.decompress(raw)
    except Exception:  # damaged already
        return put_bytes(raw, chance)
    return gzip.compress(damaged(inside, kind_of(inside), chance), 1, mtime=0)


def c3d_words(raw: bytes, chance: Random) -> bytes:
    """A number of the header or of the parameters, which are a small part of the file."""
    end = min(len(raw), 512 * max(1, int.from_bytes(raw[16:18], "little") - 1))
    at = chance.randrange(24) if chance.random() < 0.3 else chance.randrange(512, end) if end > 512 else 0
    kind = chance.choice("BbHHf")
    value = chance.choice(REAL[:9]) if kind == "f" else chance.choice(WHOLE)
    new = struct.pack("<f", value) if kind == "f" else struct.pack("<Q", value)[: 1 if kind in "Bb" else 2]
    return _put(raw, at, new)


def mat_words(raw: bytes, chance: Random) -> bytes:
    """A tag or a size in a MATLAB file, which stand at every fourth byte; inside of what is packed too."""
    elements = []
    at = 128
    while at + 8 <= len(raw):
        kind, size = struct.unpack_from("<II", raw, at)
        elements.append((at, kind, size))
        at += 8 + size
    packed = [one for one in elements if one[1] == 15]
    if packed and chance.random() < 0.8:
        at, _, size = chance.choice(packed)
        try:
            inside = zlib.decompress(raw[at + 8 : at + 8 + size])
        except zlib.error:
            return put_number(raw, chance)
        inside = zlib.compress(chance.choice((put_number, flip, lose, _text(word)))(inside, chance), 1)
        return raw[:at] + struct.pack("<II", 15, len(inside)) + inside + raw[at + 8 + size :]
    at = chance.randrange(128, max(len(raw), 132)) & ~3
    return _put(raw, at, struct.pack("<I", chance.choice((*range(1, 20), *(w % 2**32 for w in WHOLE)))))


BYTES: tuple[Edit, ...] = (flip, put_bytes, put_number, cut, lose, double, swap, blank, insert)
TEXT: tuple[Edit, ...] = (
    *(_text(one) for one in (number, number, number, word, put_word, lines, lines, lines, column, manner)),
    recoded, flip, cut, lose, double, insert,
)  # fmt: skip
EDITS: dict[str, tuple[Edit, ...]] = {
    "text": TEXT,
    "xml": (*(_text(one) for one in (tag, element, element, number, number, word, put_word)), recoded, cut, lose, flip),
    "json": (tree, tree, tree, tree, tree, *(_text(one) for one in (number, word, put_word)), cut, lose, double),
    "zip": (members, members, members, *BYTES[:5]),
    "gzip": (packed, packed, packed, flip, cut),
    "fit": (fit_damage, fit_damage, fit_damage, *BYTES),
    "c3d": (c3d_words, c3d_words, c3d_words, *BYTES),
    "mat": (mat_words, mat_words, *BYTES),
    "bytes": BYTES,
}
