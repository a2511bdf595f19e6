"""The export of a trained pipeline to ONNX, which runs without scikit-learn and pickle."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sklearn.pipeline import Pipeline

from adapters.classifiers.features import EDGE_KERNELS, POOLING, ROUNDING
from swagdigit import DigitImage
from training.pipeline import layers_of

_OPSET = 18
_SIDE = DigitImage.SIDE


class _Graph:
    """A graph under construction: each step adds a node and names its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: NDArray[np.generic] | np.generic | list[int]) -> str:
        """Keep an array, and return its name."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def step(self, operator: str, *inputs: str, outputs: int = 1, **attributes: Any) -> list[str]:
        """Add a node, and return the names of its outputs."""
        names = [f"{operator.lower()}_{len(self.nodes)}_{k}" for k in range(outputs)]
        self.nodes.append(helper.make_node(operator, inputs, names, **attributes))
        return names


def to_onnx(pipeline: Pipeline) -> bytes:
    """
    Return the pipeline as an ONNX file.

    Its input `ink` is n x 784 levels of ink, 0 to 255; its output `probabilities` is n x classes.

    Raises:
        TypeError: it is not of features and a network of rectified units.
    """
    layers = layers_of(pipeline)
    graph = _Graph()
    hidden = _features(graph, "ink")
    for depth, (weights, bias) in enumerate(layers):
        names = [graph.constant(array) for array in (weights, bias)]
        [hidden] = graph.step("Gemm", hidden, *names)
        if depth < len(layers) - 1:
            [hidden] = graph.step("Relu", hidden)
    graph.nodes.append(helper.make_node("Softmax", [hidden], ["probabilities"], axis=1))
    return _file(graph, classes=len(layers[-1][1]))


def _features(graph: _Graph, ink: str) -> str:
    """Add the nodes that compute what `GradientDirections` does, each with the same arrays."""
    [levels] = graph.step("Cast", ink, to=TensorProto.FLOAT)
    [pages] = graph.step("Reshape", levels, graph.constant([-1, 1, _SIDE, _SIDE]))
    kernels = graph.constant(EDGE_KERNELS[:, None])
    [sides] = graph.step("Conv", pages, kernels, pads=[1, 1, 1, 1])
    before, after = graph.step("Split", sides, outputs=2, axis=1, num_outputs=2)
    [least] = graph.step("Min", before, after)
    [above_rounding] = graph.step("Sub", least, graph.constant(ROUNDING))
    [parts] = graph.step("Relu", above_rounding)
    [rows] = graph.step("MatMul", graph.constant(POOLING), parts)
    [cells] = graph.step("MatMul", rows, graph.constant(POOLING.T.copy()))
    [roots] = graph.step("Sqrt", cells)
    [features] = graph.step("Flatten", roots)
    return features


def _file(graph: _Graph, *, classes: int) -> bytes:
    ink = helper.make_tensor_value_info("ink", TensorProto.UINT8, ["n", _SIDE**2])
    out = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", classes])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "digits", [ink], [out], graph.constants),
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=10,
    )
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())
