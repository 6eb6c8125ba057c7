"""Sculpted heads: rays, shadows and tones on shapes whose answer is plain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart_demo.art.brief import Lead, Style
from keyart_demo.art.canvas import Size
from keyart_demo.art.heads.kit import sitter
from keyart_demo.art.heads.light import Lamp, lit, posterised
from keyart_demo.art.heads.parts import (
    OWNERS,
    Material,
    Part,
    ball,
    box,
    carve,
    code,
    cut,
    flipped,
    highest,
    mirrored,
    placed,
    rod,
)
from keyart_demo.art.heads.relief import NOTHING, Relief, View, relief

VIEW = View(Size(96, 96), (48.0, 48.0), 32.0)


def globe(radius: float = 1.0, material: Material = Material.SKIN) -> Part:
    return ball(material, (0, 0, 0), (radius, radius, radius))


def seen(*parts: Part) -> Relief:
    return relief(parts, VIEW)


def test_rays_meet_a_ball_where_geometry_says() -> None:
    got = seen(globe())
    x, y = got.places()
    inside = x * x + y * y < 0.9
    depth = np.sqrt(np.maximum(1 - x * x - y * y, 0))
    assert np.abs(got.depth - depth)[inside].max() < 0.01
    assert np.abs(got.normal[..., 2] - depth)[inside].max() < 0.02
    assert not got.present[(x * x + y * y) > 1.02].any()


def test_the_outline_is_soft_by_one_ray_and_no_more() -> None:
    got = seen(globe())
    x, y = got.places()
    radius = np.hypot(x, y)
    assert (got.cover[radius < 0.99] == 1).all()
    assert (got.cover[radius > 1 + 1.5 / VIEW.unit] == 0).all()


@given(scale=st.floats(0.3, 1.2), x=st.floats(-0.5, 0.5), y=st.floats(-0.5, 0.5))
def test_a_placed_part_is_the_part_seen_elsewhere(scale: float, x: float, y: float) -> None:
    parts = (
        globe(0.5),
        cut(
            rod(Material.HAIR, ((0, 0, 0), (0.3, 0.8, 0.2)), (0.2, 0.1), 0.1),
            (0, 0.6, 0),
            (0, 1, 0),
        ),
        carve(box(Material.DARK, (0.2, 0, 0.4), (0.2, 0.1, 0.3))),
    )
    there = View(
        VIEW.size, (48 - x * VIEW.unit / scale, 48 + y * VIEW.unit / scale), VIEW.unit / scale
    )
    moved, same = relief(placed(parts, (x, y, 0), scale), there), relief(parts, VIEW)
    differ = moved.present != same.present
    assert differ.mean() < 0.01
    assert (moved.code == same.code).mean() > 0.97


def test_what_is_mirrored_is_seen_mirrored() -> None:
    part = rod(Material.HAIR, ((0.2, -0.3, 0), (0.7, 0.6, 0.3)), (0.2, 0.1))
    left, right = seen(part), seen(*flipped((part,)))
    assert (left.present[:, ::-1] == right.present).mean() > 0.999
    both = seen(*mirrored(part)).present
    assert (both == (left.present | right.present)).mean() > 0.999


def test_a_carved_part_takes_away_and_shows_its_own_material() -> None:
    got = seen(globe(), carve(ball(Material.DARK, (0, 0, 1), (0.4, 0.4, 0.4))))
    assert got.material[48, 48] == Material.DARK
    assert got.depth[48, 48] == pytest.approx(0.6, abs=0.02)
    assert got.material[48, 20] == Material.SKIN


def test_owners_and_materials_come_back_from_their_code() -> None:
    for owner in range(OWNERS):
        got = seen(*placed((globe(0.8, Material.MASK),), (0, 0, 0), 1.0, owner))
        assert got.code[48, 48] == code(Material.MASK, owner)
        assert got.material[48, 48] == Material.MASK
        assert got.material[0, 0] == NOTHING


@pytest.mark.parametrize("lead", Lead)
def test_no_part_reaches_above_what_is_said_to_be_highest(lead: Lead) -> None:
    head = sitter(lead, Style.FANTASY, np.random.default_rng(5)).head
    view = View(Size(200, 260), (100.0, 150.0), 48.0)
    got = relief(head, view)
    _, y = got.places()
    top = float(y[got.present.any(axis=1)].max())
    assert top <= max(highest(part) + part.blend / 4 for part in head) + 0.02


def test_a_wall_throws_a_shadow_away_from_the_lamp() -> None:
    floor = box(Material.CLOTH, (0, 0, -0.5), (3, 3, 0.2), 0.01)
    wall = box(Material.SKIN, (0, 0, 0), (0.1, 3, 0.5), 0.01)
    light = lit(seen(floor, wall), Lamp(1, 0, 1))
    lamp_side, other_side = light[48, 48 + 16], light[48, 48 - 10]
    assert lamp_side > 0.6
    assert other_side < 0.05


@given(tones=st.integers(2, 6))
def test_light_is_cut_into_the_tones_asked_for(tones: int) -> None:
    tone = np.linspace(0, 1, 4001, dtype=np.float32)[None, :]
    steps = posterised(tone, tones, soft=1e-4)
    assert len(np.unique(np.round(steps, 2))) == tones or (np.diff(steps) > 0).sum() < 6 * tones
    assert (np.diff(steps) >= 0).all()
    assert steps.min() == 0
    assert steps.max() == 1
