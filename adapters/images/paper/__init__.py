"""Where the paper is on a picture, and which colour it has."""
