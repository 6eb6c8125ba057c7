"""The colours of all charts, shared with the web application: one place, two themes.

Surfaces are grey; colour means a verdict. Every text pair has a contrast of at least 4.5, every
mark at least 3, and the colours of verdicts are distinguishable for colour-blind readers; each also
has a word, a sign or a position.
"""

from typing import Literal

Theme = Literal["light", "dark"]
Tone = Literal["plain", "win", "mislead", "odd", "doubt"]
"""What a mark means: nothing, a winner, misleading, an outlier, doubtful."""

COLOURS: dict[str, tuple[str, str]] = {
    # surface and text
    "surface": ("#ffffff", "#1b1b1b"),
    "ink": ("#161616", "#f2f2f1"),
    "ink-2": ("#454545", "#c6c6c5"),
    "ink-3": ("#626262", "#a0a09f"),
    # furniture
    "line": ("#dededd", "#2e2e2e"),
    "line-2": ("#8a8a8a", "#7c7c7c"),
    "grid": ("#e4e4e3", "#2a2a2a"),
    "zero": ("#5a5a5a", "#a8a8a7"),
    "norm": ("#e9e9e8", "#2c2c2c"),
    "hatch": ("#c9c9c8", "#474747"),
    # verdicts
    "plain": ("#3c3c3c", "#d2d2d1"),
    "win": ("#00705a", "#4fd6ac"),
    "mislead": ("#ad3a00", "#ff9f6b"),
    "odd": ("#6739b3", "#c9adff"),
    "doubt": ("#735200", "#f3c552"),
    # worse, par, better: ochre to teal
    "d-3": ("#a04b00", "#ffa45f"),
    "d-2": ("#dc9a58", "#96531f"),
    "d-1": ("#f3dcc0", "#4b3523"),
    "d0": ("#efefee", "#292929"),
    "d1": ("#c4e4da", "#1d443b"),
    "d2": ("#6bb9a4", "#1f6c5b"),
    "d3": ("#00705a", "#4fd6ac"),
    "d-ink": ("#161616", "#f2f2f1"),
    "d-ink-strong": ("#ffffff", "#0c0c0c"),
}


def paint(role: str, theme: Theme | None) -> str:
    """Return a colour as written in SVG: its value in a fixed theme, otherwise a variable."""
    light, dark = COLOURS[role]
    if theme is None:
        return f"var(--ka-{role})"
    return light if theme == "light" else dark


def style(roles: frozenset[str]) -> str:
    """Return the style sheet of a chart that follows the reader's theme and uses `roles`."""
    light, dark = (
        "".join(f"--ka-{role}:{COLOURS[role][at]};" for role in COLOURS if role in roles)
        for at in (0, 1)
    )
    return f".ka{{{light}}}@media(prefers-color-scheme:dark){{.ka{{{dark}}}}}"
