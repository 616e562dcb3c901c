"""Jobs with their files, readers of changes, subscriptions with their events. Nothing that is there changes."""

from alembic import op

from hub.store.schema import statements_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    for statement in statements_of(revision, dialect=op.get_bind().dialect.name):
        op.execute(statement)
