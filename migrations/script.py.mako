"""${message}."""

import sqlalchemy as sa
from alembic import op

import grants.models.base
from grants.models.guards import install_guards, remove_guards

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    remove_guards(op.get_bind())
    ${upgrades if upgrades else "pass"}
    install_guards(op.get_bind())


def downgrade() -> None:
    remove_guards(op.get_bind())
    ${downgrades if downgrades else "pass"}
    install_guards(op.get_bind())
