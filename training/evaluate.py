"""`make evaluate`: what the present artifact reaches on every suite, through the service."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from adapters.classifiers.manifest import Manifest
from training.evaluation import Scores, evaluate, table
from training.recipe import ROOT
from web.settings import Settings

REPORT = ROOT / "docs" / "evaluation.md"


def report(model: str, scores: Mapping[str, Scores]) -> str:
    """Return the page that says how a model did, as Markdown."""
    return f"""# Evaluation

What `make evaluate` found of the model `{model}`: every image posted to `POST /api/predict`,
written by people that the model never learnt from. Shares in percent.

- *right*: the digit is right, whether it is certain enough to be told or not;
- *told and right*, *right among told*: with the threshold of 60 %;
- *refused*: not told; what one wants of letters, signs and scribbles, and not of digits;
- *calibration error*: expected, in ten bins of equal mass; *brier*: mean squared error of the
  certainty. What is no digit has no right answer, so that these say nothing of it.

{table(scores)}

How the images of each suite are made: `training/suites.py`.
"""


def main() -> None:
    """Print the scores of each suite; of the whole suites, write the report too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, help="cases of each suite; without it, all")
    parser.add_argument("--report", type=Path, default=REPORT)
    options = parser.parse_args()
    scores = {judged.name: judged.scores() for judged in evaluate(limit=options.limit)}
    print(table(scores))  # noqa: T201
    if options.limit is None:
        model = Manifest.beside(Settings().model).version
        options.report.write_text(report(model, scores), "utf-8")


if __name__ == "__main__":
    main()
