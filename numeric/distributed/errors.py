"""What can go wrong when a batch is spread over workers, by name."""

from numeric.errors import NumericError


class DistributedError(NumericError):
    """A computation cannot be spread over workers or put together again; its subclasses say why."""


class SplitError(DistributedError):
    """A batch cannot be cut into shards as asked, or shards are not those of one batch."""


class AggregationError(DistributedError):
    """Results of shards that are not one each of one batch."""


class ExecutorError(DistributedError):
    """There is nothing to compute with: too few workers, or an object that is no executor."""


class WorkError(DistributedError):
    """A piece of work raised an error where it was computed.

    name   of the piece: the shard or the layer.
    kind   name of the error's class.
    trace  the traceback where it was raised, as text.
    """

    def __init__(self, name: str, *, kind: str, message: str, trace: str) -> None:
        super().__init__(f"{name}: {kind}: {message}")
        self.name, self.kind, self.trace = name, kind, trace


class WorkerDiedError(DistributedError):
    """A process ended while it computed.

    names  of the pieces of work it may have died of; one where that is known.
    """

    def __init__(self, message: str, *, names: tuple[str, ...]) -> None:
        super().__init__(message)
        self.names = names
