"""The driving side for many images: `swagdigit read`, on the local cores or on a Dask cluster."""
