"""Criteria and steps of delegation are frozen with the round that was published with them.

No table changes: the guards that the models ask for are made anew.
"""

from alembic import op

from grants.models.guards import install_guards

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    install_guards(op.get_bind())


def downgrade() -> None:
    install_guards(op.get_bind())
