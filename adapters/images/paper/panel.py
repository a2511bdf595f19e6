"""A panel on a page: a plot with its axes beside it, a card with its shadow."""

import numpy as np

from adapters.images.paper.border import border_of, is_paper
from adapters.images.shapes.box import Place
from adapters.images.shapes.pieces import largest_in
from adapters.images.shapes.rectangles import is_a_sheet
from adapters.images.tones.levels import SHADE, Ink

_LEAST_SIDE = 64  # pixels
_SAMPLED = 8  # one row in so many says whether there may be one: most drawings have none
_EDGE = 0.015  # of the longer side of what is drawn, along a panel's edge, that is left out
_WRITTEN = 0.005  # of a panel, that is of another colour at least


def panel_in(drawn: Ink) -> Place | None:
    """
    Return the inside of a panel that covers most of what is drawn; None if there is no such thing.

    Args:
        drawn: the part of a page with all that differs from it.
    """
    if share_marked(drawn[::_SAMPLED]) <= 0.5:
        return None
    panel = largest_sheet(drawn)
    return panel if panel and _is_written_on(drawn[panel]) else None


def largest_sheet(drawn: Ink) -> Place | None:
    """Return the inside of the largest piece, if it fills a rectangle."""
    sheet, place = largest_in(drawn > SHADE)
    edge = max(2, round(_EDGE * max(drawn.shape)))
    if not is_a_sheet(sheet) or min(sheet.shape) < _LEAST_SIDE + 2 * edge:
        return None
    rows, columns = (slice(side.start + edge, side.stop - edge) for side in place)
    return rows, columns


def share_marked(drawn: Ink) -> float:
    """Return the share of all pixels that differ from the page."""
    return np.count_nonzero(drawn > SHADE) / drawn.size


def _is_written_on(panel: Ink) -> bool:
    """Say whether a panel is of one colour all around, and has something of another on it."""
    if not is_paper(border_of(panel)):
        return False
    away = np.abs(panel - np.median(border_of(panel))) > 2 * SHADE
    return bool(away.mean() >= _WRITTEN)
