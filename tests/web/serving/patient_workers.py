"""The service, whose workers leave a client to one that has fewer for as long as it needs."""

import main
from web.serving import fair_worker

fair_worker.PATIENCE = 60.0
app = main.app
