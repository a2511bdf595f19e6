"""What leaves the checkout: the list of packages, and the wheel."""

import subprocess
import sys

import pytest
import requests

from tests.load.drawings import own_digits, sheets
from tests.project.elsewhere import serving


def test_requirements_are_what_is_locked(poetry, checkout, tmp_path):
    """The requirements.txt is the lock's export; `make requirements` mends it."""
    poetry("export", "--all-extras", "--output", tmp_path / "requirements.txt")

    exported = (tmp_path / "requirements.txt").read_text()
    assert (checkout / "requirements.txt").read_text() == exported
    assert "--hash=sha256:" in exported
    assert "index-url" not in exported


@pytest.fixture
def installed(poetry, programs, tmp_path):
    """The programs of an environment into which the wheel is installed."""
    poetry("build", "--format=wheel", "--output", tmp_path)
    [wheel] = tmp_path.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", programs / "python"]
    install = [*pip, "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run(install, check=True, capture_output=True)
    return programs


def test_the_wheel_serves_the_page_elsewhere(installed, tmp_path):
    """Installed into another environment, far from the checkout, it shows and reads digits."""
    home = tmp_path / "home"
    home.mkdir()
    [three] = sheets([own_digits()["3"]], count=1)

    with serving(["gunicorn", "main:app"], home, programs=installed) as service:
        page = requests.get(service.url, timeout=5)
        script = requests.get(service.url + "static/js/main.js", timeout=5)
        answer = requests.post(service.url + "api/predict", json={"image": three}, timeout=5)

    assert page.status_code == 200
    assert "<canvas" in page.text
    assert script.status_code == 200
    assert answer.json()["prediction"] == 3
    assert [*(home / "saved_images").glob("*.png")]


def test_the_wheel_brings_all_its_packages(installed, tmp_path):
    """Nothing of ours is imported from anywhere but the installed wheel."""
    ours = {"main", "swagdigit", "adapters", "web", "bulk"}
    show = f"import bulk, main, sys; print(*(sys.modules[name].__file__ for name in {ours}))"
    ended = subprocess.run(
        [installed / "python", "-I", "-c", show],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )

    assert len(ended.stdout.split()) == len(ours)
    assert all(path.startswith(f"{tmp_path}/venv/lib/") for path in ended.stdout.split())
