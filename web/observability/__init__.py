"""How the service is watched: logs, metrics, traces, drift."""
