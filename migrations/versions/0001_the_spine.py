"""Every table of one grant's whole life, and the guards on those that must never change."""

import sqlalchemy as sa
from alembic import op

import grants.models.base
from grants.models.guards import install_guards, remove_guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    remove_guards(op.get_bind())
    op.create_table(
        "authority",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", grants.models.base.Words(), nullable=False),
        sa.Column("name", grants.models.base.Words(), nullable=False),
        sa.Column("address", grants.models.base.Words(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority")),
        sa.UniqueConstraint("key", name=op.f("uq_authority_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "chain_head",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", grants.models.base.Words(), nullable=False),
        sa.Column("seal", grants.models.base.Words(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('application', 'award', 'organisation', 'fund', 'person', 'payment_run')",
            name=op.f("ck_chain_head_kind_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_head")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_chain_head_kind_subject_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("content", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("digest", grants.models.base.Words(), nullable=False),
        sa.Column("previous_digest", grants.models.base.Words(), nullable=False),
        sa.Column("signature", grants.models.base.Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("key", grants.models.base.Words(), nullable=False),
        sa.Column("argument", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("run_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("state", grants.models.base.Words(), nullable=False),
        sa.Column("lease", grants.models.base.Words(), nullable=True),
        sa.Column("lease_until", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("progress", grants.models.base.Words(), nullable=True),
        sa.Column("error", grants.models.base.Words(), nullable=True),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("done_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'stuck')", name=op.f("ck_job_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_due", ["state", "run_at", "id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", grants.models.base.Words(), nullable=False),
        sa.Column("name", grants.models.base.Words(), nullable=False),
        sa.Column("sort_name", grants.models.base.Words(), nullable=False),
        sa.Column("legal_form", grants.models.base.Words(), nullable=False),
        sa.Column("charity_number", grants.models.base.Words(), nullable=True),
        sa.Column("company_number", grants.models.base.Words(), nullable=True),
        sa.Column("other_number", grants.models.base.Words(), nullable=True),
        sa.Column("purpose", grants.models.base.Words(), nullable=True),
        sa.Column("address", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("postcode", grants.models.base.Words(), nullable=True),
        sa.Column("phone", grants.models.base.Words(), nullable=True),
        sa.Column("email", grants.models.base.Words(), nullable=True),
        sa.Column("website", grants.models.base.Words(), nullable=True),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("annual_income", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("supplier_number", grants.models.base.Words(), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["merged_into_id"], ["organisation.id"], name=op.f("fk_organisation_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("reference", name=op.f("uq_organisation_reference")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_charity_number"), ["charity_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_company_number"), ["company_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_postcode"), ["postcode"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_sort_name"), ["sort_name"], unique=False)

    op.create_table(
        "period",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("financial_year", grants.models.base.Words(), nullable=False),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_period_status_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("financial_year", name=op.f("uq_period_financial_year")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", grants.models.base.Words(), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('human', 'system')", name=op.f("ck_person_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rule_value",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", grants.models.base.Words(), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("source", grants.models.base.Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_value")),
        sa.UniqueConstraint("name", "starts_on", name=op.f("uq_rule_value_name_starts_on")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("account_digest", grants.models.base.Words(), nullable=False),
        sa.Column("address_digest", grants.models.base.Words(), nullable=False),
        sa.Column("device_digest", grants.models.base.Words(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_account", ["account_digest", "at"], unique=False)
        batch_op.create_index("ix_sign_in_attempt_address", ["address_digest", "at"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("object_key", grants.models.base.Words(), nullable=False),
        sa.Column("sha256", grants.models.base.Words(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("media_type", grants.models.base.Words(), nullable=False),
        sa.Column("state", grants.models.base.Words(), nullable=False),
        sa.Column("scanned_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("threat", grants.models.base.Words(), nullable=True),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'clean', 'infected', 'unscanned')", name=op.f("ck_stored_file_state_known")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_size_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("object_key", name=op.f("uq_stored_file_object_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "access_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action", grants.models.base.Words(), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", grants.models.base.Words(), nullable=False),
        sa.Column("rows", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", grants.models.base.Words(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_log_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_log_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_access_log_subject", ["kind", "subject_id", "at"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", grants.models.base.Words(), nullable=False),
        sa.Column("email_folded", grants.models.base.Words(), nullable=False),
        sa.Column("password_hash", grants.models.base.Words(), nullable=True),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("disabled_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("totp_sealed", grants.models.base.Words(), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_folded", name=op.f("uq_account_email_folded")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_person_id"), ["person_id"], unique=False)

    op.create_table(
        "area",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("authority_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("code", grants.models.base.Words(), nullable=False),
        sa.Column("name", grants.models.base.Words(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('county', 'district', 'ward', 'division', 'own')", name=op.f("ck_area_kind_known")
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_area_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("authority_id", "code", "starts_on", name=op.f("uq_area_authority_id_code_starts_on")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_authority_id"), ["authority_id"], unique=False)

    op.create_table(
        "bank_account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("random_key", grants.models.base.Words(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.Column("sealed", grants.models.base.Words(), nullable=False),
        sa.Column("digest", grants.models.base.Words(), nullable=False),
        sa.Column("last_two", grants.models.base.Words(), nullable=False),
        sa.Column("modulus", grants.models.base.Words(), nullable=False),
        sa.Column("evidence_file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposed_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("verified_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("verified_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("call_back_number", grants.models.base.Words(), nullable=True),
        sa.Column("call_back_person", grants.models.base.Words(), nullable=True),
        sa.Column("call_back_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("name_check", grants.models.base.Words(), nullable=True),
        sa.Column("hold_until", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("refused_reason", grants.models.base.Words(), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "status IN ('proposed', 'verified', 'refused', 'replaced')", name=op.f("ck_bank_account_status_known")
        ),
        sa.CheckConstraint(
            "status NOT IN ('verified') OR (verified_by IS NOT NULL AND verified_at IS NOT NULL AND call_back_at IS NOT NULL)",
            name=op.f("ck_bank_account_verified_facts"),
        ),
        sa.CheckConstraint(
            "verified_by IS NULL OR verified_by <> proposed_by", name=op.f("ck_bank_account_verifier_differs")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"], ["stored_file.id"], name=op.f("fk_bank_account_evidence_file_id")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_bank_account_organisation_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_bank_account_proposed_by")),
        sa.ForeignKeyConstraint(["verified_by"], ["person.id"], name=op.f("fk_bank_account_verified_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_account")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_bank_account_id_organisation_id")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_bank_account_organisation_id_number")),
        sa.UniqueConstraint("random_key", name=op.f("uq_bank_account_random_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bank_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_account_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_bank_account_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            "uq_bank_account_current",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("status = 'verified'"),
            postgresql_where=sa.text("status = 'verified'"),
        )

    op.create_table(
        "disposal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", grants.models.base.Words(), nullable=False),
        sa.Column("disposed_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("disposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["disposed_by"], ["person.id"], name=op.f("fk_disposal_disposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chain_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", grants.models.base.Words(), nullable=False),
        sa.Column("request_id", grants.models.base.Words(), nullable=False),
        sa.Column("body", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("detail_digest", grants.models.base.Words(), nullable=True),
        sa.Column("previous_hash", grants.models.base.Words(), nullable=False),
        sa.Column("hash", grants.models.base.Words(), nullable=False),
        sa.Column("seal", grants.models.base.Words(), nullable=False),
        sa.ForeignKeyConstraint(["chain_id"], ["chain_head.id"], name=op.f("fk_event_chain_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("chain_id", "sequence", name=op.f("uq_event_chain_id_sequence")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "fund",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("authority_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", grants.models.base.Words(), nullable=False),
        sa.Column("prefix", grants.models.base.Words(), nullable=False),
        sa.Column("title", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("summary", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("purpose", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("who_can_apply", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("department", grants.models.base.Words(), nullable=False),
        sa.Column("legal_power", grants.models.base.Words(), nullable=False),
        sa.Column("grant_not_contract", grants.models.base.Words(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("terms", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_fund_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("key", name=op.f("uq_fund_key")),
        sa.UniqueConstraint("prefix", name=op.f("uq_fund_prefix")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "idempotency",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", grants.models.base.Words(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body_digest", grants.models.base.Words(), nullable=False),
        sa.Column("outcome", grants.models.base.CanonicalJson(), nullable=True),
        sa.Column("at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idempotency_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_idempotency_person_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role", grants.models.base.Words(), nullable=False),
        sa.Column("invited_name", grants.models.base.Words(), nullable=True),
        sa.Column("invited_email", grants.models.base.Words(), nullable=True),
        sa.Column("invited_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("joined_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('lead', 'contributor', 'signatory', 'viewer')", name=op.f("ck_membership_role_known")
        ),
        sa.CheckConstraint("joined_at IS NULL OR person_id IS NOT NULL", name=op.f("ck_membership_joined_is_a_person")),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_membership_invited_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_membership_live",
            ["organisation_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND person_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND person_id IS NOT NULL"),
        )

    op.create_table(
        "payment_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", grants.models.base.Words(), nullable=False),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("total", grants.models.base.PenceType(), nullable=False),
        sa.Column("payments_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prepared_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prepared_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("checked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("checked_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("released_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("released_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("file_sha256", grants.models.base.Words(), nullable=True),
        sa.Column("status_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("status_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "status IN ('prepared', 'released', 'cancelled', 'settled')", name=op.f("ck_payment_run_status_known")
        ),
        sa.CheckConstraint(
            "status NOT IN ('released', 'settled') OR released_by IS NOT NULL",
            name=op.f("ck_payment_run_released_facts"),
        ),
        sa.CheckConstraint("(checked_by IS NULL) = (checked_at IS NULL)", name=op.f("ck_payment_run_checked_together")),
        sa.CheckConstraint(
            "(released_by IS NULL) = (released_at IS NULL)", name=op.f("ck_payment_run_released_together")
        ),
        sa.CheckConstraint(
            "checked_by IS NULL OR (checked_by <> prepared_by)", name=op.f("ck_payment_run_checker_differs")
        ),
        sa.CheckConstraint(
            "checked_by IS NULL OR released_by IS NULL OR checked_by <> released_by",
            name=op.f("ck_payment_run_third_person"),
        ),
        sa.CheckConstraint(
            "released_by IS NULL OR released_by <> prepared_by", name=op.f("ck_payment_run_releaser_differs")
        ),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_payment_run_checked_by")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_payment_run_file_id")),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name=op.f("fk_payment_run_prepared_by")),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name=op.f("fk_payment_run_released_by")),
        sa.ForeignKeyConstraint(["status_by"], ["person.id"], name=op.f("fk_payment_run_status_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_run")),
        sa.UniqueConstraint("id", "prepared_by", name=op.f("uq_payment_run_id_prepared_by")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_run_reference")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "source",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("authority_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", grants.models.base.Words(), nullable=False),
        sa.Column("title", grants.models.base.Words(), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("funder", grants.models.base.Words(), nullable=False),
        sa.Column("agreement", grants.models.base.Words(), nullable=True),
        sa.Column("spend_from", sa.Date(), nullable=True),
        sa.Column("spend_until", sa.Date(), nullable=True),
        sa.Column("recovered_may_be_reused", sa.Boolean(), nullable=False),
        sa.Column("match_state", grants.models.base.Words(), nullable=True),
        sa.Column("match_amount", grants.models.base.PenceType(), nullable=True),
        sa.Column("terms", grants.models.base.CanonicalJson(), nullable=False),
        sa.CheckConstraint("(kind = 'match') = (match_state IS NOT NULL)", name=op.f("ck_source_only_match_has_state")),
        sa.CheckConstraint(
            "kind IN ('base', 'additional', 'transitional', 'external', 'pooled', 'match')",
            name=op.f("ck_source_kind_known"),
        ),
        sa.CheckConstraint(
            "match_state IS NULL OR match_state IN ('pledged', 'secured', 'evidenced')",
            name=op.f("ck_source_match_state_known"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_source_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("authority_id", "key", name=op.f("uq_source_authority_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "status_import",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", grants.models.base.Words(), nullable=False),
        sa.Column("lines_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("imported_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("imported_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["imported_by"], ["person.id"], name=op.f("fk_status_import_imported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_import")),
        sa.UniqueConstraint("sha256", name=op.f("uq_status_import_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "stop",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", grants.models.base.Words(), nullable=False),
        sa.Column("raised_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("raised_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lifted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lifted_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> raised_by", name=op.f("ck_stop_two_people")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_stop_confirmed_by")),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_stop_lifted_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_stop_organisation_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_stop_raised_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("stop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stop_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "email_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purpose", grants.models.base.Words(), nullable=False),
        sa.Column("token_hash", grants.models.base.Words(), nullable=False),
        sa.Column("email", grants.models.base.Words(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("membership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("used_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('register', 'reset', 'join', 'staff')", name=op.f("ck_email_link_purpose_known")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_email_link_account_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_email_link_membership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_link_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("email_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_email_link_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_email_link_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "event_detail",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("salt", grants.models.base.Words(), nullable=False),
        sa.Column("content", grants.models.base.CanonicalJson(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_detail_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_detail")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_detail_event_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event_subject",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_subject_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_subject")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("event_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_subject_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_event_subject_of", ["kind", "subject_id"], unique=False)

    op.create_table(
        "form_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", grants.models.base.Words(), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("definition", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("digest", grants.models.base.Words(), nullable=False),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("published_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('eligibility', 'application', 'return')", name=op.f("ck_form_version_kind_known")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_form_version_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_version")),
        sa.UniqueConstraint("fund_id", "key", "number", name=op.f("uq_form_version_fund_id_key_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("form_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_version_fund_id"), ["fund_id"], unique=False)

    op.create_table(
        "fund_owner",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", grants.models.base.Words(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_owner_fund_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_fund_owner_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_owner")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("fund_owner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_owner_fund_id"), ["fund_id"], unique=False)

    op.create_table(
        "kept_post",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", grants.models.base.Words(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("path", grants.models.base.Words(), nullable=False),
        sa.Column("sealed", grants.models.base.Words(), nullable=False),
        sa.Column("expires_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_kept_post_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_post")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kept_post_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kept_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_post_account_id"), ["account_id"], unique=False)

    op.create_table(
        "letter_template",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("definition", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("digest", grants.models.base.Words(), nullable=False),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("published_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('award', 'decline')", name=op.f("ck_letter_template_kind_known")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_letter_template_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
        sa.UniqueConstraint("fund_id", "kind", "number", name=op.f("uq_letter_template_fund_id_kind_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("letter_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_template_fund_id"), ["fund_id"], unique=False)

    op.create_table(
        "lot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", grants.models.base.Words(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("area_code", grants.models.base.Words(), nullable=True),
        sa.Column("target", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("target_unit", grants.models.base.Words(), nullable=True),
        sa.Column("reached_before", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assumed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_lot_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("fund_id", "key", name=op.f("uq_lot_fund_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lot_fund_id"), ["fund_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", grants.models.base.Words(), nullable=False),
        sa.Column("used_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_account_id"), ["account_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", grants.models.base.Words(), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("granted_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('officer', 'assessor', 'manager', 'head_of_service', 'director', 'cabinet_member', 'finance', 'auditor', 'admin')",
            name=op.f("ck_role_grant_role_known"),
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_role_grant_ended_is_whole")),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_at IS NOT NULL", name=op.f("ck_role_grant_confirmed_is_dated")
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> person_id", name=op.f("ck_role_grant_not_own_confirmation")
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR granted_by IS NULL OR confirmed_by <> granted_by",
            name=op.f("ck_role_grant_two_people"),
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_role_grant_ends_after_start")),
        sa.CheckConstraint(
            "granted_by IS NULL OR confirmed_at IS NULL OR confirmed_by IS NOT NULL",
            name=op.f("ck_role_grant_given_then_confirmed"),
        ),
        sa.CheckConstraint("granted_by IS NULL OR granted_by <> person_id", name=op.f("ck_role_grant_not_own_role")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_role_grant_confirmed_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_role_grant_ended_by")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_role_grant_fund_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_role_grant_granted_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "scheme_load",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", grants.models.base.Words(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("loaded_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_scheme_load_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_load")),
        sa.UniqueConstraint("fund_id", "number", name=op.f("uq_scheme_load_fund_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("scheme_load", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheme_load_fund_id"), ["fund_id"], unique=False)

    op.create_table(
        "search_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("folded", grants.models.base.Words(), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_search_row_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_row")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_search_row_kind_subject_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("search_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_row_fund_id"), ["fund_id"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", grants.models.base.Words(), nullable=False),
        sa.Column("device", grants.models.base.Words(), nullable=False),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("last_seen_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("second_factor_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("ended_why", grants.models.base.Words(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_web_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_session_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "allocation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("financial_year", grants.models.base.Words(), nullable=False),
        sa.Column("cost_code", grants.models.base.Words(), nullable=False),
        sa.Column("amount", grants.models.base.PenceType(), nullable=False),
        sa.Column("assumed", sa.Boolean(), nullable=False),
        sa.Column("note", grants.models.base.Words(), nullable=True),
        sa.Column("available", grants.models.base.PenceType(), nullable=False),
        sa.Column("held_back", grants.models.base.PenceType(), nullable=False),
        sa.Column("reserved", grants.models.base.PenceType(), nullable=False),
        sa.Column("committed", grants.models.base.PenceType(), nullable=False),
        sa.Column("spent_direct", grants.models.base.PenceType(), nullable=False),
        sa.Column("paid", grants.models.base.PenceType(), nullable=False),
        sa.Column("returned", grants.models.base.PenceType(), nullable=False),
        sa.CheckConstraint(
            "amount = available + held_back + reserved + committed + spent_direct + paid + returned",
            name=op.f("ck_allocation_buckets_add_up"),
        ),
        sa.CheckConstraint("available >= 0", name=op.f("ck_allocation_available_not_negative")),
        sa.CheckConstraint("committed >= 0", name=op.f("ck_allocation_committed_not_negative")),
        sa.CheckConstraint("held_back >= 0", name=op.f("ck_allocation_held_back_not_negative")),
        sa.CheckConstraint("paid >= 0", name=op.f("ck_allocation_paid_not_negative")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_allocation_reserved_not_negative")),
        sa.CheckConstraint("returned >= 0", name=op.f("ck_allocation_returned_not_negative")),
        sa.CheckConstraint("spent_direct >= 0", name=op.f("ck_allocation_spent_direct_not_negative")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_allocation_fund_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_allocation_lot_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_allocation_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint(
            "source_id",
            "fund_id",
            "lot_id",
            "financial_year",
            name=op.f("uq_allocation_source_id_fund_id_lot_id_financial_year"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_source_id"), ["source_id"], unique=False)
        batch_op.create_index(
            "uq_allocation_whole_fund",
            ["source_id", "fund_id", "financial_year"],
            unique=True,
            sqlite_where=sa.text("lot_id IS NULL"),
            postgresql_where=sa.text("lot_id IS NULL"),
        )

    op.create_table(
        "response",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["form_version_id"], ["form_version.id"], name=op.f("fk_response_form_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_form_version_id"), ["form_version_id"], unique=False)

    op.create_table(
        "round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", grants.models.base.Words(), nullable=False),
        sa.Column("title", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("route", grants.models.base.Words(), nullable=False),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.Column("stages", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("opens_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("closes_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("decision_expected_on", sa.Date(), nullable=True),
        sa.Column("award_starts_on", sa.Date(), nullable=True),
        sa.Column("award_ends_on", sa.Date(), nullable=True),
        sa.Column("financial_year", grants.models.base.Words(), nullable=False),
        sa.Column("min_award", grants.models.base.PenceType(), nullable=True),
        sa.Column("max_award", grants.models.base.PenceType(), nullable=True),
        sa.Column("one_live_application", sa.Boolean(), nullable=False),
        sa.Column("signatory_required", sa.Boolean(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("assessors_needed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("eligibility_form_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("application_form_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decline_letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("plan", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("direct_reason", grants.models.base.Words(), nullable=True),
        sa.Column("published_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("published_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("status_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("scheme_digest", grants.models.base.Words(), nullable=False),
        sa.Column("last_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("route <> 'direct' OR direct_reason IS NOT NULL", name=op.f("ck_round_direct_has_reason")),
        sa.CheckConstraint(
            "route IN ('competitive', 'rolling', 'invitation', 'direct')", name=op.f("ck_round_route_known")
        ),
        sa.CheckConstraint("status = 'draft' OR published_at IS NOT NULL", name=op.f("ck_round_published_facts")),
        sa.CheckConstraint("status IN ('draft', 'published', 'finished')", name=op.f("ck_round_status_known")),
        sa.CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name=op.f("ck_round_closes_after_opening")),
        sa.CheckConstraint(
            "min_award IS NULL OR max_award IS NULL OR min_award <= max_award", name=op.f("ck_round_limits_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["application_form_id"], ["form_version.id"], name=op.f("fk_round_application_form_id")
        ),
        sa.ForeignKeyConstraint(["award_letter_id"], ["letter_template.id"], name=op.f("fk_round_award_letter_id")),
        sa.ForeignKeyConstraint(["decline_letter_id"], ["letter_template.id"], name=op.f("fk_round_decline_letter_id")),
        sa.ForeignKeyConstraint(
            ["eligibility_form_id"], ["form_version.id"], name=op.f("fk_round_eligibility_form_id")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_round_fund_id")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_round_published_by")),
        sa.ForeignKeyConstraint(["status_by"], ["person.id"], name=op.f("fk_round_status_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("fund_id", "key", name=op.f("uq_round_fund_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_fund_id"), ["fund_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question", grants.models.base.Words(), nullable=False),
        sa.Column("value", grants.models.base.CanonicalJson(), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answered_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_answer_answered_by")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_answer_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("response_id", "question", name=op.f("uq_answer_response_id_question")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("question", grants.models.base.Words(), nullable=True),
        sa.Column("name", grants.models.base.Words(), nullable=False),
        sa.Column("added_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("removed_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_attachment_added_by")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_attachment_file_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_attachment_organisation_id")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_attachment_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_response_id"), ["response_id"], unique=False)

    op.create_table(
        "criterion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", grants.models.base.Words(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("guidance", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("weight", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("minimum", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("bands", grants.models.base.CanonicalJson(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_criterion_weight_in_range")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_criterion_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("round_id", "key", name=op.f("uq_criterion_round_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criterion_round_id"), ["round_id"], unique=False)

    op.create_table(
        "delegation_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("up_to", grants.models.base.PenceType(), nullable=True),
        sa.Column("roles", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("consult", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("source", grants.models.base.Words(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_delegation_step_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_step")),
        sa.UniqueConstraint("round_id", "position", name=op.f("uq_delegation_step_round_id_position")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("delegation_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_step_round_id"), ["round_id"], unique=False)

    op.create_table(
        "direct_spend",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("allocation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("payee", grants.models.base.Words(), nullable=False),
        sa.Column("description", grants.models.base.Words(), nullable=False),
        sa.Column("pence", grants.models.base.PenceType(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("finance_reference", grants.models.base.Words(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("approved_by <> recorded_by", name=op.f("ck_direct_spend_approver_differs")),
        sa.CheckConstraint("pence > 0", name=op.f("ck_direct_spend_positive")),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_direct_spend_allocation_id")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_direct_spend_approved_by")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_direct_spend_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direct_spend")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("direct_spend", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_direct_spend_allocation_id"), ["allocation_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("reason", grants.models.base.Words(), nullable=False),
        sa.Column("given_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("given_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_extension_given_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_extension_organisation_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_extension_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extension_round_id"), ["round_id"], unique=False)

    op.create_table(
        "interest",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("detail", grants.models.base.Words(), nullable=True),
        sa.Column("declared_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'interest') = (organisation_id IS NOT NULL)", name=op.f("ck_interest_an_interest_names_whom")
        ),
        sa.CheckConstraint("kind IN ('none', 'interest')", name=op.f("ck_interest_kind_known")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_interest_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interest_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_interest_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interest_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interest_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interest_round_id"), ["round_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", grants.models.base.Words(), nullable=False),
        sa.Column("amount", grants.models.base.PenceType(), nullable=True),
        sa.Column("invited_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invited_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("withdrawn_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> invited_by", name=op.f("ck_invitation_approver_differs")
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_invitation_approved_by")),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_invitation_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("round_id", "organisation_id", name=op.f("uq_invitation_round_id_organisation_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_round_id"), ["round_id"], unique=False)

    op.create_table(
        "window",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("closes_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("decision_expected_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_window_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_window_round_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("window", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_window_round_id"), ["round_id"], unique=False)

    op.create_table(
        "application",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", grants.models.base.Words(), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("window_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invitation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.Column("shown_status", grants.models.base.Words(), nullable=False),
        sa.Column("one_live", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", grants.models.base.Words(), nullable=True),
        sa.Column("summary", grants.models.base.Words(), nullable=True),
        sa.Column("requested", grants.models.base.PenceType(), nullable=True),
        sa.Column("viable_minimum", grants.models.base.PenceType(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("area_code", grants.models.base.Words(), nullable=True),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("eligibility", grants.models.base.CanonicalJson(), nullable=True),
        sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signed_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("signed_digest", grants.models.base.Words(), nullable=True),
        sa.Column("submitted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("submitted_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("status_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("status_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("score", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rank_score", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "shown_status IN ('draft', 'received', 'awarded', 'declined', 'withdrawn', 'ineligible')",
            name=op.f("ck_application_shown_status_known"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'checking', 'assessing', 'moderating', 'panel', 'recommending', 'approving', 'decided', 'awarded', 'declined', 'withdrawn', 'ineligible')",
            name=op.f("ck_application_status_known"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL",
            name=op.f("ck_application_draft_or_submitted"),
        ),
        sa.CheckConstraint("score IS NULL OR score BETWEEN 0 AND 10000", name=op.f("ck_application_score_in_range")),
        sa.CheckConstraint(
            "submitted_at IS NULL OR (submitted_by IS NOT NULL AND requested IS NOT NULL)",
            name=op.f("ck_application_submitted_facts"),
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_application_created_by")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_application_fund_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_application_invitation_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_application_lot_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_application_organisation_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_application_owner_id")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_application_response_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_application_round_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_application_signed_by")),
        sa.ForeignKeyConstraint(["status_by"], ["person.id"], name=op.f("fk_application_status_by")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_application_submitted_by")),
        sa.ForeignKeyConstraint(["window_id"], ["window.id"], name=op.f("fk_application_window_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("reference", name=op.f("uq_application_reference")),
        sa.UniqueConstraint("response_id", name=op.f("uq_application_response_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index("ix_application_fund_status", ["fund_id", "status", "submitted_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_application_round_score", ["round_id", "status", "rank_score", "id"], unique=False)
        batch_op.create_index(
            "ix_application_round_submitted", ["round_id", "status", "submitted_at", "id"], unique=False
        )
        batch_op.create_index("ix_application_submitted", ["submitted_at", "id"], unique=False)
        batch_op.create_index(
            "uq_application_one_live",
            ["organisation_id", "round_id"],
            unique=True,
            sqlite_where=sa.text("one_live AND status NOT IN ('declined', 'withdrawn', 'ineligible')"),
            postgresql_where=sa.text("one_live AND status NOT IN ('declined', 'withdrawn', 'ineligible')"),
        )

    op.create_table(
        "assignment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assigned_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assigned_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("ended_why", grants.models.base.Words(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_assignment_application_id")),
        sa.ForeignKeyConstraint(["assigned_by"], ["person.id"], name=op.f("fk_assignment_assigned_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_assignment_live",
            ["application_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "award",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", grants.models.base.Words(), nullable=False),
        sa.Column("authority_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", grants.models.base.PenceType(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("accept_by", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("offered_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("accepted_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("closed_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("status_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("status_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("check_code", grants.models.base.Words(), nullable=False),
        sa.CheckConstraint("status <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_award_closed_facts")),
        sa.CheckConstraint(
            "status IN ('offered', 'accepted', 'active', 'suspended', 'closed', 'ended', 'lapsed')",
            name=op.f("ck_award_status_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('accepted', 'active') OR accepted_at IS NOT NULL", name=op.f("ck_award_accepted_facts")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_award_amount_positive")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_award_dates_in_order")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_award_application_id")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_award_approved_by")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_award_authority_id")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_award_fund_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_award_organisation_id")),
        sa.ForeignKeyConstraint(["status_by"], ["person.id"], name=op.f("fk_award_status_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("application_id", name=op.f("uq_award_application_id")),
        sa.UniqueConstraint("id", "approved_by", name=op.f("uq_award_id_approved_by")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_award_id_organisation_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_award_reference")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "ineligibility",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", grants.models.base.Words(), nullable=False),
        sa.Column("reason", grants.models.base.Words(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposed_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("outcome", grants.models.base.Words(), nullable=True),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answered_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('agreed', 'refused')", name=op.f("ck_ineligibility_outcome_known")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)", name=op.f("ck_ineligibility_answered_together")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_by IS NULL)", name=op.f("ck_ineligibility_answered_by_someone")
        ),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_by <> proposed_by", name=op.f("ck_ineligibility_two_people")
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_ineligibility_answered_by")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_ineligibility_application_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_ineligibility_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ineligibility")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ineligibility", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ineligibility_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "uq_ineligibility_open",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "moderation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", grants.models.base.Words(), nullable=False),
        sa.Column("moderated_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("moderated_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("superseded_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("total BETWEEN 0 AND 10000", name=op.f("ck_moderation_total_in_range")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_moderation_application_id")),
        sa.ForeignKeyConstraint(["moderated_by"], ["person.id"], name=op.f("fk_moderation_moderated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("moderation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderation_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "uq_moderation_live",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "panel_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("present", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chair", grants.models.base.Words(), nullable=False),
        sa.Column("minute", grants.models.base.Words(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("present > 0", name=op.f("ck_panel_item_somebody_sat")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_panel_item_application_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_panel_item_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_item")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("panel_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_item_application_id"), ["application_id"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", grants.models.base.Words(), nullable=False),
        sa.Column("amount", grants.models.base.PenceType(), nullable=False),
        sa.Column("split", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("reason", grants.models.base.Words(), nullable=False),
        sa.Column("feedback", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("recommended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recommended_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("superseded_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("(outcome = 'award') = (amount > 0)", name=op.f("ck_recommendation_amount_fits_outcome")),
        sa.CheckConstraint("outcome IN ('award', 'decline')", name=op.f("ck_recommendation_outcome_known")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_recommendation_application_id")),
        sa.ForeignKeyConstraint(["recommended_by"], ["person.id"], name=op.f("fk_recommendation_recommended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("id", "application_id", name=op.f("uq_recommendation_id_application_id")),
        sa.UniqueConstraint("id", "recommended_by", name=op.f("uq_recommendation_id_recommended_by")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "uq_recommendation_live",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("digest", grants.models.base.Words(), nullable=False),
        sa.Column("submitted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submitted_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_submission_application_id")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_submission_response_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_submission_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("id", "application_id", name=op.f("uq_submission_id_application_id")),
        sa.UniqueConstraint("response_id", "number", name=op.f("uq_submission_response_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_response_id"), ["response_id"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recommendation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recommended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", grants.models.base.Words(), nullable=False),
        sa.Column("outcome", grants.models.base.Words(), nullable=False),
        sa.Column("note", grants.models.base.Words(), nullable=False),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("approved_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('approve', 'refuse', 'return')", name=op.f("ck_approval_outcome_known")),
        sa.CheckConstraint("approved_by <> recommended_by", name=op.f("ck_approval_not_own_recommendation")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_approval_application_id")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_approval_approved_by")),
        sa.ForeignKeyConstraint(
            ["recommendation_id", "recommended_by"],
            ["recommendation.id", "recommendation.recommended_by"],
            name=op.f("fk_approval_recommendation_id_recommended_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("recommendation_id", "approved_by", name=op.f("uq_approval_recommendation_id_approved_by")),
        sa.UniqueConstraint("recommendation_id", "step", name=op.f("uq_approval_recommendation_id_step")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_application_id"), ["application_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("comment", grants.models.base.Words(), nullable=True),
        sa.Column("started_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("submitted_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("withdrawn_why", grants.models.base.Words(), nullable=True),
        sa.CheckConstraint(
            "status <> 'submitted' OR (submitted_at IS NOT NULL AND total IS NOT NULL)",
            name=op.f("ck_assessment_submitted_facts"),
        ),
        sa.CheckConstraint("status IN ('open', 'submitted', 'withdrawn')", name=op.f("ck_assessment_status_known")),
        sa.CheckConstraint("total IS NULL OR total BETWEEN 0 AND 10000", name=op.f("ck_assessment_total_in_range")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_assessment_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessment_person_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_assessment_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_assessment_live",
            ["application_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("status <> 'withdrawn'"),
            postgresql_where=sa.text("status <> 'withdrawn'"),
        )

    op.create_table(
        "award_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("allocation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost_code", grants.models.base.Words(), nullable=False),
        sa.Column("category", grants.models.base.Words(), nullable=False),
        sa.Column("purpose", grants.models.base.Words(), nullable=False),
        sa.Column("pence", grants.models.base.PenceType(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_award_line_positive")),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_award_line_allocation_id")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_line_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_line")),
        sa.UniqueConstraint(
            "award_id", "award_version", "position", name=op.f("uq_award_line_award_id_award_version_position")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("award_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_line_allocation_id"), ["allocation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_line_award_id"), ["award_id"], unique=False)

    op.create_table(
        "award_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", grants.models.base.PenceType(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", grants.models.base.Words(), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_version_award_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_award_version_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_version")),
        sa.UniqueConstraint("award_id", "number", name=op.f("uq_award_version_award_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("award_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_version_award_id"), ["award_id"], unique=False)

    op.create_table(
        "condition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", grants.models.base.Words(), nullable=False),
        sa.Column("gates_payment", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("met_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("met_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("evidence", grants.models.base.Words(), nullable=True),
        sa.CheckConstraint("(met_at IS NULL) = (met_by IS NULL)", name=op.f("ck_condition_met_facts")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_condition_award_id")),
        sa.ForeignKeyConstraint(["met_by"], ["person.id"], name=op.f("fk_condition_met_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_award_id"), ["award_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recommendation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", grants.models.base.Words(), nullable=False),
        sa.Column("amount", grants.models.base.PenceType(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("released_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("released_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("superseded_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("outcome IN ('award', 'decline')", name=op.f("ck_decision_outcome_known")),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL)", name=op.f("ck_decision_released_by_someone")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_decision_application_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_decision_decided_by")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_decision_recommendation_id")
        ),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name=op.f("fk_decision_released_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "uq_decision_live",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "due_diligence_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("outcome", grants.models.base.Words(), nullable=False),
        sa.Column("evidence", grants.models.base.Words(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("checked_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('pass', 'concern', 'fail', 'not_applicable')",
            name=op.f("ck_due_diligence_check_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_due_diligence_check_application_id")
        ),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_due_diligence_check_checked_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_due_diligence_check_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_due_diligence_check_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_diligence_check")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("due_diligence_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_due_diligence_check_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_due_diligence_check_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "instalment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("pence", grants.models.base.PenceType(), nullable=False),
        sa.Column("gates", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("ended_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("pence > 0", name=op.f("ck_instalment_positive")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_instalment_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("award_id", "number", name=op.f("uq_instalment_award_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instalment_award_id"), ["award_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("reference", grants.models.base.Words(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("template_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", grants.models.base.CanonicalJson(), nullable=False),
        sa.Column("data_digest", grants.models.base.Words(), nullable=False),
        sa.Column("check_code", grants.models.base.Words(), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sha256", grants.models.base.Words(), nullable=True),
        sa.Column("made_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("issued_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issued_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("supersedes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind = 'decline' OR award_id IS NOT NULL", name=op.f("ck_letter_award_letter_has_award")),
        sa.CheckConstraint("kind IN ('award', 'decline', 'variation')", name=op.f("ck_letter_kind_known")),
        sa.CheckConstraint(
            "issued_at IS NULL OR (file_id IS NOT NULL AND sha256 IS NOT NULL)", name=op.f("ck_letter_issued_has_bytes")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_letter_application_id")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_letter_award_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_letter_file_id")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_letter_fund_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_letter_issued_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_letter_organisation_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["letter.id"], name=op.f("fk_letter_supersedes_id")),
        sa.ForeignKeyConstraint(["template_id"], ["letter_template.id"], name=op.f("fk_letter_template_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("application_id", "kind", "number", name=op.f("uq_letter_application_id_kind_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_letter_reference")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_sha256"), ["sha256"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", grants.models.base.Words(), nullable=False),
        sa.Column("template", grants.models.base.Words(), nullable=False),
        sa.Column("to_email", grants.models.base.Words(), nullable=False),
        sa.Column("data_sealed", grants.models.base.Words(), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.Column("subject", grants.models.base.Words(), nullable=True),
        sa.Column("text_sealed", grants.models.base.Words(), nullable=True),
        sa.Column("message_id", grants.models.base.Words(), nullable=False),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("provider_reference", grants.models.base.Words(), nullable=True),
        sa.Column("created_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("sent_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('queued', 'sending', 'sent', 'kept', 'refused', 'unknown')",
            name=op.f("ck_message_status_known"),
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_message_application_id")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_message_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_award_id"), ["award_id"], unique=False)

    op.create_table(
        "moderated_score",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("moderation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("criterion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", grants.models.base.Words(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 10", name=op.f("ck_moderated_score_points_in_range")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_moderated_score_criterion_id")),
        sa.ForeignKeyConstraint(["moderation_id"], ["moderation.id"], name=op.f("fk_moderated_score_moderation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderated_score")),
        sa.UniqueConstraint(
            "moderation_id", "criterion_id", name=op.f("uq_moderated_score_moderation_id_criterion_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("moderated_score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderated_score_moderation_id"), ["moderation_id"], unique=False)

    op.create_table(
        "monitoring_return",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", grants.models.base.Words(), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", grants.models.base.Words(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("covers_from", sa.Date(), nullable=False),
        sa.Column("covers_until", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submitted_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rag", grants.models.base.Words(), nullable=True),
        sa.Column("status_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("status_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(status = 'accepted') = (accepted_at IS NOT NULL)", name=op.f("ck_monitoring_return_accepted_facts")
        ),
        sa.CheckConstraint(
            "rag IS NULL OR rag IN ('green', 'amber', 'red')", name=op.f("ck_monitoring_return_rag_known")
        ),
        sa.CheckConstraint(
            "status IN ('due', 'submitted', 'queried', 'accepted', 'cancelled')",
            name=op.f("ck_monitoring_return_status_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('submitted', 'queried', 'accepted') OR submitted_at IS NOT NULL",
            name=op.f("ck_monitoring_return_submitted_facts"),
        ),
        sa.CheckConstraint(
            "accepted_by IS NULL OR submitted_by IS NULL OR accepted_by <> submitted_by",
            name=op.f("ck_monitoring_return_accepter_differs"),
        ),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name=op.f("fk_monitoring_return_accepted_by")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_monitoring_return_award_id")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_monitoring_return_response_id")),
        sa.ForeignKeyConstraint(["status_by"], ["person.id"], name=op.f("fk_monitoring_return_status_by")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_monitoring_return_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_return")),
        sa.UniqueConstraint("award_id", "number", name=op.f("uq_monitoring_return_award_id_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_monitoring_return_reference")),
        sa.UniqueConstraint("response_id", name=op.f("uq_monitoring_return_response_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("monitoring_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_monitoring_return_award_id"), ["award_id"], unique=False)
        batch_op.create_index("ix_monitoring_return_due", ["status", "due_on", "id"], unique=False)

    op.create_table(
        "movement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("allocation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_bucket", grants.models.base.Words(), nullable=False),
        sa.Column("to_bucket", grants.models.base.Words(), nullable=False),
        sa.Column("pence", grants.models.base.PenceType(), nullable=False),
        sa.Column("operation_key", grants.models.base.Words(), nullable=False),
        sa.Column("what_for", grants.models.base.Words(), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "from_bucket IN ('available', 'held_back', 'reserved', 'committed', 'spent_direct', 'paid', 'returned')",
            name=op.f("ck_movement_from_bucket_known"),
        ),
        sa.CheckConstraint(
            "to_bucket IN ('available', 'held_back', 'reserved', 'committed', 'spent_direct', 'paid', 'returned')",
            name=op.f("ck_movement_to_bucket_known"),
        ),
        sa.CheckConstraint("from_bucket <> to_bucket", name=op.f("ck_movement_moves_somewhere")),
        sa.CheckConstraint("pence > 0", name=op.f("ck_movement_positive")),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_movement_allocation_id")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_movement_award_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_movement_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint(
            "operation_key",
            "allocation_id",
            "from_bucket",
            "to_bucket",
            name=op.f("uq_movement_operation_key_allocation_id_from_bucket_to_bucket"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_movement_allocation_id"), ["allocation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_movement_award_id"), ["award_id"], unique=False)

    op.create_table(
        "recovery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", grants.models.base.Words(), nullable=False),
        sa.Column("pence", grants.models.base.PenceType(), nullable=False),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", grants.models.base.Words(), nullable=False),
        sa.Column("agreed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreed_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("invoice_number", grants.models.base.Words(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("finance_reference", grants.models.base.Words(), nullable=True),
        sa.Column("status_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("status_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind IN ('unspent', 'clawback')", name=op.f("ck_recovery_kind_known")),
        sa.CheckConstraint(
            "status <> 'received' OR (received_on IS NOT NULL AND received_by IS NOT NULL)",
            name=op.f("ck_recovery_received_facts"),
        ),
        sa.CheckConstraint(
            "status IN ('agreed', 'invoiced', 'received', 'written_off')", name=op.f("ck_recovery_status_known")
        ),
        sa.CheckConstraint("pence > 0", name=op.f("ck_recovery_positive")),
        sa.CheckConstraint(
            "received_by IS NULL OR received_by <> agreed_by", name=op.f("ck_recovery_receiver_differs")
        ),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_recovery_agreed_by")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_recovery_award_id")),
        sa.ForeignKeyConstraint(["received_by"], ["person.id"], name=op.f("fk_recovery_received_by")),
        sa.ForeignKeyConstraint(["status_by"], ["person.id"], name=op.f("fk_recovery_status_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_award_id"), ["award_id"], unique=False)

    op.create_table(
        "acceptance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accepted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accepted_as", grants.models.base.Words(), nullable=False),
        sa.Column("declaration", grants.models.base.Words(), nullable=False),
        sa.Column("accepted_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("position IN (1, 2)", name=op.f("ck_acceptance_two_at_most")),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name=op.f("fk_acceptance_accepted_by")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_acceptance_award_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_acceptance_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint(
            "award_id", "letter_id", "accepted_by", name=op.f("uq_acceptance_award_id_letter_id_accepted_by")
        ),
        sa.UniqueConstraint(
            "award_id", "letter_id", "position", name=op.f("uq_acceptance_award_id_letter_id_position")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acceptance_award_id"), ["award_id"], unique=False)

    op.create_table(
        "indicator_value",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("return_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("indicator", grants.models.base.Words(), nullable=False),
        sa.Column("area_code", grants.models.base.Words(), nullable=True),
        sa.Column("target", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actual", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["monitoring_return.id"], name=op.f("fk_indicator_value_return_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_indicator_value_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("indicator_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_value_return_id"), ["return_id"], unique=False)

    op.create_table(
        "instalment_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("instalment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pence", grants.models.base.PenceType(), nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_instalment_line_positive")),
        sa.ForeignKeyConstraint(["award_line_id"], ["award_line.id"], name=op.f("fk_instalment_line_award_line_id")),
        sa.ForeignKeyConstraint(["instalment_id"], ["instalment.id"], name=op.f("fk_instalment_line_instalment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment_line")),
        sa.UniqueConstraint(
            "instalment_id", "award_line_id", name=op.f("uq_instalment_line_instalment_id_award_line_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("instalment_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instalment_line_instalment_id"), ["instalment_id"], unique=False)

    op.create_table(
        "payment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", grants.models.base.Words(), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prepared_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("instalment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bank_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pence", grants.models.base.PenceType(), nullable=False),
        sa.Column("status", grants.models.base.Words(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("released_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("released_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.Column("finance_reference", grants.models.base.Words(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("failure", grants.models.base.Words(), nullable=True),
        sa.Column("status_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("status_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "status IN ('prepared', 'released', 'paid', 'bounced', 'cancelled')", name=op.f("ck_payment_status_known")
        ),
        sa.CheckConstraint(
            "status NOT IN ('released', 'paid', 'bounced') OR released_by IS NOT NULL",
            name=op.f("ck_payment_released_facts"),
        ),
        sa.CheckConstraint("pence > 0", name=op.f("ck_payment_positive")),
        sa.CheckConstraint("prepared_by <> award_approved_by", name=op.f("ck_payment_approver_does_not_prepare")),
        sa.CheckConstraint(
            "released_by IS NULL OR released_by <> award_approved_by", name=op.f("ck_payment_approver_does_not_release")
        ),
        sa.CheckConstraint(
            "released_by IS NULL OR released_by <> prepared_by", name=op.f("ck_payment_releaser_differs")
        ),
        sa.ForeignKeyConstraint(
            ["award_id", "award_approved_by"],
            ["award.id", "award.approved_by"],
            name=op.f("fk_payment_award_id_award_approved_by"),
        ),
        sa.ForeignKeyConstraint(
            ["award_id", "organisation_id"],
            ["award.id", "award.organisation_id"],
            name=op.f("fk_payment_award_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["bank_account_id", "organisation_id"],
            ["bank_account.id", "bank_account.organisation_id"],
            name=op.f("fk_payment_bank_account_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["instalment_id"], ["instalment.id"], name=op.f("fk_payment_instalment_id")),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name=op.f("fk_payment_released_by")),
        sa.ForeignKeyConstraint(
            ["run_id", "prepared_by"],
            ["payment_run.id", "payment_run.prepared_by"],
            name=op.f("fk_payment_run_id_prepared_by"),
        ),
        sa.ForeignKeyConstraint(["status_by"], ["person.id"], name=op.f("fk_payment_status_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_reference")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_instalment_id"), ["instalment_id"], unique=False)
        batch_op.create_index("ix_payment_run", ["run_id"], unique=False)
        batch_op.create_index(
            "uq_payment_live",
            ["instalment_id"],
            unique=True,
            sqlite_where=sa.text("status NOT IN ('bounced', 'cancelled')"),
            postgresql_where=sa.text("status NOT IN ('bounced', 'cancelled')"),
        )

    op.create_table(
        "return_query",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("return_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("section", grants.models.base.Words(), nullable=False),
        sa.Column("question", grants.models.base.Words(), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", grants.models.base.Moment(timezone=True), nullable=False),
        sa.Column("answered_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_return_query_asked_by")),
        sa.ForeignKeyConstraint(["return_id"], ["monitoring_return.id"], name=op.f("fk_return_query_return_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_query")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("return_query", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_return_query_return_id"), ["return_id"], unique=False)

    op.create_table(
        "return_spend",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("return_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("award_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pence", grants.models.base.PenceType(), nullable=False),
        sa.Column("note", grants.models.base.Words(), nullable=True),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_return_spend_not_negative")),
        sa.ForeignKeyConstraint(["award_line_id"], ["award_line.id"], name=op.f("fk_return_spend_award_line_id")),
        sa.ForeignKeyConstraint(["return_id"], ["monitoring_return.id"], name=op.f("fk_return_spend_return_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_return_spend_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_spend")),
        sa.UniqueConstraint("submission_id", "award_line_id", name=op.f("uq_return_spend_submission_id_award_line_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("return_spend", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_return_spend_return_id"), ["return_id"], unique=False)

    op.create_table(
        "score",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assessment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("criterion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", grants.models.base.Words(), nullable=False),
        sa.Column("frozen_at", grants.models.base.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("frozen_at IS NULL OR points IS NOT NULL", name=op.f("ck_score_frozen_is_complete")),
        sa.CheckConstraint("points IS NULL OR points BETWEEN 0 AND 10", name=op.f("ck_score_points_in_range")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_score_assessment_id")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_score_criterion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("assessment_id", "criterion_id", name=op.f("uq_score_assessment_id_criterion_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_assessment_id"), ["assessment_id"], unique=False)

    op.execute(
        "INSERT INTO person (name, kind, created_at) VALUES ('The system', 'system', '2020-01-01T00:00:00.000000Z')"
    )
    install_guards(op.get_bind())


def downgrade() -> None:
    remove_guards(op.get_bind())
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_assessment_id"))

    op.drop_table("score")
    with op.batch_alter_table("return_spend", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_spend_return_id"))

    op.drop_table("return_spend")
    with op.batch_alter_table("return_query", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_query_return_id"))

    op.drop_table("return_query")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_payment_live",
            sqlite_where=sa.text("status NOT IN ('bounced', 'cancelled')"),
            postgresql_where=sa.text("status NOT IN ('bounced', 'cancelled')"),
        )
        batch_op.drop_index("ix_payment_run")
        batch_op.drop_index(batch_op.f("ix_payment_instalment_id"))
        batch_op.drop_index(batch_op.f("ix_payment_award_id"))

    op.drop_table("payment")
    with op.batch_alter_table("instalment_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instalment_line_instalment_id"))

    op.drop_table("instalment_line")
    with op.batch_alter_table("indicator_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_value_return_id"))

    op.drop_table("indicator_value")
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acceptance_award_id"))

    op.drop_table("acceptance")
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_award_id"))

    op.drop_table("recovery")
    with op.batch_alter_table("movement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_movement_award_id"))
        batch_op.drop_index(batch_op.f("ix_movement_allocation_id"))

    op.drop_table("movement")
    with op.batch_alter_table("monitoring_return", schema=None) as batch_op:
        batch_op.drop_index("ix_monitoring_return_due")
        batch_op.drop_index(batch_op.f("ix_monitoring_return_award_id"))

    op.drop_table("monitoring_return")
    with op.batch_alter_table("moderated_score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderated_score_moderation_id"))

    op.drop_table("moderated_score")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_award_id"))
        batch_op.drop_index(batch_op.f("ix_message_application_id"))

    op.drop_table("message")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_sha256"))
        batch_op.drop_index(batch_op.f("ix_letter_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_letter_fund_id"))
        batch_op.drop_index(batch_op.f("ix_letter_award_id"))
        batch_op.drop_index(batch_op.f("ix_letter_application_id"))

    op.drop_table("letter")
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instalment_award_id"))

    op.drop_table("instalment")
    with op.batch_alter_table("due_diligence_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_due_diligence_check_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_due_diligence_check_application_id"))

    op.drop_table("due_diligence_check")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_decision_live",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_decision_application_id"))

    op.drop_table("decision")
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_condition_award_id"))

    op.drop_table("condition")
    with op.batch_alter_table("award_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_version_award_id"))

    op.drop_table("award_version")
    with op.batch_alter_table("award_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_line_award_id"))
        batch_op.drop_index(batch_op.f("ix_award_line_allocation_id"))

    op.drop_table("award_line")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assessment_live",
            sqlite_where=sa.text("status <> 'withdrawn'"),
            postgresql_where=sa.text("status <> 'withdrawn'"),
        )
        batch_op.drop_index(batch_op.f("ix_assessment_person_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_application_id"))

    op.drop_table("assessment")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_application_id"))

    op.drop_table("approval")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_response_id"))
        batch_op.drop_index(batch_op.f("ix_submission_application_id"))

    op.drop_table("submission")
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_recommendation_live",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_recommendation_application_id"))

    op.drop_table("recommendation")
    with op.batch_alter_table("panel_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_item_application_id"))

    op.drop_table("panel_item")
    with op.batch_alter_table("moderation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_moderation_live",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_moderation_application_id"))

    op.drop_table("moderation")
    with op.batch_alter_table("ineligibility", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ineligibility_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_ineligibility_application_id"))

    op.drop_table("ineligibility")
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_award_fund_id"))

    op.drop_table("award")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignment_live", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_assignment_person_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_application_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_application_one_live",
            sqlite_where=sa.text("one_live AND status NOT IN ('declined', 'withdrawn', 'ineligible')"),
            postgresql_where=sa.text("one_live AND status NOT IN ('declined', 'withdrawn', 'ineligible')"),
        )
        batch_op.drop_index("ix_application_submitted")
        batch_op.drop_index("ix_application_round_submitted")
        batch_op.drop_index("ix_application_round_score")
        batch_op.drop_index(batch_op.f("ix_application_organisation_id"))
        batch_op.drop_index("ix_application_fund_status")

    op.drop_table("application")
    with op.batch_alter_table("window", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_window_round_id"))

    op.drop_table("window")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_round_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interest_round_id"))
        batch_op.drop_index(batch_op.f("ix_interest_person_id"))
        batch_op.drop_index(batch_op.f("ix_interest_organisation_id"))

    op.drop_table("interest")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_round_id"))
        batch_op.drop_index(batch_op.f("ix_extension_organisation_id"))

    op.drop_table("extension")
    with op.batch_alter_table("direct_spend", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_direct_spend_allocation_id"))

    op.drop_table("direct_spend")
    with op.batch_alter_table("delegation_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_step_round_id"))

    op.drop_table("delegation_step")
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_criterion_round_id"))

    op.drop_table("criterion")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_response_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_file_id"))

    op.drop_table("attachment")
    op.drop_table("answer")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_fund_id"))

    op.drop_table("round")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_form_version_id"))

    op.drop_table("response")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_allocation_whole_fund",
            sqlite_where=sa.text("lot_id IS NULL"),
            postgresql_where=sa.text("lot_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_allocation_source_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_fund_id"))

    op.drop_table("allocation")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_session_account_id"))

    op.drop_table("web_session")
    with op.batch_alter_table("search_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_row_fund_id"))

    op.drop_table("search_row")
    with op.batch_alter_table("scheme_load", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scheme_load_fund_id"))

    op.drop_table("scheme_load")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_person_id"))
        batch_op.drop_index(batch_op.f("ix_role_grant_fund_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_account_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lot_fund_id"))

    op.drop_table("lot")
    with op.batch_alter_table("letter_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_template_fund_id"))

    op.drop_table("letter_template")
    with op.batch_alter_table("kept_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_post_account_id"))

    op.drop_table("kept_post")
    with op.batch_alter_table("fund_owner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_owner_fund_id"))

    op.drop_table("fund_owner")
    with op.batch_alter_table("form_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_version_fund_id"))

    op.drop_table("form_version")
    with op.batch_alter_table("event_subject", schema=None) as batch_op:
        batch_op.drop_index("ix_event_subject_of")
        batch_op.drop_index(batch_op.f("ix_event_subject_event_id"))

    op.drop_table("event_subject")
    op.drop_table("event_detail")
    with op.batch_alter_table("email_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_email_link_membership_id"))
        batch_op.drop_index(batch_op.f("ix_email_link_account_id"))

    op.drop_table("email_link")
    with op.batch_alter_table("stop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stop_organisation_id"))

    op.drop_table("stop")
    op.drop_table("status_import")
    op.drop_table("source")
    op.drop_table("payment_run")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_live",
            sqlite_where=sa.text("ended_at IS NULL AND person_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND person_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    op.drop_table("idempotency")
    op.drop_table("fund")
    op.drop_table("event")
    op.drop_table("disposal")
    with op.batch_alter_table("bank_account", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bank_account_current",
            sqlite_where=sa.text("status = 'verified'"),
            postgresql_where=sa.text("status = 'verified'"),
        )
        batch_op.drop_index(batch_op.f("ix_bank_account_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_bank_account_digest"))

    op.drop_table("bank_account")
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_authority_id"))

    op.drop_table("area")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_person_id"))

    op.drop_table("account")
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.drop_index("ix_access_log_subject")
        batch_op.drop_index(batch_op.f("ix_access_log_person_id"))

    op.drop_table("access_log")
    op.drop_table("stored_file")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_address")
        batch_op.drop_index("ix_sign_in_attempt_account")

    op.drop_table("sign_in_attempt")
    op.drop_table("rule_value")
    op.drop_table("person")
    op.drop_table("period")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_sort_name"))
        batch_op.drop_index(batch_op.f("ix_organisation_postcode"))
        batch_op.drop_index(batch_op.f("ix_organisation_company_number"))
        batch_op.drop_index(batch_op.f("ix_organisation_charity_number"))

    op.drop_table("organisation")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_due")

    op.drop_table("job")
    op.drop_table("checkpoint")
    op.drop_table("chain_head")
    op.drop_table("authority")
