"""The organisations of the made-up county: every legal form, and names that test every page and letter."""

from dataclasses import dataclass

from grants.domain.legal_forms import PROOFS, LegalForm, Register


@dataclass(frozen=True)
class Body:
    """One invented organisation. Numbers are of the right shape and belong to nobody we know of."""

    name: str
    form: LegalForm
    town: str
    postcode: str
    work: str

    def numbers(self, seed: int) -> dict[str, str]:
        """Register numbers of the kinds this form needs, made from its place in the list."""
        needed = PROOFS[self.form].numbers
        made = {}
        if Register.CHARITY in needed:
            made["charity_number"] = f"{1_190_000 + seed * 37}"
        if Register.SCOTTISH_CHARITY in needed:
            made["charity_number"] = f"SC{40_000 + seed * 7:06d}"
        if Register.NORTHERN_IRELAND_CHARITY in needed:
            made["charity_number"] = f"NIC{100_000 + seed * 7}"
        if Register.COMPANY in needed:
            made["company_number"] = f"{9_100_000 + seed * 311:08d}"
        if Register.SOCIETY in needed:
            made["other_number"] = f"RS{7_000 + seed * 3:06d}"
        return made


TOWNS = (
    ("Worcester", "WR1 2NP"), ("Malvern", "WR14 2AB"), ("Redditch", "B97 4AA"), ("Bromsgrove", "B61 8DA"),
    ("Kidderminster", "DY10 1AA"), ("Evesham", "WR11 4AE"), ("Droitwich", "WR9 8DS"), ("Pershore", "WR10 1AX"),
    ("Tenbury", "WR15 8AA"), ("Stourport", "DY13 8AA"),
)  # fmt: skip

_C, _CC, _CIO, _CIC = LegalForm.CHARITY, LegalForm.CHARITABLE_COMPANY, LegalForm.CIO, LegalForm.CIC
_U, _G, _CBS = LegalForm.UNINCORPORATED, LegalForm.COMPANY_LIMITED_BY_GUARANTEE, LegalForm.COMMUNITY_BENEFIT_SOCIETY
_COOP, _EX, _CLUB = LegalForm.COOPERATIVE, LegalForm.EXCEPTED_OR_EXEMPT_CHARITY, LegalForm.SPORTS_CLUB
_FAITH, _SCHOOL, _PARISH = LegalForm.FAITH_BODY, LegalForm.SCHOOL, LegalForm.LOCAL_COUNCIL
_SE, _INFRA = LegalForm.SOCIAL_ENTERPRISE, LegalForm.INFRASTRUCTURE_BODY
_SC, _NI = LegalForm.SCOTTISH_CHARITY, LegalForm.NORTHERN_IRELAND_CHARITY

