"""Suspensions, notices that an award ends early, second declarations of a return, and recoveries written off."""

import sqlalchemy as sa
from alembic import op

from grants.models.base import Moment, Words
from grants.models.guards import install_guards, remove_guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECOVERY_CHECKS = {
    "written_off_facts": "(status = 'written_off') = (written_off_by IS NOT NULL)",
    "written_off_with_reason": "(written_off_by IS NULL) = (written_off_why IS NULL)",
    "writer_off_differs": "written_off_by IS NULL OR written_off_by <> agreed_by",
}


def _people(table: str, *names: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_{table}_{name}")) for name in names]


def _suspension() -> None:
    op.create_table(
        "suspension",
        sa.Column("id", ID, nullable=False),
        sa.Column("award_id", ID, nullable=False),
        sa.Column("from_status", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("suspended_by", ID, nullable=False),
        sa.Column("suspended_at", Moment(timezone=True), nullable=False),
        sa.Column("resumed_by", ID, nullable=True),
        sa.Column("resumed_at", Moment(timezone=True), nullable=True),
        sa.Column("resumed_why", Words(), nullable=True),
        sa.CheckConstraint("from_status IN ('accepted', 'active')", name=op.f("ck_suspension_from_status_known")),
        sa.CheckConstraint("(resumed_by IS NULL) = (resumed_at IS NULL)", name=op.f("ck_suspension_resumed_together")),
        sa.CheckConstraint(
            "(resumed_by IS NULL) = (resumed_why IS NULL)", name=op.f("ck_suspension_resumed_with_reason")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_suspension_award_id")),
        *_people("suspension", "suspended_by", "resumed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_suspension_award_id"), "suspension", ["award_id"])
    _one_open("uq_suspension_open", "suspension", "resumed_at IS NULL")


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", ID, nullable=False),
        sa.Column("award_id", ID, nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("short_why", Words(), nullable=True),
        sa.Column("given_by", ID, nullable=False),
        sa.Column("given_at", Moment(timezone=True), nullable=False),
        sa.Column("ended_by", ID, nullable=True),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        sa.Column("withdrawn_by", ID, nullable=True),
        sa.Column("withdrawn_at", Moment(timezone=True), nullable=True),
        sa.Column("withdrawn_why", Words(), nullable=True),
        sa.CheckConstraint("ended_by IS NULL OR ended_by <> given_by", name=op.f("ck_notice_ender_differs")),
        sa.CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name=op.f("ck_notice_ended_together")),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_notice_withdrawn_together")
        ),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_why IS NULL)", name=op.f("ck_notice_withdrawn_with_reason")
        ),
        sa.CheckConstraint("ended_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_notice_one_outcome")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_notice_award_id")),
        *_people("notice", "given_by", "ended_by", "withdrawn_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_notice_award_id"), "notice", ["award_id"])
    _one_open("uq_notice_standing", "notice", "withdrawn_at IS NULL")


def _return_declaration() -> None:
    op.create_table(
        "return_declaration",
        sa.Column("id", ID, nullable=False),
        sa.Column("return_id", ID, nullable=False),
        sa.Column("submission_id", ID, nullable=False),
        sa.Column("position", ID, nullable=False),
        sa.Column("declared_by", ID, nullable=False),
        sa.Column("declared_at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint("position IN (1, 2)", name=op.f("ck_return_declaration_two_at_most")),
        sa.ForeignKeyConstraint(["return_id"], ["monitoring_return.id"], name=op.f("fk_return_declaration_return_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_return_declaration_submission_id")),
        *_people("return_declaration", "declared_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_declaration")),
        sa.UniqueConstraint(
            "submission_id", "declared_by", name=op.f("uq_return_declaration_submission_id_declared_by")
        ),
        sa.UniqueConstraint("submission_id", "position", name=op.f("uq_return_declaration_submission_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_return_declaration_return_id"), "return_declaration", ["return_id"])


def _one_open(name: str, table: str, rule: str) -> None:
    op.create_index(name, table, ["award_id"], unique=True, sqlite_where=sa.text(rule), postgresql_where=sa.text(rule))


def upgrade() -> None:
    remove_guards(op.get_bind())
    _suspension()
    _notice()
    _return_declaration()
    with op.batch_alter_table("recovery", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("written_off_by", ID, nullable=True))
        batch.add_column(sa.Column("written_off_why", Words(), nullable=True))
        batch.create_foreign_key(op.f("fk_recovery_written_off_by"), "person", ["written_off_by"], ["id"])
        for name, rule in RECOVERY_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_recovery_{name}"), rule)
    install_guards(op.get_bind())


def downgrade() -> None:
    remove_guards(op.get_bind())
    with op.batch_alter_table("recovery", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for name in RECOVERY_CHECKS:
            batch.drop_constraint(op.f(f"ck_recovery_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_recovery_written_off_by"), type_="foreignkey")
        batch.drop_column("written_off_why")
        batch.drop_column("written_off_by")
    for table in ("return_declaration", "notice", "suspension"):
        op.drop_table(table)
    install_guards(op.get_bind())
