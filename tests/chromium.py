"""Debian's Chromium, without a window."""

import shutil

from playwright.sync_api import Browser, BrowserType

# Without a sandbox of its own, as a container needs, and without errands of its own.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Another name of this machine, which no browser takes for it: as over the network by plain HTTP.
    "--host-resolver-rules=MAP digits.test 127.0.0.1",
)


def find_chromium() -> str | None:
    """Return where it is: the one that never has a window, for which a page takes half the time, or the whole one."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def launch(kind: BrowserType, *more: str) -> Browser:
    """Start it, with more options if need be."""
    return kind.launch(executable_path=find_chromium(), args=[*OPTIONS, *more])
