"""Image files: the forms in which they arrive, their pixels, and how they are kept."""
