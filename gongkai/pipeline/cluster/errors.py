"""What can be wrong with a cluster, in words for the person at the terminal."""

from __future__ import annotations


class ClusterError(Exception):
    """The cluster cannot be used, or was lost; what it read so far is kept for the next run."""
