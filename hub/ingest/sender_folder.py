"""The folder of sender files, read again when a file changes: no restart for a new sender.

A file with a fault leaves what it said before in force, and the log names it.
"""

from pathlib import Path

from hub.ingest.sender_file import SenderFile, read_sender_file
from hub.log import LogEvent, log


class SenderFolder:
    """What all files together say, by MSH-3 and MSH-4. Of several readers of one folder all but one are silent."""

    def __init__(self, folder: Path, *, is_silent: bool = False) -> None:
        self._folder = folder
        self._is_silent = is_silent
        self._seen: dict[Path, tuple[int, int]] = {}
        self._files: dict[Path, SenderFile] = {}

    def refresh(self) -> None:
        """Read what is new or changed, forget what is gone."""
        present = sorted(self._folder.glob("*.toml")) if self._folder.is_dir() else []
        for gone in self._seen.keys() - set(present):
            del self._seen[gone]
            self._files.pop(gone, None)
        for path in present:
            try:
                about = path.stat()
                stamp = (about.st_mtime_ns, about.st_size)
                if self._seen.get(path) == stamp:
                    continue
                self._seen[path] = stamp
                found, issues = read_sender_file(path.read_bytes())
            except OSError as err:
                self._say(LogEvent.SENDER_FILE_REFUSED, file=path.name, error=type(err).__name__)
                continue
            if found is None:
                self._say(LogEvent.SENDER_FILE_REFUSED, file=path.name, count=len(issues))
            else:
                self._files[path] = found
                self._say(LogEvent.SENDER_FILE_READ, file=path.name)

    def _say(self, event: LogEvent, **fields: str | int) -> None:
        if not self._is_silent:
            log(event, **fields)

    @property
    def has_certificates(self) -> bool:
        """Whether any file names a certificate."""
        return any(file.certificate for file in self._files.values())

    def all(self) -> list[SenderFile]:
        """Every file, by name."""
        return [self._files[path] for path in sorted(self._files)]

    def of_member(self, code: str) -> SenderFile | None:
        """The file that names this member; of several, the one whose name comes first."""
        return next((self._files[path] for path in sorted(self._files) if self._files[path].member == code), None)

    def find(self, application: str, facility: str) -> SenderFile | None:
        """The file of this sender; of two, the one whose name comes first."""
        for path in sorted(self._files):
            found = self._files[path]
            if (found.application, found.facility) == (application, facility):
                return found
        return None
