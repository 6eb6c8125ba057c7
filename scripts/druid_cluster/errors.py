"""What can go wrong with a cluster, in one sentence and what to do about it."""


class ClusterError(Exception):
    """A cluster cannot be had."""

    code = "failed"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.args[0]} ({self.hint})" if self.hint else str(self.args[0])


class MissingProgram(ClusterError):
    """Java or Maven is not on this machine, or not in a version that serves."""

    code = "missing_program"


class NotReachable(ClusterError):
    """Maven's registry gave no jars."""

    code = "not_reachable"


class PortTaken(ClusterError):
    """Another program listens on the port that was asked for."""

    code = "port_taken"


class NoMemory(ClusterError):
    """The services would not fit into the memory that is free."""

    code = "no_memory"
