"""What was on the paper before anybody wrote on it: rulings, and the boxes of forms."""

from collections.abc import Sequence

import numpy as np

from adapters.images.clutter.line_view import LineView
from adapters.images.clutter.lines import Line
from adapters.images.clutter.page import Lines, Page
from adapters.images.paper.border import border_of
from adapters.images.shapes.pieces import is_more_than_crumbs
from adapters.images.tones.levels import SHADE, Ink

_WHOLE = 0.5  # of a line that is known by where it ends, as a share of the page's width
_PARALLEL = 0.02  # by how much the rises of parallel lines differ at most
_ALONG = 0.06  # how near to the side of what is drawn a box is, as a share of its longer side
_FRAMED = 0.8  # of a side of a box that is a line, though askew


def without_print(ink: Ink) -> Ink:
    """
    Return the ink without the lines that were printed on the paper.

    A printed line is thin, straight, horizontal or vertical, and ends where the page or another one does.
    Where a stroke crosses it, the stroke is kept.
    """
    page = Page.of(ink)
    found = page.lines()
    whole = page.select(found, _is_whole)
    if not any(whole):
        return ink
    pen = page.pen()
    printed = _supported(page, whole, pen)
    if not any(printed):
        return ink
    printed = _with_siblings(page, printed, found)
    left = _cleared(ink, printed)
    if not is_more_than_crumbs(left > SHADE):
        left = _cleared(ink, _but_for_a_one(page, printed))
        return left if is_more_than_crumbs(left > SHADE) else np.zeros_like(ink)
    return ink if _is_a_stroke(page, printed, pen, left) else left


def is_framed(drawn: Ink) -> bool:
    """
    Say whether what is drawn may be in a box: it goes along the lower, the left and the right side.

    Args:
        drawn: the part of the page with all that is drawn.
    """
    reach = round(_ALONG * max(drawn.shape))
    return all(
        _share_of_ink(np.maximum.reduce(side, axis=axis)) >= _FRAMED
        for side, axis in ((drawn[-reach:], 0), (drawn[:, :reach], 1), (drawn[:, -reach:], 1))
    )


def _share_of_ink(line: Ink) -> float:
    return np.count_nonzero(line > SHADE) / len(line)


def _is_whole(view: LineView, line: Line, _across: Sequence[Line]) -> bool:
    return bool(line.span >= _WHOLE * view.ink.shape[1])


def _supported(page: Page, lines: Lines, pen: int) -> Lines:
    """
    Return the lines that end where the page or another of them does.

    Of a line that stands apart, or is far thinner than the pen, one end is enough.
    """

    def is_supported(view: LineView, line: Line, across: Sequence[Line]) -> bool:
        ends = _supported_ends(view, line, across)
        return ends == 2 or (ends == 1 and (_is_thin(view, line, pen) or view.is_apart(line)))

    while (fewer := page.select(lines, is_supported)) != lines:
        lines = fewer
    return lines


def _supported_ends(view: LineView, line: Line, across: Sequence[Line]) -> int:
    ends = view.reaches(line)
    for other in across:
        if all(ends):
            break
        left, right = view.meets(line, other)
        ends = ends[0] or left, ends[1] or right
    return sum(ends)


def _is_thin(view: LineView, line: Line, pen: int) -> bool:
    """Say whether a line is far thinner than the pen."""
    return view.thickness(line) <= pen / 2


def _with_siblings(page: Page, printed: Lines, found: Lines) -> Lines:
    """Add what strokes have left of further rulings: they begin at the border, and are parallel."""

    def further(view: LineView, known: Sequence[Line], others: Sequence[Line]) -> list[Line]:
        rises = [line.rise for line in known if all(view.reaches(line))]
        if len(rises) < 2:
            return []
        return [
            line
            for line in others
            if line not in known
            and min(rises) - _PARALLEL <= line.rise <= max(rises) + _PARALLEL
            and (any(view.reaches(line)) or view.is_cut_off(line))
        ]

    return Lines(
        printed.horizontal + further(page.horizontal, printed.horizontal, found.horizontal),
        printed.vertical + further(page.vertical, printed.vertical, found.vertical),
    )


def _cleared(ink: Ink, printed: Lines) -> Ink:
    """Return the ink without these lines, but with the strokes that cross them."""
    # What is left of a line where others cross it is no stroke any more when those are gone.
    turned = LineView.of(np.ascontiguousarray(ink.T)).without(printed.vertical)
    return LineView.of(np.ascontiguousarray(turned.T)).without(printed.horizontal)


def _is_a_stroke(page: Page, printed: Lines, pen: int, left: Ink) -> bool:
    """Say whether a line alone may belong to what was written: as thick, and that is cut off too."""
    if len(printed.horizontal) + len(printed.vertical) > 1:
        return False
    view, [line] = (
        (page.horizontal, printed.horizontal)
        if printed.horizontal
        else (page.vertical, printed.vertical)
    )
    return not _is_thin(view, line, pen) and bool((border_of(left) > SHADE).any())


def _but_for_a_one(page: Page, printed: Lines) -> Lines:
    """
    Return the lines without the one that may be a straight 1, if nothing else is left of the page.

    That is one that ends somewhere on the paper, or the vertical one in the middle of a box.
    """
    horizontal, vertical = printed
    ones = [line for line in vertical if _supported_ends(page.vertical, line, horizontal) < 2]
    if not ones and len(vertical) == 3 and horizontal:
        ones = sorted(vertical, key=lambda line: float(line.row_at(line.first)))[1:2]
    return Lines(horizontal, [line for line in vertical if line not in ones])
