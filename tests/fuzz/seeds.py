"""Write the hostile images to tests/fuzz/corpus, where the fuzzer begins."""

import hashlib
from pathlib import Path

from tests.fuzz.hostile import broken_pngs, odd_images

CORPUS = Path(__file__).with_name("corpus")
LARGEST = 4096  # bytes; a mutation of a small file reaches more of the code


def main() -> None:
    """Write each image under the name of its content, as libFuzzer does."""
    CORPUS.mkdir(exist_ok=True)
    for image in [*broken_pngs().values(), *odd_images().values()]:
        if len(image) <= LARGEST:
            (CORPUS / hashlib.sha1(image, usedforsecurity=False).hexdigest()).write_bytes(image)


if __name__ == "__main__":
    main()
