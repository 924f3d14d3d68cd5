"""PostgreSQL's own lock file: which server runs on a data folder, and whether it takes connections."""

from dataclasses import dataclass
from pathlib import Path

_NO_PROCESS = "4194305"  # one above the largest process id of Linux


@dataclass(frozen=True, slots=True)
class ServerLock:
    data: Path

    @property
    def pid(self) -> int | None:
        """The process id of the server that runs on this folder; a process of another kind does not count."""
        lines = self._lines()
        if not lines or str(self.data).encode() not in self._command(lines[0]):
            return None
        return int(lines[0])

    @property
    def ready(self) -> bool:
        """Whether it takes connections: PostgreSQL itself writes so."""
        return self.pid is not None and "ready" in (line.strip() for line in self._lines())

    def disown(self) -> None:
        """Free a lock that names a zombie, or another program that got the number after a restart.

        Only the number is replaced, by one no process can have: PostgreSQL still makes sure by the lock's
        other lines that no child of the dead server is left.
        """
        lines = self._lines()
        if lines and self.pid is None:
            self._file.write_text("\n".join([_NO_PROCESS, *lines[1:]]))

    @property
    def _file(self) -> Path:
        return self.data / "postmaster.pid"

    def _lines(self) -> list[str]:
        try:
            return self._file.read_text().split("\n")
        except OSError:
            return []

    @staticmethod
    def _command(pid: str) -> list[bytes]:
        """A process's command line; empty if it is gone or a zombie."""
        try:
            return [word for word in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") if word]
        except OSError:
            return []
