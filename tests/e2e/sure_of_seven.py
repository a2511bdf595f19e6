"""The application with another classifier: a 7 with 75.32 % certainty, whatever is drawn."""

from tests.fakes.classifier import FixedClassifier
from web.app import create_app
from web.container import Container

SEVEN = (0.01, 0.12, 0.02, 0.0, 0.0068, 0.0, 0.0, 0.7532, 0.04, 0.05)

app = create_app(Container(classifier=FixedClassifier(probabilities=SEVEN)))
