"""A student network learns from the soft targets of its teachers."""

import numpy as np
import pytest
from scipy.special import log_softmax, softmax

from training.distillation import TrainingSet, loss, soft_targets
from training.layers import CLASSES, dense, logits
from training.network import train

RANDOM = np.random.default_rng(0)
FEATURES = RANDOM.normal(size=(3000, 4)).astype(np.float32)


def layers(seed):
    """Return a linear network of four features that is sure of what it says."""
    weights = np.random.default_rng(seed).normal(0, 4, (4, CLASSES)).astype(np.float32)
    return [(weights, np.zeros(CLASSES, np.float32))]


def test_soft_targets_are_the_geometric_mean_at_the_temperature():
    """The softmax of the mean of the teachers' logits, divided by three: each row sums up to one."""
    targets = soft_targets((layers(1), FEATURES), (layers(2), FEATURES))
    mean = (FEATURES @ layers(1)[0][0] + FEATURES @ layers(2)[0][0]) / 2

    assert targets == pytest.approx(softmax(mean / 3, axis=1), abs=2e-3)
    assert targets.sum(axis=1, dtype=np.float64) == pytest.approx(1, abs=3e-3)


def test_the_loss_weighs_soft_targets_more_than_labels():
    """A tenth is the labels' cross entropy, nine tenths that of the soft targets, times nine."""
    labels = RANDOM.integers(0, CLASSES, len(FEATURES))
    targets = soft_targets((layers(1), FEATURES))
    student = layers(2)
    predicted = FEATURES @ student[0][0]
    hard_loss = -log_softmax(predicted, axis=1)[np.arange(len(labels)), labels].mean()
    soft_loss = -(targets * log_softmax(predicted / 3, axis=1)).sum(axis=1).mean()

    assert loss(student, TrainingSet(FEATURES, labels)) == pytest.approx(hard_loss, rel=1e-4)
    assert loss(student, TrainingSet(FEATURES, labels, targets)) == pytest.approx(
        0.1 * hard_loss + 8.1 * soft_loss, rel=2e-3
    )


def test_soft_targets_are_learnt_though_labels_are_wrong(tmp_path):
    """Half of the labels are random: with soft targets, more predictions are right than without."""
    truth = (FEATURES @ layers(1)[0][0]).argmax(axis=1)
    guessed = RANDOM.integers(0, CLASSES, len(FEATURES))
    labels = np.where(RANDOM.random(len(FEATURES)) < 0.5, guessed, truth)
    targets = soft_targets((layers(1), FEATURES))
    unseen = RANDOM.normal(size=(1000, 4)).astype(np.float32)

    def accuracy(name, training_set):
        network = train(training_set, dense(4, [64]), epochs=10, checkpoint=tmp_path / name)
        predicted = np.asarray(logits(network, unseen)).argmax(axis=1)
        return (predicted == (unseen @ layers(1)[0][0]).argmax(axis=1)).mean()

    alone = accuracy("alone", TrainingSet(FEATURES, labels))
    student = accuracy("student", TrainingSet(FEATURES, labels, targets))

    assert student > alone + 0.02
