"""`make golden`: writes what every golden case gives now; read the diff before committing it."""

from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


def rewrite() -> None:
    """Write the expected output of each folder that has a `cases.py`."""
    for found in sorted(HERE.glob("*/cases.py")):
        import_module(f"tests.golden.{found.parent.name}.cases").write_expected()


if __name__ == "__main__":
    rewrite()
