"""Whether the service is well, and what it has done, for whoever asks on this machine: ``/health`` and ``/metrics``.

Numbers only: nothing that a student has written, and nobody's name.
"""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

LOOPBACK = "127.0.0.1"
# The main loop turns at least this often; one that has not for longer hangs.
STALLED_SECONDS = 60.0
_SECONDS = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)


class Monitor:
    """Counts, and tells."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.arrived = Counter(
            "autograder_arrived", "Submissions that have arrived.", ["course"], registry=self.registry
        )
        self.ended = Counter(
            "autograder_ended", "What became of submissions.", ["course", "outcome"], registry=self.registry
        )
        self.waiting = Gauge("autograder_waiting", "Submissions that wait.", ["course"], registry=self.registry)
        self.running = Gauge(
            "autograder_running", "Submissions that are being judged.", ["course", "lane"], registry=self.registry
        )
        self.seconds = Histogram(
            "autograder_feedback_seconds",
            "From the arrival of a submission to feedback that can be fetched.",
            ["course", "lane"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._turned = time.monotonic()
        self._server: ThreadingHTTPServer | None = None

    def turned(self) -> None:
        """The main loop is alive."""
        self._turned = time.monotonic()

    @property
    def is_well(self) -> bool:
        return time.monotonic() - self._turned < STALLED_SECONDS

    def listen(self, port: int) -> int:
        """Answer on the loopback address; returns the port.

        Raises:
            OSError: the port is taken.
        """
        monitor = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind = "text/plain; charset=utf-8"
                if self.path == "/health":
                    status, body = (200, b"well\n") if monitor.is_well else (503, b"stalled\n")
                elif self.path == "/metrics":
                    status, kind, body = 200, CONTENT_TYPE_LATEST, generate_latest(monitor.registry)
                else:
                    status, body = 404, b"/health and /metrics are here\n"
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                """Who asks for numbers is not worth a line."""

        self._server = ThreadingHTTPServer((LOOPBACK, port), Handler)
        threading.Thread(target=self._server.serve_forever, name="monitor", daemon=True).start()
        return int(self._server.server_address[1])

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
