"""Unpickling that can make nothing but the parts of a digit classifier."""

import io
import pickle
from typing import Any, override

from swagdigit import ClassifierUnavailable

ALLOWED = frozenset(
    {
        ("adapters.classifiers.features", "GradientDirections"),
        ("numpy", "dtype"),
        ("numpy._core.numeric", "_frombuffer"),
        ("sklearn.neural_network._multilayer_perceptron", "MLPClassifier"),
        ("sklearn.pipeline", "Pipeline"),
        ("sklearn.preprocessing._label", "LabelBinarizer"),
    }
)
"""Every (module, name) that the artifact refers to. None of them runs what it is given."""


def load(content: bytes) -> Any:
    """
    Unpickle the content, naming nothing outside of the allow-list.

    Raises:
        ClassifierUnavailable: it names something else, or is no pickle.
    """
    try:
        return _AllowListUnpickler(io.BytesIO(content)).load()
    except ClassifierUnavailable:
        raise
    # Whatever is called with whatever the bytes say may raise anything. Nothing is hidden: it is told,
    # and there is no model.
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise ClassifierUnavailable(f"the artifact can not be unpickled: {reason}") from error


class _AllowListUnpickler(pickle.Unpickler):
    @override
    def find_class(self, module_name: str, global_name: str) -> Any:
        if (module_name, global_name) not in ALLOWED:
            raise ClassifierUnavailable(f"the artifact names {module_name}.{global_name}")
        return super().find_class(module_name, global_name)
