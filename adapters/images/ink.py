"""From a picture to its ink: where, and how strongly, something is drawn on the paper."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from adapters.images.clutter.printed import is_framed, without_print
from adapters.images.clutter.shadows import without_shadows
from adapters.images.clutter.surroundings import without_surroundings
from adapters.images.files.pixels import pixels_of
from adapters.images.paper.border import border_of, corners_of, inside_of_frame, is_even
from adapters.images.paper.cutting import is_cut_close
from adapters.images.paper.note import without_note
from adapters.images.paper.panel import panel_in
from adapters.images.paper.photo import photo_in
from adapters.images.paper.sheet import without_table
from adapters.images.paper.transparency import is_opaque, without_transparency
from adapters.images.paper.two_tones import two_tones
from adapters.images.shapes.box import Box
from adapters.images.tones.colours import difference_from, early_grey, grey_of, unlike_the_corner
from adapters.images.tones.levels import Ink
from adapters.images.tones.uneven import ink_in_uneven_light

_LEAST_SIDE = 64  # pixels; on fewer, there is nothing beside the digit


def find_ink(picture: Image.Image) -> Ink:
    """Return how much each pixel differs from the paper, whatever the colours and the light."""
    return ink_on(pixels_of(picture))


def ink_on(values: NDArray[np.uint8]) -> Ink:
    """
    Return the same of pixels, height x width (x 3, or x 4 if some may be transparent).

    What is left out of it is paper: from a drawing on paper of one colour, all around the ink.
    """
    drawn = _drawn_part(values)
    if not is_opaque(values if drawn is None else drawn):
        values = without_transparency(values)
        drawn = _drawn_part(values)
    if drawn is None:
        return _cleaned(_ink_up_to_the_border(early_grey(values)))
    drawn = early_grey(drawn)
    ink = difference_from(drawn, drawn[0, 0])
    if min(ink.shape) < _LEAST_SIDE:
        return ink
    if not is_framed(ink):
        panel = panel_in(ink)
        return ink if panel is None else _cleaned(_ink_up_to_the_border(drawn[panel]))
    # Of a box, of all of the paper on a table of one colour, or of a photo on a page.
    inside = inside_of_frame(ink) or photo_in(ink)
    return _cleaned(_ink_up_to_the_border(drawn[inside]) if inside else ink)


def _cleaned(ink: Ink) -> Ink:
    """Return the ink without what was on the paper, or beside it, before anybody wrote."""
    if min(ink.shape) < _LEAST_SIDE:
        return ink
    return without_surroundings(without_shadows(without_print(ink)))


def _ink_up_to_the_border(values: NDArray[np.uint8]) -> Ink:
    """Return the ink on paper that is not of one colour all around it."""
    border = border_of(values)
    # A digit that is cut out closely reaches most of the border now and then, but few corners.
    papers = [np.median(border, axis=0), np.median(corners_of(values), axis=0)]
    if np.array_equal(*papers):
        papers.pop()
    inks = [difference_from(values, paper) for paper in papers]
    for ink in inks:
        if (inside := inside_of_frame(ink)) is not None:
            return _ink_up_to_the_border(values[inside])
    if (photo := photo_in(inks[-1])) is not None:
        return _ink_up_to_the_border(values[photo])
    grey = grey_of(values)
    sheet = without_table(values, grey)
    if sheet is not None:
        return _ink_up_to_the_border(sheet)
    if is_even(border_of(inks[0])):
        return without_note(inks[0], grey)
    return _ink_without_margins(values, grey, inks)


def _ink_without_margins(
    values: NDArray[np.uint8], grey: NDArray[np.float32], inks: Sequence[Ink]
) -> Ink:
    """Return the ink that reaches the border: one of those that it may be, or another."""
    heavy = two_tones(grey)
    if heavy and heavy.is_sure:
        return heavy.ink
    for ink in reversed(inks):
        if is_cut_close(ink):
            return ink
    return heavy.ink if heavy else ink_in_uneven_light(grey, values)


def _drawn_part(values: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """
    Return the part of the page that is not as its corner, and a pixel around it.

    A page of one colour is a pixel of it. If what is drawn reaches the border, there is no such part.
    """
    height, width = values.shape[:2]
    unlike = unlike_the_corner(values)
    box = Box.around_marks(unlike)
    if box is None:
        return values[:1, :1]
    channels = unlike.shape[1] // width
    left, right = box.left // channels, (box.right - 1) // channels
    if min(box.top, left) == 0 or box.bottom == height or right == width - 1:
        return None
    # Whatever is done with it is done in fewer steps than row by row.
    return np.ascontiguousarray(values[box.top - 1 : box.bottom + 1, left - 1 : right + 2])
