"""The JSON of requests and answers, as pydantic models; they are documentation, too."""
