"""Every table of the system. Importing this package is enough to know them all."""

from grants.models.answering import Answer, Attachment, Response, SearchRow, StoredFile, Submission
from grants.models.application import Application
from grants.models.asking import (
    Criterion,
    DelegationStep,
    Extension,
    FormVersion,
    Invitation,
    LetterTemplate,
    Round,
    SchemeLoad,
    Window,
)
from grants.models.assessing import (
    Assessment,
    Assignment,
    DueDiligenceCheck,
    Ineligibility,
    Interest,
    ModeratedScore,
    Moderation,
    Score,
)
from grants.models.awarding import Acceptance, Award, AwardLine, AwardVersion, Condition, Letter
from grants.models.base import Base
from grants.models.council import Area, Authority, RuleValue
from grants.models.deciding import Approval, Decision, PanelItem, Recommendation
from grants.models.funding import Allocation, DirectSpend, Fund, FundOwner, Lot, Movement, Period, Source
from grants.models.interrupting import Notice, Suspension
from grants.models.monitoring import (
    IndicatorValue,
    MonitoringReturn,
    Recovery,
    ReturnDeclaration,
    ReturnQuery,
    ReturnSpend,
)
from grants.models.organisation import BankAccount, Membership, Organisation, Stop
from grants.models.paying import Instalment, InstalmentLine, Payment, PaymentRun, StatusImport
from grants.models.people import (
    Account,
    EmailLink,
    Person,
    RecoveryCode,
    RoleGrant,
    SignInAttempt,
    WebSession,
)
from grants.models.record import AccessLog, ChainHead, Checkpoint, Event, EventDetail, EventSubject
from grants.models.working import Disposal, Idempotency, Job, KeptPost, Message

# Ids are never used again on SQLite, so that an old reference can't come to mean a new thing.
for _table in Base.metadata.tables.values():
    _table.dialect_options["sqlite"]["autoincrement"] = True

__all__ = [
    "Acceptance",
    "AccessLog",
    "Account",
    "Allocation",
    "Answer",
    "Application",
    "Approval",
    "Area",
    "Assessment",
    "Assignment",
    "Attachment",
    "Authority",
    "Award",
    "AwardLine",
    "AwardVersion",
    "BankAccount",
    "Base",
    "ChainHead",
    "Checkpoint",
    "Condition",
    "Criterion",
    "Decision",
    "DelegationStep",
    "DirectSpend",
    "Disposal",
    "DueDiligenceCheck",
    "EmailLink",
    "Event",
    "EventDetail",
    "EventSubject",
    "Extension",
    "FormVersion",
    "Fund",
    "FundOwner",
    "Idempotency",
    "IndicatorValue",
    "Ineligibility",
    "Instalment",
    "InstalmentLine",
    "Interest",
    "Invitation",
    "Job",
    "KeptPost",
    "Letter",
    "LetterTemplate",
    "Lot",
    "Membership",
    "Message",
    "ModeratedScore",
    "Moderation",
    "MonitoringReturn",
    "Movement",
    "Notice",
    "Organisation",
    "PanelItem",
    "Payment",
    "PaymentRun",
    "Period",
    "Person",
    "Recommendation",
    "Recovery",
    "RecoveryCode",
    "Response",
    "ReturnDeclaration",
    "ReturnQuery",
    "ReturnSpend",
    "RoleGrant",
    "Round",
    "RuleValue",
    "SchemeLoad",
    "Score",
    "SearchRow",
    "SignInAttempt",
    "Source",
    "StatusImport",
    "Stop",
    "StoredFile",
    "Submission",
    "Suspension",
    "WebSession",
    "Window",
]
