"""Plots of the data and of the results."""

import io
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image
from sklearn.metrics import ConfusionMatrixDisplay

from swagdigit import DigitImage
from training.datasets import Ink
from training.scores import SuiteResult


def sheet(ink: Ink, columns: int = 24) -> Image.Image:
    """Return n x 784 ink as dark digits on light paper, in rows of so many."""
    side = DigitImage.SIDE
    rows = -(-len(ink) // columns)
    page = np.zeros((rows * columns, side, side), np.uint8)
    page[: len(ink)] = ink.reshape(-1, side, side)
    tiled = page.reshape(rows, columns, side, side).swapaxes(1, 2)
    return Image.fromarray(255 - tiled.reshape(rows * side, columns * side))


def reliability(
    result: SuiteResult,
    bins: int = 10,
    *,
    certainty: str = "certainty",
    right: str = "share right",
) -> Figure:
    """Plot a reliability diagram: how often the service was right against its certainty."""
    figure, axes = plt.subplots(figsize=(4.5, 4.5))
    axes.plot((0, 1), (0, 1), color="grey", linestyle=":")
    groups = np.array_split(np.argsort(result.certainties), bins)
    axes.plot(
        [result.certainties[group].mean() for group in groups],
        [result.right[group].mean() for group in groups],
        marker="o",
    )
    axes.set(xlabel=certainty, ylabel=right, title=result.name)
    return figure


def confusion(result: SuiteResult) -> Figure:
    """Plot the confusion matrix of all answers, told or not."""
    figure, axes = plt.subplots(figsize=(5.5, 5.5))
    ConfusionMatrixDisplay.from_predictions(
        [case.label for case in result.cases],
        [answer.digit for answer in result.answers],
        labels=range(10),
        colorbar=False,
        cmap="Blues",
        ax=axes,
    )
    axes.set(xlabel="chiffre lu", ylabel="chiffre écrit", title=result.name)
    return figure


def risk_coverage(
    results: Sequence[SuiteResult],
    *,
    told: str = "share told",
    wrong: str = "share wrong among told",
) -> Figure:
    """Plot the risk-coverage curves: errors among what is told against the share that is told."""
    figure, axes = plt.subplots(figsize=(6, 4))
    for result in results:
        order = np.argsort(-result.certainties)
        counted = np.arange(1, len(order) + 1)
        errors = np.cumsum(~result.right[order])
        axes.plot(counted / len(order), errors / counted, label=result.name)
    axes.set(xlabel=told, ylabel=wrong, xlim=(0.5, 1), ylim=(0, 0.05))
    axes.legend(fontsize="small")
    return figure


def mistakes(result: SuiteResult, count: int = 24) -> Figure:
    """Show the wrong answers of the highest certainty."""
    wrong = np.flatnonzero(~result.right)
    worst = wrong[np.argsort(-result.certainties[wrong])][:count]
    figure, axes = plt.subplots(-(-count // 12), 12, figsize=(14, 1.5 * -(-count // 12)))
    for axis, number in zip(axes.flat, worst, strict=False):
        case, answer = result.cases[number], result.answers[number]
        axis.imshow(Image.open(io.BytesIO(case.file)), cmap="grey")
        axis.set_title(
            f"{case.label} → {answer.digit}, {answer.certainty:.0%}", fontsize="x-small"
        )
    for axis in axes.flat:
        axis.set(xticks=[], yticks=[])
    return figure


def directions(features: NDArray[np.float32], digit: Ink) -> Figure:
    """Plot a digit, and how strongly its edges point in each of the eight directions."""
    figure, axes = plt.subplots(1, 9, figsize=(10, 1.4))
    axes[0].imshow(255 - digit.reshape(28, 28), cmap="grey")
    for number, cells in enumerate(features.reshape(8, 7, 7)):
        axes[number + 1].imshow(cells, cmap="magma", vmin=0, vmax=features.max())
        axes[number + 1].set_title(f"{45 * number}°", fontsize="small")
    for axis in axes:
        axis.set_axis_off()
    return figure
