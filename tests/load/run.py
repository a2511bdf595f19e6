"""`make load`: load a service that is started for it, and keep the figures in reports/."""

import argparse
import contextlib
import csv
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import gevent
from locust.env import Environment
from locust.html import get_html_report
from locust.stats import (
    PERCENTILES_TO_REPORT,
    RequestStats,
    StatsCSV,
    get_error_report_summary,
    get_percentile_stats_summary,
    get_stats_summary,
    stats_history,
)

from tests.e2e.service import running_service
from tests.load.locustfile import Visitor


def load(host: str, *, users: int, seconds: int) -> Environment:
    """Let so many visitors use the service at this address for so long."""
    environment = Environment(user_classes=[Visitor], host=host, stop_timeout=10)
    runner = environment.create_local_runner()
    history = gevent.spawn(stats_history, runner)
    runner.start(users, spawn_rate=users)
    gevent.spawn_later(seconds, runner.quit)
    runner.greenlet.join()
    history.kill()
    return environment


def summary(stats: RequestStats) -> str:
    """Return how it went as tables, times in milliseconds."""
    tables = (
        get_stats_summary(stats, current=False),
        get_percentile_stats_summary(stats),
        get_error_report_summary(stats) if stats.errors else [],
    )
    return "\n\n".join("\n".join(table) for table in tables)


def save(environment: Environment, reports: Path) -> None:
    """Write load.json, load.csv and load.html, the last with plots, into the folder."""
    reports.mkdir(parents=True, exist_ok=True)
    figures = [kind.serialize() for kind in environment.stats.entries.values()]
    (reports / "load.json").write_text(json.dumps(figures, indent=2) + "\n")
    with (reports / "load.csv").open("w", newline="") as file:
        StatsCSV(environment, PERCENTILES_TO_REPORT).requests_csv(csv.writer(file))
    (reports / "load.html").write_text(get_html_report(environment, show_download_link=False))


def complaints(environment: Environment, *, p95: int) -> Iterator[str]:
    """Say what was not as it should be: failures, no answers at all, or slow ones."""
    total = environment.stats.total
    if not total.num_requests:
        yield "nothing was answered"
    if total.num_failures:
        yield f"{total.num_failures} of {total.num_requests} requests failed"
    for error in environment.runner.exceptions.values():
        yield f"a visitor stumbled: {error['msg']}"
    for kind in environment.stats.entries.values():
        took = kind.get_response_time_percentile(0.95)
        if took > p95:
            yield f"{kind.name}: 95 % took at most {took} ms, the limit is {p95} ms"


@contextlib.contextmanager
def own_service() -> Iterator[str]:
    """Start the service on a free port, its archive gone afterwards, and give its address."""
    with tempfile.TemporaryDirectory() as folder, running_service(Path(folder), workers=2) as own:
        yield own.url.rstrip("/")


def main() -> None:
    """Load, print, save and judge, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=30, help="who draw at the same time")
    parser.add_argument("--seconds", type=int, default=20, help="how long they do")
    parser.add_argument("--p95", type=int, default=1000, help="limit for 95 %% of each kind, ms")
    parser.add_argument("--host", help="a service that runs already, as http://localhost:5000")
    parser.add_argument("--reports", type=Path, default="reports", help="folder for the figures")
    choice = parser.parse_args()

    with own_service() if not choice.host else contextlib.nullcontext(choice.host) as host:
        environment = load(host, users=choice.users, seconds=choice.seconds)
    print(summary(environment.stats))  # noqa: T201
    save(environment, choice.reports)
    sys.exit("\n".join(complaints(environment, p95=choice.p95)) or 0)


if __name__ == "__main__":
    main()
