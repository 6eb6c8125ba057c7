"""PyAV, as far as we use it: its own types are partly unknown."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import TracebackType
from typing import Literal, Self, overload

import numpy as np
import numpy.typing as npt

time_base: int

class FFmpegError(Exception): ...
class Packet: ...

class VideoFrame:
    pts: int
    rotation: int
    time_base: Fraction
    @staticmethod
    def from_ndarray(array: npt.NDArray[np.uint8], format: str) -> VideoFrame: ...
    def to_ndarray(self, format: str) -> npt.NDArray[np.uint8]: ...
    def reformat(self, *, format: str, dst_colorspace: str) -> VideoFrame: ...

class CodecContext:
    pix_fmt: str
    color_primaries: int
    color_trc: int
    colorspace: int
    thread_count: int

class VideoStream:
    width: int
    height: int
    pix_fmt: str
    average_rate: Fraction
    codec_context: CodecContext
    def encode(self, frame: VideoFrame | None) -> list[Packet]: ...

class Streams:
    video: tuple[VideoStream, ...]

class _Container:
    streams: Streams
    duration: int | None
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

class OutputContainer(_Container):
    def add_stream(self, codec: str, rate: int, options: Mapping[str, str]) -> VideoStream: ...
    def mux(self, packets: list[Packet]) -> None: ...

class InputContainer(_Container):
    def decode(self, *, video: int) -> Iterator[VideoFrame]: ...
    def seek(self, offset: int) -> None: ...

@overload
def open(
    file: str, mode: Literal["w"], format: str, options: Mapping[str, str]
) -> OutputContainer: ...
@overload
def open(
    file: str, *, format: str | None = None, options: Mapping[str, str] | None = None
) -> InputContainer: ...
