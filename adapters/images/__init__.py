"""From what was received to a digit: decoding, finding the ink, fitting it."""
