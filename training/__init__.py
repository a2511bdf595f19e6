"""What the notebook calls: data, augmentation, training, evaluation, export."""
