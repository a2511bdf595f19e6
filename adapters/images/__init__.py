"""
From what was received to a digit: decoding, finding the ink, fitting it.

A file (`files`) is looked at for shapes and tones (`shapes`, `tones`), these tell where its paper is (`paper`),
and what is on that but not of the digit (`clutter`); what is left is the ink (`ink.py`, `fitting.py`).
"""
