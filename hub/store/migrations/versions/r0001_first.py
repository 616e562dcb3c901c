"""The first schema: resources, index, identifiers, inbox, outbox, timers, grants, audit, administration.

The statements stand in `scripts/`, one file for each engine, so that a new file is made from the same text.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SCRIPTS = Path(__file__).parent.parent / "scripts"


def upgrade() -> None:
    """Make all tables."""
    script = (_SCRIPTS / f"{revision}_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            op.execute(statement)
