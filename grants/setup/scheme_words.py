"""The words a scheme file may use where the system acts on them."""

from grants.domain.legal_forms import LegalForm

LEGAL_FORMS = tuple(form.value for form in LegalForm)
SOURCE_KINDS = ("base", "additional", "transitional", "external", "pooled", "match")
LOT_KINDS = ("theme", "pillar", "district", "strand", "service")
PILLARS = ("person_centred_approach", "shaping_services", "shaping_an_effective_market")
ROUTES = ("competitive", "rolling", "invitation", "direct")
STAGES = ("check", "assess", "moderate", "panel", "recommend", "approve", "release", "accept")
MATCH_STATES = ("pledged", "secured", "evidenced")
APPROVER_ROLES = ("manager", "head_of_service", "director", "cabinet_member")
PANEL_ROLES = ("officer", "manager", "head_of_service", "outside_member", "lived_experience", "partner", "councillor")
INDICATOR_KINDS = ("target", "capacity", "measure", "estimate")
GATES = ("signed", "bank", "conditions", "plan_accepted", "subsidy_given", "match_secured", "evidence")
COUNTY = "E10000034"
DISTRICTS = {
    "E07000234": "Bromsgrove",
    "E07000235": "Malvern Hills",
    "E07000236": "Redditch",
    "E07000237": "Worcester",
    "E07000238": "Wychavon",
    "E07000239": "Wyre Forest",
}
