"""From a request to the image, the images or the label that it carries."""
