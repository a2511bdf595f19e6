"""The reader's memory without the fuzzer's own: `python -m tests.fuzz.steady COUNT FOLDER...`."""

import json
import random
import sys
import warnings
from pathlib import Path

import psutil

from tests.fuzz.reading import read

WARM_UP = 0.1  # share of the inputs after which memory is first measured


def main() -> None:
    """Read so many changed files of the folders; print the memory early and at the end, in MB."""
    warnings.simplefilter("ignore")  # Pillow's, of what is broken
    count, *folders = sys.argv[1:]
    files = [file.read_bytes() for folder in folders for file in sorted(Path(folder).iterdir())]
    chance, process = random.Random(0), psutil.Process()
    measured = []
    for end in (round(WARM_UP * int(count)), int(count)):
        for _ in range(end - (measured[0][0] if measured else 0)):
            read(_changed(chance.choice(files), chance))
        measured.append((end, process.memory_info().rss))
    print(json.dumps([memory / 1e6 for _, memory in measured]))  # noqa: T201


def _changed(file: bytes, chance: random.Random) -> bytes:
    changed = bytearray(file)
    for _ in range(chance.randint(0, 4) if file else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


if __name__ == "__main__":
    main()
