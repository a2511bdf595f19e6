"""
A model behind KServe's own server: `python kserve_server.py PORT`.

It runs where `kserve` is installed, which needs an environment of its own.
"""

import sys

from kserve import InferOutput, InferResponse, Model, ModelServer
from kserve_model import expected


class Digits(Model):
    """Multiplies."""

    def load(self):
        self.ready = True
        return True

    async def get_input_types(self):
        return [{"name": "ink", "datatype": "UINT8", "shape": [-1, 784]}]

    async def get_output_types(self):
        return [{"name": "probabilities", "datatype": "FP64", "shape": [-1, 10]}]

    def predict(self, payload, headers=None, response_headers=None):
        rows = expected(payload.inputs[0].as_numpy())
        output = InferOutput("probabilities", list(rows.shape), "FP64")
        output.set_data_from_numpy(rows, binary_data=False)
        return InferResponse(
            response_id=payload.id or "1", model_name=self.name, infer_outputs=[output]
        )


if __name__ == "__main__":
    model = Digits("digits")
    model.load()
    ModelServer(http_port=int(sys.argv[1]), enable_grpc=False, workers=1).start([model])
