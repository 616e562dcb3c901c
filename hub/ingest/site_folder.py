"""The folder of site files, read again when a file changes: no restart for a new column or code.

A file with a fault leaves what it said before in force, and the log names it.
"""

from pathlib import Path

from hub.ingest.site_file import SiteFile, read_site_file
from hub.log import LogEvent, log


class SiteFolder:
    """What all site files say, by member."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, tuple[int, int]] = {}
        self._files: dict[Path, SiteFile] = {}

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
                found, issues = read_site_file(path.read_bytes())
            except OSError as err:
                log(LogEvent.SITE_FILE_REFUSED, file=path.name, error=type(err).__name__)
                continue
            if found is None:
                log(LogEvent.SITE_FILE_REFUSED, file=path.name, count=len(issues))
            else:
                self._files[path] = found
                log(LogEvent.SITE_FILE_READ, file=path.name)

    def of_member(self, code: str) -> SiteFile | None:
        """The file of this member; of two, the one whose name comes first."""
        return next((self._files[path] for path in sorted(self._files) if self._files[path].member == code), None)

    def with_views(self) -> list[tuple[str, SiteFile]]:
        """The files that name views to read, each with its own name."""
        return [(path.stem, self._files[path]) for path in sorted(self._files) if self._files[path].views]
