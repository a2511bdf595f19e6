"""`make evaluate`: the scores of the present artifact on every suite, through the service."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from training import ARTIFACT, ROOT, plots
from training.evaluation import SAMPLE, evaluate
from training.export import add_sample_scores, add_scores
from training.looks import LOOKS
from training.scores import Scores, SuiteResult, table
from training.uncertainty import Uncertainty, uncertainty_table

REPORT = ROOT / "docs" / "evaluation.md"


def report(model: str, results: Sequence[SuiteResult]) -> str:
    """Return the page of the evaluation of a model, as Markdown."""
    drawn = [result for result in results if any(case.contested for case in result.cases)]
    left_out = sum(case.contested for case in drawn[0].cases)
    sureness = {result.name: Uncertainty.of(result) for result in drawn}
    first = sureness[drawn[0].name]
    errors = [100 * estimate.standard_error for estimate in first.estimates.values()]
    return f"""# Evaluation

What `make evaluate` found of the model `{model}`: every image posted to `POST /api/predict`,
written by people that the model never learnt from: a file of UNIPEN is put aside if its writer has
another that is learnt from (`training/writers.py`). Shares in percent.

- *right*: the digit is right, whether it is certain enough to be told or not;
- *told and right*, *right among told*: with the threshold of 60 %;
- *refused*: not told; what one wants of letters, signs and scribbles, and not of digits;
- *calibration error*: expected, in ten bins of equal mass; *brier*: mean squared error of the
  certainty. What is no digit has no right answer, so that these say nothing of it.

{table(_scores(results))}

How the images of each suite are made: `training/suites.py`.

## How sure these figures are

Who draws counts more than how many drawings there are: {100 * first.three_most:.0f} % of {drawn[0].name}'s drawings are of three people, and
the drawings of one hand fail together. For other writers the measures would be in these intervals 95 times of 100: whole
writers are drawn anew (bootstrap, `training/uncertainty.py`). Of {drawn[0].name}, one standard error is {errors[0]:.2f} points of
what is right, {errors[1]:.2f} of what is told and right, {errors[2]:.2f} of right among told. *Mean*: over the
writers, each with the same weight; the interval is not of it.

{uncertainty_table(sureness)}

## Without what is labelled wrongly

Of the test writers' recordings, {left_out} have a label that contradicts what anyone sees: a bracket called 0,
a curl called 8 (listed in `training/contested.py`). Above, they count like all others; without them:

{table(_scores([result.uncontested() for result in drawn]))}

## Is the certainty true?

![How often it was right, against how certain it was](images/evaluation/reliability.png)
![Share of errors against share told](images/evaluation/risk-coverage.png)

## The worst mistakes

Digits drawn on the canvas, wrong and told with the most certainty: what was meant, what was told.

![Wrong answers given with the most certainty](images/evaluation/mistakes.png)
"""


def plot(results: Sequence[SuiteResult], folder: Path) -> None:
    """Write the plots that the page shows into the folder."""
    canvas = next(result for result in results if result.name == "canvas")
    digits = [result for result in results if result.name in {*LOOKS, "mnist"}]
    figures = {
        "reliability": plots.reliability(canvas),
        "risk-coverage": plots.risk_coverage(digits),
        "mistakes": plots.mistakes(canvas),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, figure in figures.items():
        figure.savefig(
            folder / f"{name}.png", dpi=80, bbox_inches="tight", metadata={"Software": None}
        )


def _scores(results: Sequence[SuiteResult]) -> dict[str, Scores]:
    return {result.name: result.scores() for result in results}


def _keep_sample() -> None:
    """
    Write the scores of the sample that a test repeats into the manifest.

    They are no part of the others: the pictures of fewer cases are drawn with other chance.
    """
    add_sample_scores(ARTIFACT, _scores(list(evaluate(limit=SAMPLE))))


def main() -> None:
    """Print the scores of each suite; of the whole suites, write the report and the manifest too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, help="cases of each suite; without it, all")
    parser.add_argument("--report", type=Path, default=REPORT)
    parser.add_argument("--sample", action="store_true", help="only what a test repeats")
    options = parser.parse_args()
    if options.sample:
        _keep_sample()
        return
    results = list(evaluate(limit=options.limit))
    scores = _scores(results)
    print(table(scores))  # noqa: T201
    if options.limit is None:
        model = add_scores(ARTIFACT, scores).version
        options.report.write_text(report(model, results), "utf-8")
        plot(results, options.report.parent / "images" / "evaluation")
        _keep_sample()


if __name__ == "__main__":
    main()
