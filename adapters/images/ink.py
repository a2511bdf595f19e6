"""From a picture to its ink: where, and how strongly, something is drawn on the paper."""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from adapters.images.box import Box
from adapters.images.cutting import is_cut_close
from adapters.images.light import Ink
from adapters.images.note import without_note
from adapters.images.panel import panel_in
from adapters.images.paper import border_of, corners_of, inside_of_frame, is_even
from adapters.images.photo import photo_in
from adapters.images.pixels import pixels_of
from adapters.images.printed import is_framed, without_print
from adapters.images.shadows import without_shadows
from adapters.images.sheet import without_table
from adapters.images.surroundings import without_surroundings
from adapters.images.transparency import is_opaque, without_transparency, words_of
from adapters.images.two_tones import two_tones
from adapters.images.uneven import ink_in_uneven_light

_CHANNELS = 4
_LEAST_SIDE = 64  # pixels; on fewer, there is nothing beside the digit
_TWO_CHANNELS = 0xFFFF


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
        return _cleaned(_ink_up_to_the_border(_early_grey(values)))
    drawn = _early_grey(drawn)
    ink = _difference(drawn, drawn[0, 0])
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
    inks = [_difference(values, paper) for paper in papers]
    for ink in inks:
        if (inside := inside_of_frame(ink)) is not None:
            return _ink_up_to_the_border(values[inside])
    if (photo := photo_in(inks[-1])) is not None:
        return _ink_up_to_the_border(values[photo])
    grey = _grey(values)
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
    unlike = _unlike_the_corner(values)
    box = Box.around_marks(unlike)
    if box is None:
        return values[:1, :1]
    channels = unlike.shape[1] // width
    left, right = box.left // channels, (box.right - 1) // channels
    if min(box.top, left) == 0 or box.bottom == height or right == width - 1:
        return None
    # Whatever is done with it is done in fewer steps than row by row.
    return np.ascontiguousarray(values[box.top - 1 : box.bottom + 1, left - 1 : right + 2])


def _unlike_the_corner(values: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mark what is not as the corner, height x (width x channels); four channels count as one."""
    if values.shape[2:] == (_CHANNELS,):
        pixels = words_of(values)
        return np.asarray(pixels != pixels[0, 0])
    height, width = values.shape[:2]
    # Wide rows are worked on far faster than pixels of three channels.
    return np.asarray(values.reshape(height, -1) != np.tile(values[0, 0], width))


def _early_grey(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return one channel of four, if the colours are all the same."""
    if values.shape[2:] != (_CHANNELS,):
        return values
    pixels = words_of(values)
    unlike = pixels >> 8  # green over red, blue over green
    unlike ^= pixels
    if np.bitwise_or.reduce(unlike, axis=None) & _TWO_CHANNELS:
        return values
    return pixels.astype(np.uint8)


def _grey(values: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the mean of red, green and blue."""
    if values.ndim == 2:
        return values.astype(np.float32)
    # Channel by channel: numpy is slow to add up three numbers beside each other.
    total = reduce(np.add, np.moveaxis(values[..., :3], -1, 0).astype(np.uint16))
    return np.asarray(total / 3, np.float32)


def _difference(values: NDArray[np.uint8], paper: NDArray[np.uint8 | np.float64]) -> Ink:
    """Return the largest difference from the paper's colour (0- or 1-dimensional) in any channel."""
    if not paper.ndim and paper == 255:
        return ~values  # white paper, as on most drawings
    # Wide rows are worked on far faster than pixels of three channels.
    lines = values.reshape(len(values), -1)
    colour = np.tile(np.round(paper).astype(np.uint8), lines.shape[1] // max(paper.size, 1))
    difference = np.maximum(lines, colour) - np.minimum(lines, colour)
    channels = difference.reshape(values.shape)
    return reduce(np.maximum, np.moveaxis(channels, -1, 0)) if paper.ndim else channels
