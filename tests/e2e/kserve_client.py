"""
Everything that KServe's own client can ask of a server: `python kserve_client.py URL < images.json`.

It runs where `kserve` is installed, which needs an environment of its own. It prints what the client
made of the answers and what it sent, as JSON; `kserve_requests.json` beside it is such a list.
"""

import asyncio
import base64
import json
import sys

import httpx
import numpy as np
from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig

MODEL = "digits"
REQUEST_ID = "of the test"


class NotingTransport(httpx.AsyncHTTPTransport):
    """Notes down what is sent."""

    def __init__(self):
        super().__init__()
        self.sent = []

    async def handle_async_request(self, request):
        length = request.headers.get("inference-header-content-length")
        self.sent.append(
            {
                "method": request.method,
                "path": request.url.path,
                "type": request.headers.get("content-type"),
                "length": length,
                "body": base64.b64encode(request.content).decode(),
            }
        )
        return await super().handle_async_request(request)


def asked(images, *, binary):
    """Return a request for the images, in JSON or in bytes behind it."""
    ink = InferInput("ink", list(images.shape), "UINT8")
    ink.set_data_from_numpy(images, binary_data=binary)
    return InferRequest(
        MODEL, [ink], request_id=REQUEST_ID, parameters={"binary_data_output": binary}
    )


async def converse(url, images):
    """Return what the client says of the server and of the images, and what it sent."""
    transport = NotingTransport()
    client = InferenceRESTClient(RESTConfig(protocol="v2", transport=transport))
    told = {
        "live": await client.is_server_live(url),
        "ready": await client.is_server_ready(url),
        "model_ready": await client.is_model_ready(url, MODEL),
    }
    for form, binary in (("json", False), ("binary", True)):
        answer = await client.infer(url, asked(images, binary=binary), model_name=MODEL)
        told[form] = {output.name: output.as_numpy().tolist() for output in answer.outputs}
    await client.close()
    return {"told": told, "sent": transport.sent}


if __name__ == "__main__":
    images = np.array(json.load(sys.stdin), np.uint8)
    json.dump(asyncio.run(converse(sys.argv[1], images)), sys.stdout)
