"""What a C3D file claims to hold, checked against itself and against its size before anything else touches it.

Format: the C3D user guide (c3d.org). ezc3d reads a file that is cut short without a word and can crash on a malformed
parameter, so this arithmetic comes first, in plain Python that cannot run past the end of a buffer.
"""

import math
from dataclasses import dataclass
from pathlib import Path

from restride.core.errors import UnreadableFile
from restride.read.c3d_parameters import PROCESSORS, Damaged, Parameters, Processor, read_floats, read_words, walk

BLOCK = 512
MAGIC = 0x50
MAX_RATE_HZ = 100_000.0
WORD_FULL = 0xFFFF
COPY_AGAIN = "copy or export the file again"
EXPORT_AGAIN = "export it again from the program that recorded it"


@dataclass(frozen=True, slots=True)
class Layout:
    """The numbers that say where every sample of a C3D file lies.

    points: 3D points a frame. analogs: channels, each with per_frame samples a frame. first_frame counts from 1.
    scale: of integer points, None where the file stores floats. data_at: byte where frame one starts.
    analog value = (stored - analog_offset) * analog_scale, one of each a channel.
    """

    processor: Processor
    points: int
    analogs: int
    per_frame: int
    frames: int
    first_frame: int
    rate_hz: float
    scale: float | None
    data_at: int
    analog_scale: tuple[float, ...]
    analog_offset: tuple[float, ...]
    unsigned: bool
    parameters: Parameters

    @property
    def words_per_frame(self) -> int:
        """Numbers in one frame: x, y, z and residual of the points, then the analog samples."""
        return 4 * self.points + self.analogs * self.per_frame

    @property
    def bytes_needed(self) -> int:
        """Size that the file must have at least."""
        return self.data_at + self.frames * self.words_per_frame * (4 if self.scale is None else 2)


def looks_like_c3d(head: bytes) -> bool:
    """Whether the first bytes are a C3D header: parameters in a near block (2, nearly always), then its mark."""
    return len(head) >= 2 and 0 < head[0] < 32 and head[1] == MAGIC


