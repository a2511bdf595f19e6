"""The folder of a run that is complete, or that another one takes the place of."""

import pyarrow as pa
import pytest

from bulk.atomic import UNFINISHED
from bulk.errors import RunRefused
from bulk.options import RunOptions
from bulk.reading import ReadingSettings
from bulk.resuming import begin_or_resume
from bulk.run_folder import RunFolder


def test_nothing_is_left_of_a_run(tmp_path):
    """Not even of one that was killed while it wrote a part."""
    run = RunFolder(tmp_path / "results.csv")
    with run.locked():
        run.write_manifest({})
        run.save_part(0, pa.table({"image": ["a.png"]}))
        (run.path / "next-plan.jsonl").write_bytes(b"")
        for name in ("plan.jsonl", "part-000000001.parquet"):
            (run.path / UNFINISHED.replace("*", name)).write_bytes(b"half")
        run.clear()

    assert list(tmp_path.iterdir()) == []


def test_a_run_of_nothing_takes_no_ones_place(tmp_path):
    """It is refused, even with --overwrite, and the run that was begun can still be resumed."""
    (tmp_path / "scan.png").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    settings = ReadingSettings("digits-1", 60, 1000, 1000)
    run = RunFolder(tmp_path / "results.csv")
    with run.locked():
        begin_or_resume(run, _overwriting(tmp_path, "scan.png"), settings)
        run.save_part(0, pa.table({"image": ["scan.png"]}))
        begun = _contents(run.path)

        with pytest.raises(RunRefused, match="there are no images in"):
            begin_or_resume(run, _overwriting(tmp_path, "empty"), settings)

        assert _contents(run.path) == begun


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"], ids=["empty", "cut off", "no text"])
def test_a_damaged_manifest_is_told(tmp_path, content):
    """What it was begun with is not known any more: a person decides whether the rest may go."""
    run = RunFolder(tmp_path / "results.csv")
    run.path.mkdir()
    (run.path / "order.json").write_bytes(content)

    with (
        pytest.raises(RunRefused, match=f"order.json is damaged: remove {run.path}"),
        run.locked(),
    ):
        pass


def test_a_refused_run_is_forgotten_unless_it_was_begun_before(tmp_path):
    """Workers that are not there have begun nothing, and take nothing of an earlier command."""
    (tmp_path / "scan.png").write_bytes(b"")
    options = RunOptions((str(tmp_path),), tmp_path / "results.csv")
    run = RunFolder(options.out)

    def begin(*, refused):
        with run.locked():
            begin_or_resume(run, options, ReadingSettings("digits-1", 60, 1000, 1000))
            if refused:
                raise RunRefused

    with pytest.raises(RunRefused):
        begin(refused=True)
    assert not run.path.exists()

    begin(refused=False)
    begun = _contents(run.path)
    with pytest.raises(RunRefused):
        begin(refused=True)
    assert _contents(run.path) == begun


@pytest.mark.parametrize(
    ("name", "out"),
    [
        ("scans", "scans/deep/../results.csv"),
        ("link", "scans/results.csv"),
        ("link/*", "scans/results.csv"),
        ("scans", "link/results.csv"),
    ],
)
def test_a_run_passes_over_its_own_files(tmp_path, name, out):
    """However they and the images are named, through links too, so that it can be resumed."""
    (tmp_path / "scans" / "deep").mkdir(parents=True)
    (tmp_path / "scans" / "scan.png").write_bytes(b"")
    (tmp_path / "link").symlink_to("scans")
    options = RunOptions((str(tmp_path / name),), tmp_path / out)
    settings = ReadingSettings("digits-1", 60, 1000, 1000)
    run = RunFolder(options.out)
    with run.locked():
        begun = begin_or_resume(run, options, settings)
        options.out.write_text("results")

        assert begun == begin_or_resume(run, options, settings) == 1


def _overwriting(folder, name):
    return RunOptions(
        (str(folder / name),), folder / "results.csv", archive_images=False, overwrite=True
    )


def _contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}
