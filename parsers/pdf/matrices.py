"""Points and how a PDF moves them."""

from __future__ import annotations

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
Points = list[tuple[float, float]]


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """One transformation after another."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def moved(point: tuple[float, float], matrix: Matrix) -> tuple[float, float]:
    """A point after a transformation."""
    x, y = point
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
