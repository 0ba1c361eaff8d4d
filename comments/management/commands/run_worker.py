import logging
import os
import signal
import sys
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from comments import running
from comments.watching import serving
from comments.worker import Worker

logger = logging.getLogger(__name__)

# What a mail that is being sent may still take when we are asked to end. One that is
# cut off is tried again later.
GRACE_SECONDS = 3


class Command(BaseCommand):
    help = "Send mail and keep the clocks, until told to end. ./dev run starts it."

    def handle(self, *args: Any, **options: Any) -> None:
        running.hold()
        worker = Worker()

        def stop(number: int, frame: FrameType | None) -> None:
            worker.stopping = True
            signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)

        # An exception instead could be kept waiting by the clean-up on its way.
        signal.signal(signal.SIGALRM, lambda number, frame: os._exit(0))
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        if settings.METRICS_BIND:
            serving.serve(*settings.METRICS_BIND)
        try:
            worker.run()
        except Exception:
            # Python itself would print the error's text, which may quote anything.
            logger.critical("The worker can't go on.", exc_info=True)
            sys.exit(1)
        # In time: while Python ends, the alarm would count as a failure.
        signal.setitimer(signal.ITIMER_REAL, 0)
