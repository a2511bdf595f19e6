"""A sheet of paper that lies on a table: where it is on a photo, and the photo without the table."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.paper.border import border_of
from adapters.images.shapes.pieces import TOUCHING, largest_of
from adapters.images.shapes.rectangles import area_around
from adapters.images.shapes.runs import Mask
from adapters.images.tones.otsu import otsu_threshold
from adapters.images.tones.quantiles import quantile

_GRID = 160  # pixels a side on which a sheet is looked for
_LEAST_SIDE = 100  # pixels; a smaller picture was cut out of the paper
_CONTRAST = 40  # levels by which the sheet is lighter than the table, at least
_LEAST, _MOST = 0.15, 0.9  # of the picture, that a sheet covers
_MOST_CUT_OFF = 0.3  # of the picture's border, that is as light: light and shadow cover more
# Of what is beside a sheet, that is as light; of paper cut in two by a digit, more is.
_LIGHT_BESIDE = 0.1
_RECTANGULAR = 0.85  # of the least rectangle around it, that a sheet fills, seen askew
_TURNS = np.radians(np.arange(0, 90, 5))
_WIDEST_GAP = 5  # of the grid's pixels; a stroke that leaves the sheet is no wider
_WIDEST_BUMP = 8  # of the same, as a radius; a cup or a pen that touches the sheet is no wider
_SHARP = 0.6  # of the contrast between sheet and table, at the edge; light that grows dim has less
_SOFT = 2  # of the grid's pixels, to which an edge is soft
_EDGE = 0.012  # of the longer side of the picture, along a sheet's edge, that is left out
_WRITTEN = 20  # levels by which something on the sheet is darker than it


def without_table(
    values: NDArray[np.uint8], grey: NDArray[np.float32]
) -> NDArray[np.uint8] | None:
    """
    Return the part of a photo that a sheet of paper is on, and what is beside the sheet as if it went on.

    Args:
        values: of the photo, height x width (x 3).
        grey: the levels of the same, height x width.

    Returns:
        None if there is no such sheet, or nothing on it.
    """
    if min(grey.shape) < _LEAST_SIDE:
        return None
    if border_of(grey).mean() >= grey.mean():
        return None  # the table is darker, and around the sheet
    step = max(1, round(max(grey.shape) / _GRID))
    coarse = ndimage.uniform_filter(grey, max(step, 3), mode="nearest")[::step, ::step]
    sheet = _sheet(coarse)
    if sheet is None or not _is_written_on(coarse[sheet]):
        return None
    sheet = np.repeat(np.repeat(sheet, step, 0), step, 1)[: len(grey), : grey.shape[1]]
    place = tuple(slice(where.min(), where.max() + 1) for where in np.nonzero(sheet))
    nearest = ndimage.distance_transform_edt(
        ~sheet[place], return_distances=False, return_indices=True
    )
    return np.asarray(values[place][tuple(nearest)])


def _sheet(coarse: NDArray[np.float32]) -> Mask | None:
    """Return where the sheet is, but for its edge; None if what is lightest is no sheet."""
    light = coarse > otsu_threshold(coarse.astype(np.uint8))
    if not light.any() or border_of(light).mean() > _MOST_CUT_OFF:
        return None
    contrast = float(coarse[light].mean() - coarse[~light].mean())
    if contrast < _CONTRAST:
        return None
    sheet = _without_holes_and_bumps(light)
    if not (
        _LEAST <= sheet.mean() <= _MOST
        and light[~sheet].mean() <= _LIGHT_BESIDE
        and np.count_nonzero(sheet) >= _RECTANGULAR * area_around(sheet, _TURNS)
        and _step_at_edge(coarse, sheet) >= _SHARP * contrast
    ):
        return None
    edge = max(2, round(_EDGE * max(sheet.shape)))
    inside = ndimage.binary_erosion(sheet, iterations=edge, border_value=1)
    return inside if inside.any() else None


def _without_holes_and_bumps(light: Mask) -> Mask:
    """Return the largest piece without what is written on it, and without what lies beside it."""
    framed = np.pad(light, 2 * _WIDEST_GAP)
    closed = ndimage.binary_closing(framed, iterations=_WIDEST_GAP)
    inside = slice(2 * _WIDEST_GAP, -2 * _WIDEST_GAP)
    filled = ndimage.binary_fill_holes(largest_of(closed[inside, inside]))
    kept = np.pad(filled, _WIDEST_BUMP, mode="edge")
    opened = ndimage.binary_opening(kept, TOUCHING, iterations=_WIDEST_BUMP)
    return largest_of(opened[_WIDEST_BUMP:-_WIDEST_BUMP, _WIDEST_BUMP:-_WIDEST_BUMP])


def _step_at_edge(levels: NDArray[np.float32], sheet: Mask) -> float:
    """Return how much lighter it is just inside of the edge than just outside."""
    edge = sheet ^ ndimage.binary_erosion(sheet, border_value=1)
    away = ndimage.distance_transform_cdt(~edge)
    near = (away > _SOFT) & (away <= 2 * _SOFT)
    outside = near & ~sheet
    return float(levels[near & sheet].mean() - levels[outside].mean()) if outside.any() else 0


def _is_written_on(paper: NDArray[np.float32]) -> bool:
    return quantile(paper, 0.5) - quantile(paper, 0.005) >= _WRITTEN
