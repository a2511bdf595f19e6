"""Variables that look like settings and are none."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from web.settings import PREFIX, Settings

# Kubernetes tells each container of each service, http://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
_OF_KUBERNETES = re.compile(r".*_(SERVICE_(HOST|PORT)|PORT)(_.+)?")
_OF_TRAINING = {f"{PREFIX}{name}" for name in ("DATA", "TRAIN_QUICK", "TRAIN_CORRECTIONS")}
_SETTINGS = [f"{PREFIX}{name}".upper() for name in Settings.model_fields]


def complaints(variables: Iterable[str]) -> Iterator[str]:
    """Give a sentence on each name that begins like a setting's and is none: it would do nothing."""
    for name in sorted(variables):
        known = name.upper() in _SETTINGS or name in _OF_TRAINING
        if name.startswith(PREFIX) and not known and not _OF_KUBERNETES.fullmatch(name):
            nearest = get_close_matches(name, _SETTINGS, 1)
            yield f"{name} is no setting, and does nothing" + "".join(
                f": is {n} meant?" for n in nearest
            )
