"""The READMEs' scores: `python -m tests.project.figures` copies them from the model's manifest."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
READMES = (CHECKOUT / "README.md", CHECKOUT / "README.fr.md")
MEASURES = ("right", "right_among_told", "refused", "calibration_error")
ROW = re.compile(r"^(\| [^|]+ <!-- scores of (.+?) --> \|).*$", re.MULTILINE)


def scores() -> Mapping[str, Mapping[str, float]]:
    """Return each suite's scores, shares of 1, as the model's manifest has them."""
    manifest = CHECKOUT / "artifacts" / "digit_classifier.json"
    return json.loads(manifest.read_text())["scores"]


def with_scores(text: str, scores: Mapping[str, Mapping[str, float]], *, french: bool) -> str:
    """Return the text with its marked rows filled in, in percent."""

    def filled(row: re.Match[str]) -> str:
        shares = " | ".join(f"{100 * scores[row[2]][measure]:.2f} %" for measure in MEASURES)
        return f"{row[1]} {shares.replace('.', ',') if french else shares} |"

    return ROW.sub(filled, text)


def is_french(readme: Path) -> bool:
    """Say whether a README is the French one."""
    return ".fr" in readme.suffixes


def main() -> None:
    """Fill in both READMEs."""
    for readme in READMES:
        text = with_scores(readme.read_text(), scores(), french=is_french(readme))
        readme.write_text(text)


if __name__ == "__main__":
    main()
