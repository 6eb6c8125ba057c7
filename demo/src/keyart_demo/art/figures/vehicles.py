"""Vehicles of chases: a car, a sailing boat, a rocket; each faces +x and is about two long."""

from keyart_demo.art.heads.parts import (
    Material,
    Part,
    ball,
    box,
    cut,
    ring,
    rod,
)

BODY, TRIM, METAL, GLASS, DARK, LAMP = (
    Material.CLOTH,
    Material.TRIM,
    Material.METAL,
    Material.GLASS,
    Material.DARK,
    Material.EYE,
)


def car() -> tuple[Part, ...]:
    """Return a saloon of about 1960, on its wheels at y = -0.42."""
    wheels: list[Part] = []
    for x in (-0.64, 0.66):
        wheels += [
            ball(DARK, (x, -0.20, 0.36), (0.225, 0.225, 0.085)),
            ball(METAL, (x, -0.20, 0.42), (0.115, 0.115, 0.05)),
        ]
    windows = [
        cut(
            box(GLASS, (x, 0.30, 0.335), (half, 0.125, 0.02), 0.02),
            (x + half, 0.2, 0),
            (slope, 0.45, 0),
        )
        for x, half, slope in ((-0.37, 0.225, -1.0), (0.12, 0.235, 1.0))
    ]
    roof = cut(
        cut(
            box(BODY, (-0.14, 0.22, 0), (0.70, 0.26, 0.34), 0.13), (0.42, 0.2, 0), (1, 0.85, 0), 0.1
        ),
        (-0.74, 0.2, 0),
        (-1, 0.75, 0),
        0.1,
    )
    return (
        box(BODY, (0, -0.06, 0), (1.12, 0.17, 0.41), 0.10),
        box(BODY, (0.62, 0.02, 0), (0.50, 0.13, 0.38), 0.10),
        rod(BODY, ((-1.10, 0.05, 0.36), (-0.40, 0.05, 0.40)), (0.04, 0.10), 0.08),
        roof,
        *windows,
        rod(METAL, ((-1.02, 0.02, 0.415), (1.04, 0.02, 0.415)), (0.014, 0.014)),
        rod(METAL, ((-1.14, -0.16, 0.30), (-1.02, -0.16, 0.42)), (0.05, 0.05)),
        rod(METAL, ((1.14, -0.16, 0.30), (1.04, -0.16, 0.42)), (0.05, 0.05)),
        ball(LAMP, (1.08, 0.02, 0.32), (0.07, 0.08, 0.08)),
        *wheels,
    )


def boat() -> tuple[Part, ...]:
    """Return a sailing boat with its water line at y = 0."""
    hull = cut(ball(BODY, (0, 0.24, 0), (1.06, 0.52, 0.32)), (0, 0.24, 0), (-0.08, 1, 0), 0.03)
    main = cut(
        cut(ball(LAMP, (0.12, 0.36, 0), (0.98, 1.80, 0.10)), (0.04, 0, 0), (1, 0, 0)),
        (0, 0.46, 0),
        (0, -1, 0),
    )
    jib = cut(
        cut(ball(TRIM, (0.02, 0.40, 0.04), (0.92, 1.44, 0.08)), (0.16, 0, 0), (-1, 0, 0)),
        (0, 0.50, 0),
        (0.12, -1, 0),
    )
    return (
        hull,
        rod(TRIM, ((-1.0, 0.25, 0.02), (1.04, 0.32, 0.02)), (0.035, 0.035)),
        rod(DARK, ((0.09, 0.2, 0), (0.09, 2.22, 0)), (0.024, 0.014)),
        rod(DARK, ((0.09, 0.44, 0.04), (-0.84, 0.44, 0.04)), (0.018, 0.014)),
        main,
        jib,
        rod(TRIM, ((0.09, 2.20, 0), (-0.22, 2.24, 0)), (0.03, 0.012), 0.0, 0.4),
    )


def rocket() -> tuple[Part, ...]:
    """Return a rocket with its nose at x = 1.25 and its nozzle at x = -1.0."""
    hull = cut(ball(LAMP, (0, 0, 0), (1.25, 0.34, 0.34)), (-0.92, 0, 0), (-1, 0, 0), 0.02)
    nose = cut(ball(BODY, (0, 0, 0), (1.255, 0.348, 0.348)), (0.72, 0, 0), (-1, 0, 0), 0.0)
    fins = [
        rod(
            BODY,
            ((-0.46, y * 0.30, z * 0.30), (-1.12, y * 0.62, z * 0.62)),
            (0.20, 0.09),
            0.02,
            flat,
        )
        for y, z, flat in ((1, 0, 0.22), (-1, 0, 0.22), (0, 1, 0.35))
    ]
    return (
        hull,
        nose,
        *fins,
        ring(BODY, (-0.30, 0, 0), (0.345, 0.350, 0.05), 0.012, (0, 0, 90)),
        ring(METAL, (-0.92, 0, 0), (0.17, 0.24, 0.14), 0.025, (0, 0, 90)),
        ball(METAL, (0.34, 0.04, 0.27), (0.165, 0.165, 0.08)),
        ball(GLASS, (0.34, 0.04, 0.29), (0.125, 0.125, 0.085)),
    )
