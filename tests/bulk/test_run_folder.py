"""The folder of a run that is complete, or that another one takes the place of."""

import pyarrow as pa

from bulk.atomic import UNFINISHED
from bulk.run_folder import RunFolder


def test_nothing_is_left_of_a_run(tmp_path):
    """Not even of one that was killed while it wrote a part."""
    run = RunFolder(tmp_path / "results.csv")
    with run.locked():
        run.write_manifest({})
        run.save_part(0, pa.table({"image": ["a.png"]}))
        for name in ("plan.jsonl", "part-000000001.parquet"):
            (run.path / UNFINISHED.replace("*", name)).write_bytes(b"half")
        run.clear()

    assert list(tmp_path.iterdir()) == []
