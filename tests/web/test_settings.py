"""What the environment may say."""

import re
import tempfile
from pathlib import Path
from traceback import format_exception

import pytest
from pydantic import ValidationError

from tests.users import as_nobody
from web.archive_location import BucketLocation
from web.settings import PREFIX, InvalidSettings, Settings

CHECKOUT = Path(__file__).parents[2]
README = CHECKOUT / "README.md"

IMPOSSIBLE = {
    "CLASSIFIER": "oracle",
    "CLASSIFIER_MODEL": "../digits",
    "CLASSIFIER_TIMEOUT": "0",
    "ARCHIVE_REQUIRED": "perhaps",
    "ARCHIVE_FSYNC": "sometimes",
    "ARCHIVE_MAX_BYTES": "-1",
    "ARCHIVE_MAX_DAYS": "1e9",
    "THRESHOLD": "101",
    "MAX_BYTES": "0",
    "MAX_PIXELS": "many",
    "LOCAL_ACCESS": "sometimes",
    "RATE_LIMIT": "often",
    "TRUSTED_PROXIES": "all",
    "LOG_FORMAT": "xml",
}
HIDDEN = {
    "ARCHIVE": "gs://user:s3cret@bucket",
    "CLASSIFIER_URL": "htp://user:s3cret@host",
    "RATE_LIMIT_STORAGE": "redi://:s3cret@host",
    "TRACING": "https://host?token=s3cret",
    "TOKEN": "s3cret",
}


def test_nothing_has_to_be_set():
    """Each setting has a default: the whole service runs without one."""
    settings = Settings.from_environment()

    assert settings.threshold == 60.0
    assert settings.archive == Path("saved_images")
    assert settings.model == CHECKOUT / "artifacts" / "digit_classifier.pkl"


def test_the_environment_decides(monkeypatch):
    """A variable of the prefix replaces the default."""
    monkeypatch.setenv("SWAGDIGIT_THRESHOLD", "75.5")
    monkeypatch.setenv("SWAGDIGIT_ARCHIVE", "/var/lib/digits")
    monkeypatch.setenv("SWAGDIGIT_ARCHIVE_REQUIRED", "no")
    settings = Settings.from_environment()

    assert settings.threshold == 75.5
    assert settings.archive == Path("/var/lib/digits")
    assert settings.archive_required is False


def test_an_empty_variable_is_none(monkeypatch):
    """A variable that a compose file passes on empty leaves the default."""
    monkeypatch.setenv("SWAGDIGIT_MAX_BYTES", "")

    assert Settings.from_environment().max_bytes == 10 * 2**20


@pytest.mark.parametrize(("name", "value"), IMPOSSIBLE.items(), ids=IMPOSSIBLE)
def test_an_impossible_value_is_named(monkeypatch, name, value):
    """The error is one line with the variable, its value and what is wrong with it."""
    monkeypatch.setenv(PREFIX + name, value)

    with pytest.raises(InvalidSettings, match=rf"^SWAGDIGIT_{name}='{value}': [^\n]+$"):
        Settings.from_environment()


def test_a_remote_classifier_needs_an_address(monkeypatch):
    """Who chooses a server has to say which."""
    monkeypatch.setenv("SWAGDIGIT_CLASSIFIER", "remote")
    with pytest.raises(InvalidSettings, match=r"^SWAGDIGIT_CLASSIFIER_URL=None: [^\n]+$"):
        Settings.from_environment()

    monkeypatch.setenv("SWAGDIGIT_CLASSIFIER_URL", "http://localhost:8000")
    assert Settings.from_environment().classifier_url == "http://localhost:8000"


def test_all_impossible_values_are_named_at_once(monkeypatch):
    """Nobody has to start five times to mend five mistakes."""
    wrong = IMPOSSIBLE | HIDDEN
    for name, value in wrong.items():
        monkeypatch.setenv(PREFIX + name, value)

    with pytest.raises(InvalidSettings) as refusal:
        Settings.from_environment()

    assert all(PREFIX + name in str(refusal.value) for name in wrong)


@pytest.mark.parametrize(("name", "value"), HIDDEN.items(), ids=HIDDEN)
def test_an_impossible_secret_is_named_and_not_told(monkeypatch, name, value):
    """An address may have a password in it, which would be in the log, and in a trace."""
    monkeypatch.setenv(PREFIX + name, value)

    with pytest.raises(
        InvalidSettings, match=rf"^SWAGDIGIT_{name}=\(hidden\): [^\n]+$"
    ) as refusal:
        Settings.from_environment()
    assert "s3cret" not in "".join(format_exception(refusal.value))


