"""Encode frames as a file that browsers play: H.264 in MP4, with PyAV's own libx264."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Final

import av

from keyart_demo.art.canvas import Size
from keyart_demo.art.finish import Bytes

SUFFIX: Final = ".mp4"
_BT709: Final = 1
"""The code of BT.709 colours, matrix and curve in H.264 (ITU-T H.273)."""
# With one thread and no B-frames, the same frames give the same bytes (x264's choice of B-frames is
# not reproducible for small pictures). Clips are drawn in parallel anyway.
_OPTIONS: Final = {"preset": "veryfast", "crf": "26", "bf": "0", "threads": "1"}


def encode(path: Path, frames: Iterable[Bytes], size: Size, rate: int) -> None:
    """Write frames to a file; its index comes first, so playback starts before it is loaded."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as file:
        stream = file.add_stream("libx264", rate=rate, options=_OPTIONS)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        codec = stream.codec_context
        codec.color_primaries = codec.color_trc = codec.colorspace = _BT709
        for number, pixels in enumerate(frames):
            picture = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame = picture.reformat(format="yuv420p", dst_colorspace="ITU709")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
