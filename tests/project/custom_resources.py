"""What Kubernetes knows only from operators: the parts of these kinds that the manifests use."""

from typing import Any

import jsonschema
import kubernetes_validate

Manifest = dict[str, Any]

_TEXT = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 1}


def _only(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """Return the schema of an object that has these properties, and no others."""
    return {
        "type": "object",
        "properties": required | optional,
        "required": [*required],
        "additionalProperties": False,
    }


def _kind(api_version: str, kind: str, spec: dict[str, Any]) -> dict[str, Any]:
    texts = {"type": "object", "additionalProperties": _TEXT}
    metadata = _only({"name": _TEXT, "namespace": _TEXT}, annotations=texts, labels=texts)
    named = {"apiVersion": {"const": api_version}, "kind": {"const": kind}}
    return _only(named | {"metadata": metadata, "spec": spec})


# https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor
_ENDPOINT = _only(
    {"port": _TEXT},
    path={"type": "string", "pattern": "^/"},
    interval={"type": "string", "pattern": "^[0-9]+(ms|s|m)$"},
)
_LABELS = _only({"matchLabels": {"type": "object", "minProperties": 1}})
_SERVICE_MONITOR = _kind(
    "monitoring.coreos.com/v1",
    "ServiceMonitor",
    _only(
        {"selector": _LABELS, "endpoints": {"type": "array", "minItems": 1, "items": _ENDPOINT}}
    ),
)

# https://kserve.github.io/website/docs/reference/crd-api#predictorspec
_SCALING = {
    "minReplicas": _COUNT,
    "maxReplicas": _COUNT,
    "scaleMetric": {"enum": ["cpu", "memory", "concurrency", "rps"]},
    "scaleTarget": _COUNT,
}
_INFERENCE_SERVICE = _kind(
    "serving.kserve.io/v1beta1",
    "InferenceService",
    _only({"predictor": {"type": "object", "properties": _SCALING, "required": ["containers"]}}),
)

_SCHEMAS = {"ServiceMonitor": _SERVICE_MONITOR, "InferenceService": _INFERENCE_SERVICE}


def pod_of(inference_service: Manifest) -> Manifest:
    """Return the pod that KServe makes: the predictor is its specification, and how it scales."""
    spec = {k: v for k, v in inference_service["spec"]["predictor"].items() if k not in _SCALING}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": inference_service["metadata"]["name"],
            "labels": {
                "serving.kserve.io/inferenceservice": inference_service["metadata"]["name"]
            },
        },
        "spec": spec,
    }


def validate(manifest: Manifest, version: str) -> None:
    """
    Hold a manifest against what a version of Kubernetes takes, without any field unknown to it.

    Raises:
        jsonschema.ValidationError: it is not taken.
    """
    if schema := _SCHEMAS.get(manifest["kind"]):
        jsonschema.validate(manifest, schema)
        if manifest["kind"] == "InferenceService":
            validate(pod_of(manifest), version)
    else:
        kubernetes_validate.validate(manifest, version, strict=True)
