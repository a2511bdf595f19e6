"""`swagdigit`: the command line."""

import argparse
import signal
import sys
from pathlib import Path
from typing import NoReturn

from bulk.interrupts import held

NOT_BEGUN, INTERRUPTED = 2, 3
"""The exit status if no run was begun, which argparse uses too, and if it was broken off."""

FORMATS = (".parquet", ".csv", ".jsonl")
"""The suffixes of result files; known here even if what writes them is not installed."""

_EXTRA_PACKAGES = {"dask", "distributed", "fsspec", "pyarrow", "tqdm"}

_EPILOG = """\
A folder is read with all folders in it, and a zip with all that is in it but further zips, each of
which is a row without a digit; hidden files are passed over. Every image gets a row: the digit, or
the reason why there is none. Of a file with several pictures (a TIFF of several pages, an animation)
the first is read. The settings of the service hold here too: SWAGDIGIT_THRESHOLD is the least
certainty that is told, SWAGDIGIT_MAX_BYTES the largest file. S3 is reached as the variables
AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and so on say. The workers of a Dask cluster need the
same: other settings break the run off, and without keys they read no object.

A run that was broken off goes on where it was when the same command is given again. What is
finished lies beside the results, in the folder RESULTS.parts, until all of it is joined.

exit status:
  0  all images were read
  1  the results are written, but some images could not be read
  2  nothing was begun
  3  the run was broken off
"""


def main() -> NoReturn:
    """Run the command line, and exit with its status."""
    try:
        sys.exit(_read(_parser().parse_args()))
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is impatient disturbs the end no more
        print_error("stopped; the same command goes on")
        sys.exit(INTERRUPTED)


def _read(arguments: argparse.Namespace) -> int:
    try:
        # Not at the top: if the extra is not installed, people are told how to install it.
        with held():  # some libraries tell what comes in the middle of their import themselves
            from bulk.command import read  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA_PACKAGES:
            raise
        print_error(f"{error.name} is missing: it comes with `poetry install --extras bulk`")
        return NOT_BEGUN
    return read(arguments)


def print_error(sentence: str) -> None:
    """Write a sentence to standard error, after the name of the program."""
    sys.stderr.write(f"swagdigit: {sentence}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("swagdigit", description="Reads handwritten digits.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    read = commands.add_parser(
        "read",
        help="read many images, and write what is on them to a file",
        description="Read many images, and write what is on them to a file, a row for each.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    read.add_argument(
        "images",
        nargs="+",
        metavar="IMAGES",
        help="a file, a folder, a zip, a pattern in quotes as 'scans/**/*.png', or the same on S3"
        " as s3://bucket/scans",
    )
    read.add_argument(
        "--out",
        type=_result_file,
        required=True,
        metavar="RESULTS",
        help=f"where the rows are written to, or a link to it; the name ends in {', '.join(FORMATS)}",
    )
    read.add_argument(
        "--overwrite", action="store_true", help="replace what is there of another run"
    )
    read.add_argument(
        "--archive",
        action="store_true",
        help="keep the images in the archive too, as the service does; those that a broken off run"
        " was at may be kept twice",
    )
    where = read.add_mutually_exclusive_group()
    where.add_argument(
        "--workers",
        type=_positive_int,
        metavar="N",
        help="how many processes read on this machine; as many as it has processors if not said",
    )
    where.add_argument(
        "--scheduler",
        type=_address,
        metavar="ADDRESS",
        help="let the workers of a Dask cluster read, as tcp://host:8786; they have to see the"
        " images under the same paths",
    )
    return parser


def _result_file(text: str) -> Path:
    path = Path(text)
    if path.suffix not in FORMATS:
        raise argparse.ArgumentTypeError(f"the name has to end in {', '.join(FORMATS)}: {text}")
    return _behind_link(path) if path.is_symlink() else path


def _behind_link(link: Path) -> Path:
    """Return the file that a link leads to: the link stays, as with whatever else writes to one."""
    file = link.resolve()
    if file.suffix != link.suffix:
        raise argparse.ArgumentTypeError(
            f"{link} is a link to {file}, whose name has to end in {link.suffix}, too"
        )
    return file


def _address(text: str) -> str:
    if not text:  # of a variable that is not set, say: nobody means this machine by it
        raise argparse.ArgumentTypeError("the address is empty")
    return text


def _positive_int(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"a number from 1 on is expected, not {text}")
    return int(text)
