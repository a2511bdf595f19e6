"""
The yardstick of `make bench`: the original description's recipe, written as most would.

Decode, save as PNG, grey, invert, resize, predict, refuse below 60 %. Nothing else is asked of it:
how well it reads is told in docs/evaluation.md.
"""

import base64
import io
import pickle
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from flask import Flask, Response, jsonify, request
from PIL import Image, ImageOps

from tests.e2e.service import ARTIFACT

IMAGES = Path("saved_images")
IMAGES.mkdir(exist_ok=True)
MODEL = pickle.loads(ARTIFACT.read_bytes())

app = Flask(__name__)


@app.get("/healthz")
def healthz() -> Response:
    """Answer, so that the benchmark knows that it is up."""
    return jsonify(status="ok")


@app.post("/api/predict")
def predict() -> tuple[Response, int]:
    """Recognise the digit on an image in base64."""
    _, _, text = request.get_json()["image"].rpartition(",")
    image = Image.open(io.BytesIO(base64.b64decode(text)))
    image.save(IMAGES / f"{datetime.now(UTC):%Y%m%d_%H%M%S_%f}.png")
    ink = ImageOps.invert(image.convert("L")).resize((28, 28))
    probabilities = MODEL.predict_proba(np.asarray(ink).reshape(1, -1))[0]
    certainty = round(100 * float(probabilities.max()), 2)
    if certainty < 60:
        return jsonify(error="La certitude est trop faible pour une prédiction fiable."), 422
    return jsonify(prediction=int(probabilities.argmax()), certainty=certainty), 200
