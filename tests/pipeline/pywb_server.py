"""pywb's replay server on a free loopback port, which it prints; run by .venv-replay's Python.

It serves the collections below the current folder until it is terminated.
"""

from gevent.pywsgi import WSGIServer
from pywb.apps.frontendapp import FrontEndApp

server = WSGIServer(("127.0.0.1", 0), FrontEndApp(), log=None)
server.start()
# pywb prints about a missing config.yaml, without a line end.
print(f"\nport {server.server_port}", flush=True)
server.serve_forever()
