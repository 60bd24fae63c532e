"""What happened in the made-up county: which scheme, how many applied, and how far each came."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plot:
    """The story of one round: how many applications end in each place, and the sums in pounds they ask for.

    `ends` counts applications by where their story stops: draft, checking, assessing, moderating, panel, recommending,
    approving, decided, declined, withdrawn, ineligible, offered, lapsed, accepted, active, suspended, ended, closed. Of
    those that end early the first never gives back what it did not spend. The first place of each is that of the body
    the demonstration's applicant belongs to: now it has money to report on and a draft to finish.
    """

    scheme: str
    ends: dict[str, int]
    amounts: tuple[int, ...]
    exact: tuple[int, ...] = ()  # sums awarded, one for each award in order, where the documents fix them
    direct_spend: int = 0
    unspent_percent: int = 0
    match: int = 0


HISTORY = (
    Plot("s04_carers_support", {"closed": 1, "declined": 2}, (1_000_000,), exact=(1_000_000,)),
    Plot("s05_carers_transitional", {"closed": 3, "declined": 2}, (100_000,), exact=(100_000, 120_000, 80_000)),
    Plot("s08_womens_centre", {"closed": 1}, (180_000,), exact=(180_000,)),
    Plot("s09_autism_hub", {"closed": 1, "declined": 3}, (140_000, 120_000, 90_000, 150_000)),
    Plot("s13_recovery_and_compact", {"closed": 5, "ended": 2, "declined": 20, "withdrawn": 2, "ineligible": 2},
         (18_000, 24_500, 31_000, 9_600, 42_000, 27_750)),
    Plot("s15_medium_risk_domestic_abuse", {"closed": 1, "declined": 5, "lapsed": 1}, (58_000, 45_000, 60_000)),
    Plot("s01_winter_grant", {"closed": 14, "declined": 10, "ineligible": 2, "withdrawn": 2},
         (25_000, 42_000, 38_500, 60_000, 31_250, 47_000), direct_spend=900_000, unspent_percent=3),
    Plot("s11_technology_pilot", {"closed": 1, "declined": 4}, (110_000, 95_000, 120_000)),
    Plot("s07_community_sports_hub", {"closed": 1}, (1_068_589,), exact=(1_068_589,), match=731_411),
    Plot("s10_all_age_carers", {"closed": 6, "declined": 20, "withdrawn": 1}, (22_000, 18_400, 33_000, 12_000, 39_500)),
    Plot("s03_refugee_support", {"closed": 3}, (180_000, 165_000, 145_000), exact=(180_000, 165_000, 145_000)),
)  # fmt: skip

NOW = (
    Plot("s06_dementia_meeting_centres",
         {"active": 2, "draft": 2, "checking": 4, "assessing": 3, "moderating": 2, "panel": 1, "recommending": 2,
          "approving": 3, "decided": 2, "declined": 2, "offered": 2, "accepted": 1, "suspended": 1, "withdrawn": 1},
         (24_000, 31_000, 18_500, 27_000, 22_400)),
    Plot("s02_voluntary_sector_support",
         {"draft": 18, "checking": 18, "assessing": 9, "moderating": 3, "panel": 2, "recommending": 2, "approving": 3,
          "withdrawn": 2, "ineligible": 2},
         (3_000, 8_500, 9_900, 14_000, 22_000, 36_500, 48_000, 64_000, 99_000)),
)  # fmt: skip