# (name, legal form, what it does); the first belongs to applicant@ and signatory@.
LONG_NAME = (
    "The Worshipful Company of Glovers, Tanners and Allied Trades Almshouse Residents' and Neighbours' "
    "Welfare, Befriending and Winter Warmth Association"
)
NAMED = (
    ("Teme Valley Together", _CIO, "warm rooms and shared meals in village halls"),
    ("Severnside Voluntary Action", _INFRA, "advice and training for small groups"),
    ("Arrow Valley Voluntary Action", _INFRA, "volunteers and support for groups in the north"),
    ("Wyre and Avon Voluntary Action", _INFRA, "volunteers and support for groups in the south"),
    ("County Town Football Club Community Trust", _CC, "sport that brings neighbours together"),
    ("Haven and Home", _CC, "safety and a fresh start for women"),
    ("St John's Pantry", _FAITH, "a weekly food pantry"),
    ("Łódź House Polish Saturday School", _C, "language, homework help and company"),
    ("Cŵn Cymorth Borders", _CIO, "assistance dogs and the people they help"),
    ("Óran Mór Community Choir", _SC, "singing for people who live alone"),
    ("The Friends of Evesham's Old Market Hall", _U, "keeping the hall open to everyone"),
    ("Bromsgrove & District Carers' Circle", _C, "evenings off for family carers"),
    (LONG_NAME, _U, "befriending and winter warmth"),
    ("Kidderminster Repair Café", _U, "mending things and meeting people"),
    ("Malvern Hills Community Transport", _CBS, "lifts to clinics and shops"),
    ("Second Helping Social Supermarket", _CIC, "affordable food without questions"),
    ("Pershore Plum Growers Co-operative", _COOP, "an orchard run by its neighbours"),
    ("Redditch United Youth", _CIC, "evening clubs for young people"),
    ("Droitwich Brine Baths Swimmers", _CLUB, "swimming for people who hurt"),
    ("Tenbury Memory Café", _U, "an afternoon a week for people with dementia"),
    ("Stourport Canal Volunteers", _C, "towpaths and paddles for everyone"),
    ("Greenfinger Therapy Gardens", _CIO, "gardening that helps people recover"),
    ("Open Door Debt Advice", _CC, "free debt and benefits advice"),
    ("Little Acorns Family Hub", _CIC, "play sessions and parents' support"),
    ("Halesworth Road Primary PTA", _SCHOOL, "breakfasts and holiday clubs"),
    ("Martley Parish Council", _PARISH, "a hub in the old telephone exchange"),
    ("Riverside Mosque Welfare Committee", _EX, "hot meals and hospital visits"),
    ("Bredon Hill Good Neighbours", _U, "errands and company for older people"),
    ("Sunrise Sikh Seniors' Lunch Club", _U, "lunch and exercise for seniors"),
    ("The Listening Bench CIC", _CIC, "a place to talk in every park"),
    ("Wychavon Women's Wellbeing", _CIO, "groups and courses for women"),
    ("Blackpole Men in Sheds", _U, "workshops where men make friends"),
    ("Signpost Deaf Community Centre", _CC, "sign language and community"),
    ("Autism Together Severnshire", _CIO, "support led by autistic adults"),
    ("Home from Hospital Helpers", _C, "settling people back at home"),
    ("Ukrainian Welcome Severnshire", _U, "language and friendship for new arrivals"),
    ("Brightwater Community Energy", _CBS, "insulation parties and bill clinics"),
    ("Dyslexia Reading Rooms", _C, "patient help with reading"),
    ("Furnish the Nest", _SE, "furniture for people moving from a hostel"),
    ("Village Wheels", _CC, "a minibus for twelve villages"),
    ("The Kettle's On", _U, "a doorstep tea round"),
    ("Young Carers' Voice", _CIO, "breaks and a voice for young carers"),
    ("Windrush Elders' Club", _U, "lunch, music and memory work"),
    ("Severn Stroke Survivors", _C, "exercise and speech groups"),
    ("Baby Basics Bank", _CIO, "cots and clothes for new parents"),
    ("Chime Music Therapy", _G, "music for people who can't find words"),
    ("Upton Flood Wardens", _U, "sandbags, phone trees and dry socks"),
    ("Pathways Back to Work", _G, "one to one coaching"),
    ("Rainbow Youth Severnshire", _CIO, "safe evenings for LGBT young people"),
    ("Hop Pickers' Heritage Barn", _C, "heritage days for schools and elders"),
    ("Community Kitchen Co-op", _COOP, "cooking together on little money"),
    ("Vale of Evesham Growers' Welfare", _C, "support for seasonal workers"),
    ("Good Grief Café", _U, "company after a loss"),
    ("Wyre Forest Nightstop", _CC, "a bed tonight for young people"),
    ("Silver Surfers Club", _U, "first steps online"),
    ("Clent Hills Rangers", _C, "walks for body and mind"),
    ("Talking Newspaper for the County", _C, "local news for people who can't see to read"),
    ("Abbey Park Bowls and Boccia", _CLUB, "bowls for every body"),
    ("Fresh Start Fridge", _U, "a fridge anyone may open"),
    ("Mind the Gap Counselling", _CC, "counselling at low cost"),
    ("Causeway Friends in England", _NI, "a friend at the end of the phone"),
    ("Pitchcroft Play Rangers", _CIC, "outdoor play in every ward"),
    ("Hearts and Crafts", _U, "making things and making friends"),
    ("Ψυχή Greek Community Circle", _U, "culture and coffee"),
)  # fmt: skip


def bodies() -> tuple[Body, ...]:
    """Every organisation, spread over the county's towns."""
    return tuple(
        Body(name, form, *TOWNS[number % len(TOWNS)], work=work) for number, (name, form, work) in enumerate(NAMED)
    )
