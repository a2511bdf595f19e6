"""Coverage-guided fuzzing of the image reader: `python -m tests.fuzz.fuzz_reader -runs=1000`."""

import sys
import warnings

import atheris

with atheris.instrument_imports(include=["PIL", "adapters"]):
    from tests.fuzz.reading import read


def main() -> None:
    """Fuzz as libFuzzer's options say."""
    warnings.simplefilter("ignore")  # Pillow's, of what is broken
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
