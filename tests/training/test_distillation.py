"""A network learns what others know."""

import numpy as np
import pytest
from scipy.special import log_softmax, softmax

from training.distillation import Lesson, loss, teaching
from training.layers import CLASSES, dense, logits
from training.network import train

RANDOM = np.random.default_rng(0)
FEATURES = RANDOM.normal(size=(3000, 4)).astype(np.float32)


def layers(seed):
    """Return a linear network of four features that is sure of what it says."""
    weights = np.random.default_rng(seed).normal(0, 4, (4, CLASSES)).astype(np.float32)
    return [(weights, np.zeros(CLASSES, np.float32))]


def test_the_teaching_is_the_softened_geometric_mean():
    """The mean of the teachers' logits, divided by three: each row sums up to one."""
    taught = teaching((layers(1), FEATURES), (layers(2), FEATURES))
    said = (FEATURES @ layers(1)[0][0] + FEATURES @ layers(2)[0][0]) / 2

    assert taught == pytest.approx(softmax(said / 3, axis=1), abs=2e-3)
    assert taught.sum(axis=1, dtype=np.float64) == pytest.approx(1, abs=3e-3)


def test_the_loss_trusts_the_teachers_more_than_the_labels():
    """A tenth is the labels' cross entropy, nine tenths the teachers', softened, times nine."""
    labels = RANDOM.integers(0, CLASSES, len(FEATURES))
    taught = teaching((layers(1), FEATURES))
    own = layers(2)
    said = FEATURES @ own[0][0]
    wrong = -log_softmax(said, axis=1)[np.arange(len(labels)), labels].mean()
    unlike = -(taught * log_softmax(said / 3, axis=1)).sum(axis=1).mean()

    assert loss(own, Lesson(FEATURES, labels)) == pytest.approx(wrong, rel=1e-4)
    assert loss(own, Lesson(FEATURES, labels, taught)) == pytest.approx(
        0.1 * wrong + 8.1 * unlike, rel=2e-3
    )


def test_what_is_taught_is_learnt_though_labels_are_wrong(tmp_path):
    """Half of the labels by chance: who is taught too comes closer to the truth than who is not."""
    truth = (FEATURES @ layers(1)[0][0]).argmax(axis=1)
    guessed = RANDOM.integers(0, CLASSES, len(FEATURES))
    labels = np.where(RANDOM.random(len(FEATURES)) < 0.5, guessed, truth)
    taught = teaching((layers(1), FEATURES))
    unseen = RANDOM.normal(size=(1000, 4)).astype(np.float32)

    def share_right(name, lesson):
        network = train(lesson, dense(4, [64]), epochs=10, checkpoint=tmp_path / name)
        found = np.asarray(logits(network, unseen)).argmax(axis=1)
        return (found == (unseen @ layers(1)[0][0]).argmax(axis=1)).mean()

    alone = share_right("alone", Lesson(FEATURES, labels))
    pupil = share_right("pupil", Lesson(FEATURES, labels, taught))

    assert pupil > alone + 0.02
