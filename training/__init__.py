"""What the notebook calls: data, augmentation, training, evaluation, export."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
"""The checkout: training writes its artifact and its documents into it."""

ARTIFACT = ROOT / "artifacts" / "digit_classifier.pkl"
"""What the notebook exports to, whatever model the settings name."""
