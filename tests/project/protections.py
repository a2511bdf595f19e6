"""
`make protections`: take each protection of SECURITY.md out, and show that its test fails then.

It is done in a copy of the checkout, one protection after the other.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (.+) \| `(tests/[\w/]+\.py)::(test_\w+)` \|$", re.MULTILINE)
FAILED = 1  # pytest's status where tests ran and some failed
PATIENCE = 600  # seconds

FILES = "adapters/archives/files.py"
FOLDER = "adapters/archives/folder_archive.py"
NAMED = "adapters/archives/named_archive.py"
ERASING = "adapters/archives/erasing.py"
READER = "adapters/images/pillow_reader.py"
ACCESS = "web/access.py"
CLIENTS = "web/clients.py"
GUNICORN = "deploy/gunicorn.conf.py"
WORKER = "web/serving/worker.py"
STORE = "adapters/archives/retrying.py"
ALLOW_LIST = "adapters/classifiers/allow_list.py"


class Removal(NamedTuple):
    """What to replace in which file, so that a protection is gone."""

    file: str
    old: str
    new: str

    def apply(self, checkout: Path) -> None:
        """
        Take the protection out of the checkout.

        Raises:
            ValueError: it is not there, or not once.
        """
        path = checkout / self.file
        text = path.read_text()
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file} does not have this once: {self.old}")
        path.write_text(text.replace(self.old, self.new))


_NOT_TOLD = Removal(
    FILES, "so locked\n    except OSError as error:", "so locked\n    except EOFError as error:"
)
_NOT_REFUSED = Removal(
    STORE,
    "first_line(error))\n            raise ArchiveUnavailable(first_line(error)) from error\n",
    "first_line(error))\n",
)
_ANY_CLASS = Removal(ALLOW_LIST, "not in ALLOWED", "in ()")

REMOVALS = {
    # The name is given at once, and the content half a second later.
    "test_kills_lose_nothing": Removal(
        FOLDER,
        "        return write_whole(self._folder, png, self._link, fsync=self._fsync)\n",
        "        from threading import Timer\n"
        "        path = self._folder / f'{name_of(self._now())}.png'\n"
        "        path.parent.mkdir(exist_ok=True)\n"
        "        path.touch()\n"
        "        Timer(0.5, path.write_bytes, [png]).start()\n"
        "        return path.stem\n",
    ),
    "test_killed_stores_lose_nothing": Removal(
        STORE,
        "        except CircuitOpenError as error:\n            raise",
        "        except CircuitOpenError as error:\n            return None\n            raise",
    ),
    "test_nothing_is_acknowledged_that_is_not_kept": _NOT_REFUSED,
    "test_a_crowd_does_not_wait_one_after_the_other": Removal(STORE, "PAUSE = 1.0", "PAUSE = 0.0"),
    "test_by_setting_a_power_cut_loses_nothing": Removal(
        FILES,
        "                os.fsync(number)\n            published",
        "                pass\n            published",
    ),
    "test_workers_that_sweep_disturb_nobody": Removal(
        ERASING, "        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)\n", ""
    ),
    "test_a_full_disk_heals_when_there_is_room": Removal(
        FILES,
        "                    os.unlink(path)\n            finally:",
        "                    pass\n            finally:",
    ),
    "test_a_full_disk_is_red_until_there_is_room": _NOT_TOLD,
    "test_a_folder_that_can_not_be_is_red_until_it_can": Removal(
        "web/app.py", ', "archive": archive.check', ""
    ),
    "test_a_read_only_disk_is_read": _NOT_TOLD,
    "test_the_oldest_go_and_no_more_than_needed": Removal(
        "adapters/archives/limits.py", "in sorted(sizes)", "in sorted(sizes, reverse=True)"
    ),
    "test_what_is_being_answered_stays": Removal(
        "adapters/archives/limits.py", "name >= youngest or not", "not"
    ),
    "test_the_latest_take_no_memory_for_the_others": Removal(
        FOLDER, "heapq.nlargest(limit, names)", "sorted(names, reverse=True)[:limit]"
    ),
    "test_who_stops_in_the_middle_keeps_no_worker": Removal(
        WORKER, "                conn.sock.shutdown(socket.SHUT_RDWR)", "                pass"
    ),
    "test_a_redis_that_is_lost_fails_no_crowd": Removal(
        CLIENTS, "swallow_errors=True", "swallow_errors=False"
    ),
    "test_one_alone_tries_again": Removal(
        "adapters/circuit_breaker.py", "            if as_trial:", "            if now < 0:"
    ),
    "test_the_folder_is_not_emptied_by_others": Removal(
        "web/serving/metrics_folder.py", "    _lock(folder)  # as long", "    # as long"
    ),
    "test_restarts_fail_nobody": Removal(
        GUNICORN, "graceful_timeout = 20", "graceful_timeout = 0"
    ),
    "test_swaps_fail_nobody": Removal(
        "adapters/classifiers/artifact_classifier.py",
        "            self._model = self._open(self._file)\n",
        "            self._model = None\n            self._model = self._open(self._file)\n",
    ),
    "test_a_process_that_only_checks_has_no_onnxruntime": Removal(
        "adapters/classifiers/onnx_classifier.py",
        "import sys\nfrom pathlib",
        "import sys\nimport onnxruntime\nfrom pathlib",
    ),
    "test_broken_pngs_are_refused": Removal(
        READER, "        except _BROKEN as error:", "        except MemoryError as error:"
    ),
    "test_every_cut_is_survived": Removal(READER, "    OSError,\n", ""),
    "test_the_corpus_is_survived": Removal(READER, " and picture.im.mode == picture.mode", ""),
    "test_the_largest_image": Removal("web/settings.py", "12_500_000", "50_000_000"),
    "test_many_parts": Removal(
        READER, "if has_too_many_parts(data, max_pixels=self._max_pixels):", "if False:"
    ),
    "test_a_gif_that_grows_is_refused": Removal(
        READER, "max(max_pixels, Image.MAX_IMAGE_PIXELS or 0)", "None"
    ),
    "test_bad_requests_are_refused": Removal(
        "web/refusing.py", "    app.register_error_handler(http.HTTPException, _refuse_http)\n", ""
    ),
    "test_only_the_name_itself_is_found": Removal(
        NAMED, "    if not NAME.fullmatch(image_id):", "    if not image_id:"
    ),
    "test_a_changed_byte_is_refused": Removal(
        "adapters/classifiers/manifest.py",
        "if hashlib.sha256(content).hexdigest() != self.sha256.get(file.suffix):",
        "if False:",
    ),
    "test_another_library_version_is_refused": Removal(
        "adapters/classifiers/manifest.py", "if installed != self.libraries:", "if False:"
    ),
    "test_a_payload_runs_nothing": _ANY_CLASS,
    "test_a_class_outside_the_allow_list_is_refused": _ANY_CLASS,
    "test_who_stops_in_the_middle_stops_nobody_else": Removal(
        GUNICORN, 'worker_class = "web.serving.worker.DeadlineWorker"', 'worker_class = "gthread"'
    ),
    "test_the_rest_of_a_body_is_no_request": Removal(
        "web/serving/worker.py", "request.force_close()", "pass"
    ),
    "test_who_does_not_read_stops_nobody_else": Removal(WORKER, "1000 * self.cfg.timeout", "0"),
    "test_a_batch_without_end": Removal(
        "web/receiving/bodies.py", "_COMMAS = 1000", "_COMMAS = 10**8"
    ),
    "test_an_inference": Removal(
        "web/inference/tensors.py", "Field(max_length=len(OUTPUTS))", "Field()"
    ),
    "test_what_is_no_http_is_refused_in_the_one_form": Removal(
        GUNICORN, "gunicorn.util.write_error = write_refusal\n", ""
    ),
    "test_a_batch_of_the_largest_images": Removal(READER, "_BATCH = 2\n", "_BATCH = 10**6\n"),
    "test_a_batch_of_hard_images": Removal(
        READER, "                self._take(plain.shape[0] * plain.shape[1])\n", ""
    ),
    "test_nothing_is_open_to_strangers": Removal(
        ACCESS, '_is_loopback(request.remote_addr or "")', "True"
    ),
    "test_pages_of_others_are_refused": Removal(ACCESS, " or _is_of_another_page(request)", ""),
    "test_too_many_calls_are_refused": Removal(
        CLIENTS, "settings.rate_limit != NO_RATE_LIMIT", "False"
    ),
    "test_a_client_can_not_pretend_to_be_another": Removal(
        CLIENTS, "proxies := settings.trusted_proxies", "proxies := 1"
    ),
    "test_every_answer_is_guarded": Removal(
        "web/headers.py", "    more = _GUARD\n", "    more: _Headers = []\n"
    ),
    "test_the_unexpected_is_logged_and_not_told": Removal(
        "web/refusing.py",
        "Refusal(error=str(row.sentence)",
        "Refusal(error=str(getattr(error, 'original_exception', error))",
    ),
    "test_the_server_does_not_say_what_it_is": Removal(
        GUNICORN, 'gunicorn.SERVER = "swagdigit"\n', ""
    ),
    "test_text_is_one_line_whatever_the_path": Removal(
        "web/observability/logs.py",
        "return printable(super().formatMessage(record))",
        "return super().formatMessage(record)",
    ),
    "test_no_image_is_in_the_log": Removal(
        "web/observability/logs.py", '"path": request.path,', '"path": request.full_path,'
    ),
    "test_too_many_images_are_refused": Removal(
        "web/inference/model.py", "if len(images) > max_batch:", "if len(images) > 10**9:"
    ),
    "test_a_wrong_answer_is_no_answer": Removal(
        "adapters/classifiers/inference_protocol.py",
        "if output.shape != [count, _DIGITS]:",
        "if output.shape == []:",
    ),
    "test_a_series_is_not_made_for_each_address": Removal(
        "web/observability/metrics.py",
        "method if method in _METHODS else",
        "method if method else",
    ),
    "test_a_zip_bomb_is_not_unpacked": Removal(
        "bulk/zips.py", "if info.file_size > max_bytes:", "if info.file_size < 0:"
    ),
    "test_an_image_that_crashes_its_reader_is_a_row": Removal(
        "bulk/task_pool.py",
        "return not isinstance(error, SwagDigitError | ImportError)",
        "return False",
    ),
    "test_a_killed_run_goes_on": Removal(
        "bulk/run.py", "if not folder.has_part(number)", "if part"
    ),
}


def promises() -> list[tuple[str, str, str]]:
    """Return each promise of SECURITY.md, with the file and the name of its test."""
    return ROW.findall((CHECKOUT / "SECURITY.md").read_text())


def main() -> None:
    """Try every promise, or those whose tests are named, and fail if a test does not notice."""
    named = sys.argv[1:]
    unnoticed = 0
    with tempfile.TemporaryDirectory() as folder:
        for promise, file, test in promises():
            if named and test not in named:
                continue
            untouched, robbed = (
                _status(Path(folder), file, test, removal) for removal in (None, REMOVALS[test])
            )
            noticed = (untouched, robbed) == (0, FAILED)
            unnoticed += not noticed
            verdict = "noticed" if noticed else f"NOT noticed ({untouched}, {robbed})"
            print(f"{verdict}: {promise} [{test}]", flush=True)  # noqa: T201
    sys.exit(f"{unnoticed} protections can be taken out unnoticed" if unnoticed else 0)


def _status(folder: Path, file: str, test: str, removal: Removal | None) -> int:
    """Return pytest's exit status for the test in a copy of the checkout."""
    copy = folder / "checkout"
    shutil.rmtree(copy, ignore_errors=True)
    for name in _tracked():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, copy / name)
    if removal:
        removal.apply(copy)
    # What every archive promises is tested with each of them.
    where = "tests/adapters" if file.startswith("tests/contracts") else file
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-k", test, where]
    tried = subprocess.run(command, cwd=copy, check=False, capture_output=True, timeout=PATIENCE)
    return tried.returncode


def _tracked() -> Iterator[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )
    return (name for name in listed.stdout.split("\0") if name)


if __name__ == "__main__":
    main()