@pytest.mark.parametrize("seconds", ["0", "-1", "inf", "nan", "3601", "1e10"])
def test_a_time_to_wait_has_an_end(monkeypatch, seconds):
    """No clock counts so far, or nobody would wait for so long."""
    monkeypatch.setenv("SWAGDIGIT_CLASSIFIER_TIMEOUT", seconds)

    with pytest.raises(InvalidSettings, match=r"^SWAGDIGIT_CLASSIFIER_TIMEOUT="):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("s3://digits", BucketLocation("digits", "")),
        ("s3://digits/", BucketLocation("digits", "")),
        ("s3://my.digits-2/drawn/by/hand/", BucketLocation("my.digits-2", "drawn/by/hand")),
        ("digits/s3", Path("digits/s3")),
    ],
)
def test_the_archive_is_a_folder_or_a_bucket(monkeypatch, address, place):
    """The one is told from the other by how it is written."""
    monkeypatch.setenv("SWAGDIGIT_ARCHIVE", address)
    settings = Settings.from_environment()

    assert settings.archive == place
    assert settings.archive_kind == ("folder" if isinstance(place, Path) else "bucket")


@pytest.mark.parametrize(
    "address",
    [
        "s3://",
        "s3://b",
        "s3://Digits",
        "s3://user:word@digits",
        "s3://digits?x",
        "s3:/digits",
        "file:///digits",
    ],
)
def test_no_other_address_is_an_archive(monkeypatch, address):
    """What would be misunderstood stops the start, with what is expected instead."""
    monkeypatch.setenv("SWAGDIGIT_ARCHIVE", address)

    with pytest.raises(InvalidSettings, match=r"a folder or s3://bucket/prefix is expected$"):
        Settings.from_environment()


@pytest.mark.parametrize(("name", "value"), [("MAX_BYTES", "1000000"), ("MAX_DAYS", "30")])
def test_a_bucket_has_limits_of_its_own(monkeypatch, name, value):
    """Who expects the service to delete from a bucket is told that it does not; 0 says the same."""
    monkeypatch.setenv("SWAGDIGIT_ARCHIVE", "s3://digits")
    monkeypatch.setenv(f"SWAGDIGIT_ARCHIVE_{name}", value)
    with pytest.raises(
        InvalidSettings, match=rf"^SWAGDIGIT_ARCHIVE_{name}='{value}': .*lifecycle"
    ):
        Settings.from_environment()

    monkeypatch.setenv(f"SWAGDIGIT_ARCHIVE_{name}", "0")
    assert Settings.from_environment().archive_kind == "bucket"


@pytest.mark.parametrize("token", ["fifteen-letters", "not to be sent in a header", "é" * 16])
def test_a_weak_token_is_refused_and_not_told(monkeypatch, token):
    """What could be guessed or not be sent is no secret to rely on; and none is logged."""
    monkeypatch.setenv("SWAGDIGIT_TOKEN", token)

    with pytest.raises(InvalidSettings, match=r"^SWAGDIGIT_TOKEN=\(hidden\): [^\n]+$") as refusal:
        Settings.from_environment()
    assert token not in str(refusal.value)


def test_a_secret_may_be_in_a_file(tmp_path, monkeypatch):
    """A file of the folder of secrets is taken where the environment does not say otherwise."""
    (tmp_path / "swagdigit_token").write_text("from-a-file-16-or-more\n")

    settings = Settings.from_environment(tmp_path)
    assert settings.token.get_secret_value() == "from-a-file-16-or-more"
    assert "from-a-file" not in repr(settings)

    monkeypatch.setenv("SWAGDIGIT_TOKEN", "from-the-environment")
    settings = Settings.from_environment(tmp_path)
    assert settings.token.get_secret_value() == "from-the-environment"


def test_a_secret_that_can_not_be_read_is_told():
    """Compose gives a container the file as it is: its user may not be the one who may read it."""
    with as_nobody(), tempfile.TemporaryDirectory() as folder:
        secret = Path(folder) / "swagdigit_token"
        secret.write_text("s3cret")
        secret.chmod(0)

        with pytest.raises(InvalidSettings, match="Permission denied"):
            Settings.from_environment(Path(folder))


@pytest.mark.parametrize("name", ["CLASSIFIER_URL", "RATE_LIMIT_STORAGE"])
def test_a_port_is_a_number(monkeypatch, name):
    """It is found out at the start, not when somebody asks."""
    scheme = "http" if name == "CLASSIFIER_URL" else "redis"
    monkeypatch.setenv(PREFIX + name, f"{scheme}://user:s3cret@host:80x")

    with pytest.raises(InvalidSettings, match=name) as refusal:
        Settings.from_environment()
    assert "s3cret" not in str(refusal.value)


def test_settings_do_not_change():
    """What was checked at start stays as it was."""
    with pytest.raises(ValidationError):
        Settings().threshold = 0.0


def test_each_setting_is_in_the_readme():
    """The README's table has exactly these settings, with these defaults and meanings."""
    row = re.compile(rf"^\| `({PREFIX}\w+)` \| `?(not set|[^`]+)`? \| (.+) \|$", re.MULTILINE)

    assert row.findall(README.read_text()) == [
        (PREFIX + name.upper(), _as_written(field.default), _in_one_line(field.description))
        for name, field in Settings.model_fields.items()
    ]


def _in_one_line(description):
    text = " ".join(description.split())
    return text[0].lower() + text[1:]


def _as_written(default):
    if default is None:
        return "not set"
    if isinstance(default, Path) and default.is_relative_to(CHECKOUT):
        default = default.relative_to(CHECKOUT)
    return str(default).lower() if isinstance(default, bool) else str(default)
