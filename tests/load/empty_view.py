"""What the server can do when it does nothing: a view that reads the JSON and answers."""

from flask import Flask, Response, jsonify, request

app = Flask(__name__)


@app.get("/healthz")
def healthz() -> Response:
    """Answer, so that the benchmark knows that it is up."""
    return jsonify(status="ok")


@app.post("/api/predict")
def predict() -> Response:
    """Read the JSON, and tell always the same."""
    return jsonify(prediction=len(request.get_json()["image"]) % 10, certainty=75.32)
