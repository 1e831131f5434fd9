"""What the command line says of a cluster, and how far it has come; needs no Dask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

#: Stands for the cores of this machine where an address is expected; ``local:4`` for four.
LOCAL = "local"


@dataclass(slots=True)
class Plan:
    """``scheduler`` is an address that Dask takes, or ``local``, or ``local:`` and a number.

    ``seconds`` is the time limit of one document; ``patience`` how long, in seconds, nobody
    may be there to work before the run is given up; ``shard`` the documents of one task and
    one partition. ``on_read`` hears how many documents
    were read since it last heard. ``stop`` ends the map at its next look.
    """

    scheduler: str = LOCAL
    seconds: float = 60.0
    patience: float = 60.0
    shard: int = 64
    on_read: Callable[[int], None] = lambda count: None
    stop: Event = field(default_factory=Event)

    @property
    def local_workers(self) -> int | None:
        """How many processes of this machine; 0 for one a core, None for a scheduler elsewhere."""
        name, _, count = self.scheduler.partition(":")
        if name != LOCAL:
            return None
        return int(count) if count else 0
