"""The made-up people of a demonstration, for its sign-in page and for the command that makes them."""

from dataclasses import dataclass

DEMO_DOMAIN = "demo.example"
DEMO_PASSWORD = "demo-password-only"  # noqa: S105 - demo mode starts on a loopback address only


@dataclass(frozen=True)
class DemoPerson:
    """One of them. `role` is a staff role, or for applicants the part in the demonstration's organisation."""

    key: str
    name: str
    role: str
    role_words: str
    is_staff: bool

    @property
    def email(self) -> str:
        return f"{self.key}@{DEMO_DOMAIN}"


DEMO_PEOPLE = (
    DemoPerson("applicant", "Amina Yusuf", "lead", "Applicant: runs the application", False),
    DemoPerson("signatory", "George Okafor", "signatory", "Applicant: signs and accepts", False),
    DemoPerson("officer", "Priya Shah", "officer", "Grants officer", True),
    DemoPerson("assessor1", "Tom Fletcher", "assessor", "Assessor", True),
    DemoPerson("assessor2", "Ewa Nowak", "assessor", "Assessor", True),
    DemoPerson("manager", "Carol Bennett", "manager", "Grants manager", True),
    DemoPerson("approver", "David Lloyd", "head_of_service", "Head of service: approves", True),
    DemoPerson("approver2", "Helen Marsh", "director", "Director: approves", True),
    DemoPerson("member", "Councillor Ray Pugh", "cabinet_member", "Cabinet member: approves", True),
    DemoPerson("finance1", "Sunita Rao", "finance", "Finance: prepares payments", True),
    DemoPerson("finance2", "Mark Ellis", "finance", "Finance: releases payments", True),
    DemoPerson("auditor", "Ngozi Eze", "auditor", "Internal audit: reads everything", True),
    DemoPerson("admin", "Joan Price", "admin", "Administrator: people and roles", True),
)
