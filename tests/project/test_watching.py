"""Whether the service is seen as docs/operations.md, the dashboard and the alerts have it."""

import json
import re
import shutil
import subprocess
from functools import cache

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from adapters.classifiers.manifest import Manifest
from swagdigit import DigitImage
from tests.e2e.service import ARTIFACT
from tests.fakes.archive import InMemoryArchive
from tests.fakes.classifier import FixedClassifier
from tests.fakes.reader import FixedReader
from tests.project.conftest import CHECKOUT
from tests.web.parts import DIGIT
from web.app import create_app
from web.container import Container
from web.observability.drift import ENOUGH

GUIDE = (CHECKOUT / "docs" / "operations.md").read_text("utf-8")
DASHBOARD = json.loads((CHECKOUT / "deploy" / "grafana" / "swagdigit.json").read_text("utf-8"))
ALERTS = CHECKOUT / "deploy" / "prometheus" / "alerts.yml"
ALERTS_TEST = CHECKOUT / "tests" / "project" / "alerts_test.yml"
RULES = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
QUERIES = [
    *(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]),
    *(rule["expr"] for rule in RULES),
]
ADDED = {"job", "instance"}  # by Prometheus, to each series
PROMTOOL = shutil.which("promtool")


@cache
def exposition():
    """Return what a service of fakes tells Prometheus after some work; its model has a reference."""
    container = Container(
        reader=FixedReader(),
        archive=InMemoryArchive(),
        classifier=FixedClassifier(model=Manifest.beside(ARTIFACT).version),
    )
    client = create_app(container).test_client()
    client.open(**DIGIT)
    container.observed_classifier().classify([DigitImage(bytes(784))] * ENOUGH)
    return client.get("/metrics").text


def families():
    """Return the type, the series' names and the labels of each metric by its name."""
    return {
        family.name + "_total" * (family.type == "counter"): (
            family.type,
            {sample.name for sample in family.samples},
            {label for sample in family.samples for label in sample.labels},
        )
        for family in text_string_to_metric_families(exposition())
    }


def test_the_guide_has_each_metric():
    """Its table is what the service tells: names, types and labels."""
    row = re.compile(r"^\| `(swagdigit_\w+)` \| (\w+) \|([^|]*)\|", re.MULTILINE)
    told = {name: (kind, labels - {"le"}) for name, (kind, _, labels) in families().items()}

    assert told == {
        name: (kind, set(re.findall(r"`(\w+)`", labels)))
        for name, kind, labels in row.findall(GUIDE)
    }


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_asked_for_exists(query):
    """Each query of the dashboard and of the alerts names series and labels that there are."""
    series = {name: labels for _, names, labels in families().values() for name in names}
    asked = re.findall(r"(swagdigit_\w+)(?:\{(.*?)\})?", query)
    grouped = {
        label for labels in re.findall(r"by \(([\w, ]+)\)", query) for label in labels.split(", ")
    }

    assert asked
    for name, matchers in asked:
        known = series[name] | ADDED
        assert set(re.findall(r'(\w+)(?:=~|!=|=)"', matchers)) <= known
    everything = set().union(*(series[name] for name, _ in asked))
    assert grouped <= everything | ADDED


def test_the_dashboard_can_be_imported():
    """Its panels have names and places of their own, and ask the Prometheus that is chosen."""
    panels = DASHBOARD["panels"]
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]

    for own in ([panel["id"] for panel in panels], [panel["title"] for panel in panels], places):
        assert len(set(own)) == len(panels)
    assert {panel["datasource"]["uid"] for panel in panels} == {"${datasource}"}
    assert [one["name"] for one in DASHBOARD["templating"]["list"]] == ["datasource", "job"]


def test_every_metric_is_on_the_dashboard():
    """Nothing is counted that nobody looks at."""
    shown = " ".join(
        target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]
    )

    assert [name for name in families() if name not in shown] == []


def test_the_guide_has_each_alert():
    """It says what to do at each, in their order."""
    told = re.findall(r"^\| `(SwagDigit\w+)` \|", GUIDE, re.MULTILINE)

    assert told == [rule["alert"] for rule in RULES]


@pytest.mark.skipif(not PROMTOOL, reason="needs promtool: apt-get install prometheus")
def test_prometheus_agrees():
    """Its own tool finds no fault with the metrics and the rules, and the alerts come and go."""
    for command, given in (
        (["check", "metrics"], exposition()),
        (["check", "rules", ALERTS], ""),
        (["test", "rules", ALERTS_TEST], ""),
    ):
        done = subprocess.run(
            [PROMTOOL, *command], input=given, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
