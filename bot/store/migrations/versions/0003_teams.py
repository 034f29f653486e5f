"""Teams: things kept about somebody else, and events that can wait behind those somebody waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_open = sa.text("state = 'open'")
_of_somebody = sa.text("about != ''")


def upgrade() -> None:
    """Forward; there is no way back but a backup."""
    with op.batch_alter_table("kept") as kept:
        kept.alter_column("id", existing_type=sa.String(length=40), type_=sa.String(length=60), existing_nullable=False)
        kept.add_column(sa.Column("about", sa.String(length=40), nullable=False, server_default=""))
    op.create_index(
        "ix_kept_about", "kept", ["about", "kind"], sqlite_where=_of_somebody, postgresql_where=_of_somebody
    )
    op.add_column("inbox", sa.Column("urgency", sa.Integer(), nullable=False, server_default="0"))
    for name, columns in (("ix_inbox_open", []), ("ix_inbox_open_actor", ["actor"])):
        op.drop_index(name, "inbox")
        op.create_index(name, "inbox", [*columns, "urgency", "id"], sqlite_where=_open, postgresql_where=_open)
