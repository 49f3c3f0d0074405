"""Everything: records, people, invitations, conversations, answers, publications."""

import sqlalchemy as sa
from alembic import op

revision = "0001_main"
down_revision = None
branch_labels = ("main",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=80), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=80), nullable=False),
        sa.Column("municipality", sa.String(length=4), nullable=False),
        sa.Column("segment", sa.String(length=16), nullable=False),
        sa.Column("care_form", sa.String(length=2), nullable=False),
        sa.Column("stay_type", sa.String(length=20), nullable=True),
        sa.Column("framework", sa.String(length=12), nullable=False),
        sa.Column("birth_month", sa.String(length=7), nullable=False),
        sa.Column("referral_date", sa.Date(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("end_reason_list", sa.String(length=3), nullable=True),
        sa.Column("end_reason", sa.String(length=2), nullable=True),
        sa.Column("ending", sa.String(length=10), nullable=True),
        sa.Column("decided_by", sa.String(length=10), nullable=True),
        sa.Column("follow_on", sa.Boolean(), nullable=False),
        sa.Column("carer_consent", sa.String(length=12), nullable=True),
        sa.Column("consent_by", sa.String(length=20), nullable=True),
        sa.Column("do_not_invite", sa.String(length=40), nullable=True),
        sa.Column("invite_confirmed", sa.Boolean(), nullable=False),
        sa.Column("crisis_start", sa.Boolean(), nullable=True),
        sa.Column("referrer", sa.String(length=2), nullable=True),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_record")),
        sa.UniqueConstraint("provider", "record_id", name=op.f("uq_care_record_provider_record_id")),
    )
    op.create_index("ix_care_record_end_date", "care_record", ["end_date"], unique=False)
    op.create_index("ix_care_record_provider_client_key", "care_record", ["provider", "client_key"], unique=False)
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("data_until", sa.DateTime(), nullable=False),
        sa.Column("pattern_version", sa.String(length=20), nullable=False),
        sa.Column("definitions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("period", name=op.f("uq_publication_period")),
    )
    op.create_table(
        "question_set",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("slug", "version", name=op.f("pk_question_set")),
    )
    op.create_table(
        "respondent",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("provider", sa.String(length=80), nullable=False),
        sa.Column("informant", sa.String(length=14), nullable=False),
        sa.Column("person_key", sa.String(length=90), nullable=False),
        sa.Column("no_mail_since", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent")),
        sa.UniqueConstraint(
            "provider", "informant", "person_key", name=op.f("uq_respondent_provider_informant_person_key")
        ),
    )
    op.create_table(
        "trail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object", sa.String(length=120), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail")),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=14), nullable=False),
        sa.Column("informant", sa.String(length=14), nullable=False),
        sa.Column("respondent", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("start_bar", sa.String(length=24), nullable=False),
        sa.Column("end_bar", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["care_record.id"], name=op.f("fk_participant_record")),
        sa.ForeignKeyConstraint(["respondent"], ["respondent.id"], name=op.f("fk_participant_respondent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("record", "slot", name=op.f("uq_participant_record_slot")),
    )
    op.create_index("ix_participant_respondent", "participant", ["respondent"], unique=False)
    op.create_table(
        "published_table",
        sa.Column("publication", sa.Integer(), nullable=False),
        sa.Column("grouping", sa.String(length=80), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["publication"], ["publication.id"], name=op.f("fk_published_table_publication")),
        sa.PrimaryKeyConstraint("publication", "grouping", name=op.f("pk_published_table")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=10), nullable=False),
        sa.Column("question_set", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["participant"], ["participant.id"], name=op.f("fk_invitation_participant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(
        "uq_invitation_live",
        "invitation",
        ["participant", "moment"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "mail_code",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invitation", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(length=5), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["invitation"], ["invitation.id"], name=op.f("fk_mail_code_invitation")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_mail_code")),
    )
    op.create_index("ix_mail_code_invitation", "mail_code", ["invitation"], unique=False)
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(length=26), nullable=False),
        sa.Column("invitation", sa.Integer(), nullable=True),
        sa.Column("participant", sa.Integer(), nullable=True),
        sa.Column("respondent", sa.String(length=26), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("moment", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("by_week", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["invitation"], ["invitation.id"], name=op.f("fk_conversation_invitation")),
        sa.ForeignKeyConstraint(["participant"], ["participant.id"], name=op.f("fk_conversation_participant")),
        sa.ForeignKeyConstraint(["respondent"], ["respondent.id"], name=op.f("fk_conversation_respondent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("handle", name=op.f("uq_conversation_handle")),
        sa.UniqueConstraint("invitation", name=op.f("uq_conversation_invitation")),
    )
    op.create_index("ix_conversation_participant", "conversation", ["participant"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_answer_conversation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "conversation", "question", "item", "turn", name=op.f("uq_answer_conversation_question_item_turn")
        ),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("respondent", sa.String(length=26), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.String(length=40), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_consent_conversation")),
        sa.ForeignKeyConstraint(["respondent"], ["respondent.id"], name=op.f("fk_consent_respondent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_table(
        "current_answer",
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_current_answer_conversation")),
        sa.PrimaryKeyConstraint("conversation", "question", "item", name=op.f("pk_current_answer")),
    )
    op.create_index("ix_current_answer_question_value", "current_answer", ["question", "value"], unique=False)
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_goal_conversation")),
        sa.ForeignKeyConstraint(["participant"], ["participant.id"], name=op.f("fk_goal_participant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("participant", "number", name=op.f("uq_goal_participant_number")),
    )
    op.create_table(
        "contact",
        sa.Column("respondent", sa.String(length=26), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=True),
        sa.Column("from_turn", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=True),
        sa.Column("ticked", sa.String(length=400), nullable=False),
        sa.Column("shows_goals", sa.Boolean(), nullable=False),
        sa.Column("unreachable_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_contact_conversation")),
        sa.ForeignKeyConstraint(["respondent"], ["respondent.id"], name=op.f("fk_contact_respondent")),
        sa.PrimaryKeyConstraint("respondent", "channel", name=op.f("pk_contact")),
    )
    op.create_index("ix_contact_lookup", "contact", ["lookup"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=True),
        sa.Column("lane", sa.String(length=64), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_by", sa.String(length=26), nullable=True),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("fault", sa.String(length=80), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_inbox_conversation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "key", name=op.f("uq_inbox_channel_key")),
    )
    op.create_index("ix_inbox_state", "inbox", ["state"], unique=False)
    op.create_table(
        "safety_signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("participant", sa.Integer(), nullable=True),
        sa.Column("tier", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_safety_signal_conversation")),
        sa.ForeignKeyConstraint(["participant"], ["participant.id"], name=op.f("fk_safety_signal_participant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_signal")),
        sa.UniqueConstraint("ref", name=op.f("uq_safety_signal_ref")),
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("from_turn", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=24), nullable=False),
        sa.Column("note_turn", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_web_session_conversation")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_session")),
    )
    op.create_index("ix_web_session_conversation", "web_session", ["conversation"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("inbox", sa.Integer(), nullable=True),
        sa.Column("conversation", sa.Integer(), nullable=True),
        sa.Column("invitation", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("lane", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(length=24), nullable=False),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_outbox_conversation")),
        sa.ForeignKeyConstraint(["inbox"], ["inbox.id"], name=op.f("fk_outbox_inbox")),
        sa.ForeignKeyConstraint(["invitation"], ["invitation.id"], name=op.f("fk_outbox_invitation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index("ix_outbox_state", "outbox", ["state"], unique=False)
    op.create_index("ix_outbox_conversation", "outbox", ["conversation"], unique=False)
    op.create_index("ix_outbox_invitation", "outbox", ["invitation"], unique=False)
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )


def downgrade() -> None:
    op.drop_table("heartbeat")
    op.drop_index("ix_outbox_invitation", table_name="outbox")
    op.drop_index("ix_outbox_conversation", table_name="outbox")
    op.drop_index("ix_outbox_state", table_name="outbox")
    op.drop_table("outbox")
    op.drop_index("ix_web_session_conversation", table_name="web_session")
    op.drop_table("web_session")
    op.drop_table("safety_signal")
    op.drop_index("ix_inbox_state", table_name="inbox")
    op.drop_table("inbox")
    op.drop_index("ix_contact_lookup", table_name="contact")
    op.drop_table("contact")
    op.drop_table("goal")
    op.drop_index("ix_current_answer_question_value", table_name="current_answer")
    op.drop_table("current_answer")
    op.drop_table("consent")
    op.drop_table("answer")
    op.drop_index("ix_conversation_participant", table_name="conversation")
    op.drop_table("conversation")
    op.drop_index("ix_mail_code_invitation", table_name="mail_code")
    op.drop_table("mail_code")
    op.drop_index(
        "uq_invitation_live",
        table_name="invitation",
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.drop_table("invitation")
    op.drop_table("published_table")
    op.drop_index("ix_participant_respondent", table_name="participant")
    op.drop_table("participant")
    op.drop_table("trail")
    op.drop_table("respondent")
    op.drop_table("question_set")
    op.drop_table("publication")
    op.drop_index("ix_care_record_provider_client_key", table_name="care_record")
    op.drop_index("ix_care_record_end_date", table_name="care_record")
    op.drop_table("care_record")