def read_layout(path: Path) -> Layout:
    """The layout of the C3D file at `path`.

    Raises UnreadableFile: not a C3D file, numbers that contradict each other, or fewer bytes than the numbers need.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(BLOCK)
            if not looks_like_c3d(head):
                raise _not_c3d(path, head)
            start = max(head[0] - 1, 1) * BLOCK
            file.seek(start)
            section = file.read(4)
            if len(head) < BLOCK or len(section) < 4:
                raise _cut_short("a header and parameters", start + BLOCK, size, path)
            processor = PROCESSORS.get(section[3])
            if processor is None:
                raise Damaged(f"processor type {section[3]}, not 84, 85 or 86")
            data_at = (read_words(head[16:18], processor)[0] - 1) * BLOCK
            if data_at <= start:
                raise Damaged(f"data that start at byte {data_at}, before the parameters end")
            section += file.read(data_at - start - 4)
        if start + len(section) < data_at:
            raise _cut_short("a header and parameters", data_at, size, path)
        layout = _layout(head, walk(section, processor), processor, data_at, size)
    except Damaged as error:
        raise UnreadableFile("a C3D file that agrees with itself", f"{path.name}: {error}", EXPORT_AGAIN) from None
    except OSError as error:
        raise UnreadableFile("a readable C3D file", f"{path.name}: {error.strerror}", "check the file") from None
    if size < layout.bytes_needed:
        what = f"{layout.frames} frames of {layout.points} points and {layout.analogs} analog channels"
        raise _cut_short(what, layout.bytes_needed, size, path)
    return layout


def trips_ezc3d(layout: Layout) -> bool:
    """Whether ezc3d 1.7 would misread this file without a word.

    It stops after 65535 frames, cuts the ratio of the rates down (1498.5 Hz over 59.94 Hz gives 24), takes the absolute
    value of analog offsets, knows neither unsigned samples nor a missing offset, and refuses the MIPS byte order.
    """
    analog_rate = layout.parameters.number("ANALOG", "RATE", 0.0)
    rate = layout.parameters.number("POINT", "RATE", 0.0)
    return bool(
        layout.frames > WORD_FULL
        or layout.processor == "mips"
        or (layout.analogs and analog_rate and rate and int(analog_rate / rate) != layout.per_frame)
        or any(offset < 0 for offset in layout.analog_offset)
        or (layout.unsigned and layout.scale is not None)
        or len(layout.parameters.numbers("ANALOG", "OFFSET")) < layout.analogs
        or (layout.scale is not None and layout.parameters.find("POINT", "SCALE") is None)
    )


def _cut_short(what: str, needed: int, size: int, path: Path) -> UnreadableFile:
    return UnreadableFile(f"{needed} bytes for {what}", f"{size} bytes in {path.name}: it is cut short", COPY_AGAIN)


def _not_c3d(path: Path, head: bytes) -> UnreadableFile:
    if head and 0 not in head:
        return UnreadableFile(
            "a C3D file",
            f"text in {path.name}",
            "name it .csv and write a sidecar beside it, or export the trial as C3D",
        )
    return UnreadableFile("a C3D file, which starts with bytes 02 50", f"other content in {path.name}", EXPORT_AGAIN)


def _layout(head: bytes, parameters: Parameters, processor: Processor, data_at: int, size: int) -> Layout:
    """Header and parameters brought together: where they differ the parameters stand, as in ezc3d."""
    words = read_words(head[:24], processor)
    header_scale, header_rate = read_floats(head[12:16] + head[20:24], processor)
    points = int(parameters.number("POINT", "USED", words[1])) & WORD_FULL
    scale = parameters.number("POINT", "SCALE", header_scale) if points else header_scale
    if not (math.isfinite(scale) and math.isfinite(header_scale)) or scale == 0 or (scale < 0) != (header_scale < 0):
        raise Damaged(f"a point scale of {header_scale:g} in the header and of {scale:g} in POINT:SCALE")
    rate = parameters.number("POINT", "RATE", 0.0) or header_rate
    if not 0 < rate <= MAX_RATE_HZ:
        raise Damaged(f"{rate:g} frames a second")
    analogs, per_frame = _analogs(words, parameters, rate)
    words_per_frame = 4 * points + analogs * per_frame
    if words_per_frame == 0:
        raise Damaged("neither points nor analog channels")
    room = (size - data_at) // (words_per_frame * (4 if scale < 0 else 2))
    frames, first_frame = _frames(words, parameters, room)
    gains, offsets, unsigned = _analog_scaling(parameters, analogs)
    return Layout(
        processor=processor,
        points=points,
        analogs=analogs,
        per_frame=per_frame,
        frames=frames,
        first_frame=first_frame,
        rate_hz=rate,
        scale=None if scale < 0 else scale,
        data_at=data_at,
        analog_scale=gains,
        analog_offset=offsets,
        unsigned=unsigned,
        parameters=parameters,
    )


def _analogs(words: tuple[int, ...], parameters: Parameters, rate: float) -> tuple[int, int]:
    """Analog channels, and samples of each a frame."""
    per_frame = words[9]
    analog_rate = parameters.number("ANALOG", "RATE", 0.0)
    used = int(parameters.number("ANALOG", "USED", words[2] // per_frame if per_frame else 0)) & WORD_FULL
    if used == 0:
        return 0, 0
    if analog_rate:
        ratio = analog_rate / rate
        if not (0 < analog_rate <= MAX_RATE_HZ and ratio > 0.5 and abs(ratio - round(ratio)) < 0.01):
            raise Damaged(f"analog samples at {analog_rate:g} Hz beside frames at {rate:g} Hz, not a whole multiple")
        per_frame = round(ratio)
    if not 0 < per_frame * rate <= MAX_RATE_HZ:
        raise Damaged(f"{used} analog channels with {per_frame} samples a frame at {rate:g} frames a second")
    return used, per_frame


def _analog_scaling(parameters: Parameters, analogs: int) -> tuple[tuple[float, ...], tuple[float, ...], bool]:
    """Gain and offset of every channel; an offset that is not given is 0."""
    general = parameters.number("ANALOG", "GEN_SCALE", 1.0)
    gains = tuple(g * general for g in parameters.numbers("ANALOG", "SCALE")[:analogs])
    if len(gains) < analogs:
        raise Damaged(f"{analogs} analog channels but {len(gains)} values in ANALOG:SCALE")
    if not all(math.isfinite(g) for g in gains):
        raise Damaged("an ANALOG:SCALE that is no number")
    unsigned = any(word.upper() == "UNSIGNED" for word in parameters.texts("ANALOG", "FORMAT"))
    stored = parameters.numbers("ANALOG", "OFFSET")[:analogs]
    offsets = tuple(o % (WORD_FULL + 1) if unsigned else o for o in stored) + (0.0,) * (analogs - len(stored))
    return gains, offsets, unsigned


def _frames(words: tuple[int, ...], parameters: Parameters, room: int) -> tuple[int, int]:
    """Number of frames, and the number of the first one counted from 1.

    A 16-bit word ends at 65535: longer trials say so in POINT:LONG_FRAMES or as two words each in
    TRIAL:ACTUAL_START_FIELD and ACTUAL_END_FIELD; where neither is there, the file's size (`room`, in frames) decides.
    """
    first, last = words[3], words[4]
    stored = parameters.number("POINT", "FRAMES", 0.0)
    frames = last - first + 1
    if math.isfinite(stored) and stored:
        frames = int(stored) & WORD_FULL if stored < 0 else int(stored)
    start, end = (_long_word(parameters, f"ACTUAL_{edge}_FIELD") for edge in ("START", "END"))
    trial = end - start + 1 if 0 < start <= end else 0
    if WORD_FULL in (frames, last):
        longer = max(trial, int(parameters.number("POINT", "LONG_FRAMES", 0.0)))
        frames = longer or (room if room > WORD_FULL + BLOCK else frames)
    if frames < 1:
        raise Damaged(f"frames {first} to {last}, which are none")
    return frames, start if trial == frames else max(first, 1)


def _long_word(parameters: Parameters, name: str) -> int:
    values = [int(v) & WORD_FULL if math.isfinite(v) else 0 for v in parameters.numbers("TRIAL", name)]
    return values[0] + (values[1] << 16) if len(values) > 1 else values[0] if values else 0
