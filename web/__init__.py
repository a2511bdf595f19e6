"""The driving side: HTTP, the canvas page, OpenAPI."""
