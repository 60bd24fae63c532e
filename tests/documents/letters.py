"""An award letter as long and as awkward as real ones are."""

from grants.documents.blocks import (
    AddressBlock,
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Letterhead,
    Numbered,
    Paragraph,
    Signature,
    Signatures,
    Table,
)

ORGANISATION = "Łódź & Malvern <b>Friends</b> — O'Brien's ŵŷ £"


def letter(*blocks: Block, title: str = "Grant letter") -> Document:
    """A document of just these blocks."""
    return Document(
        title=title,
        subject="Grant WG-2026-00017-K",
        author="Malvern Hills County Council",
        blocks=blocks,
        footer="Malvern Hills County Council, County Hall, Worcester WR5 2NP",
        reference="WG-2026-00017-K",
    )


def award_letter(organisation: str = ORGANISATION) -> Document:
    return letter(*_opening(organisation), *_money(), *_conditions(), *_ending(organisation), title="Your grant award")


def _opening(organisation: str) -> tuple[Block, ...]:
    return (
        Letterhead(
            council_name="Malvern Hills County Council",
            address_lines=(
                "Communities and Partnerships",
                "County Hall, Spetchley Road",
                "Worcester WR5 2NP",
                "grants@malvernhills.example",
                "01905 555 0142",
            ),
            date="21 November 2026",
            our_reference="WG-2026-00017-K",
        ),
        AddressBlock(
            ("Ms Siân Łukaszewicz", "Chair of Trustees", organisation, "12 Church Street", "Malvern WR14 2AA")
        ),
        Heading(1, "Your grant from the Warm Welcome Fund"),
        Paragraph("Dear Ms Łukaszewicz"),
        Paragraph(
            "I am pleased to tell you that the council has awarded your organisation a grant of £24,750.00 "
            "(twenty-four thousand seven hundred and fifty pounds) from the Warm Welcome Fund. This letter, "
            "with the conditions in it, is the agreement between us. Please read it all before two of you "
            "accept it."
        ),
        Facts(
            (
                ("Grant reference", "WG-2026-00017-K"),
                ("Grant to", organisation),
                ("Registered as", "Charitable incorporated organisation, charity number 1164883"),
                (
                    "What it is for",
                    "Three warm spaces a week with hot food, advice and company, in Malvern and Upton",
                ),
                ("Legal power", "Section 1 of the Localism Act 2011"),
                ("Start and end", "1 January 2027 to 31 December 2027"),
                ("Accept by", "5pm on 18 December 2026"),
            )
        ),
    )


def _money() -> tuple[Block, ...]:
    return (
        Heading(2, "The money"),
        Paragraph(
            "The grant is the most we will pay. It is outside the scope of VAT, and covers any VAT that "
            "you cannot get back from HM Revenue and Customs."
        ),
        Table(
            caption="What the grant pays for",
            header=("Budget line", "What is included", "2026 to 2027 (£)", "2027 to 2028 (£)", "Total (£)"),
            rows=(
                (
                    "Staff",
                    "Two part-time coordinators, 18 hours a week each",
                    "3,150.00",
                    "9,450.00",
                    "12,600.00",
                ),
                (
                    "Food and heating",
                    "Hot meals, and heating of the halls on opening days",
                    "1,800.00",
                    "5,400.00",
                    "7,200.00",
                ),
                ("Volunteers", "Travel, training and DBS checks", "600.00", "1,800.00", "2,400.00"),
                ("Overheads", "Insurance, telephone and accounts", "637.50", "1,912.50", "2,550.00"),
                ("Total", "", "6,187.50", "18,562.50", "24,750.00"),
            ),
            numeric_columns=(2, 3, 4),
            total_row=True,
        ),
        Table(
            caption="When we pay",
            header=("Instalment", "We pay it when", "Not before", "Amount (£)"),
            rows=(
                (
                    "1",
                    "two of you have accepted this letter and we have checked your bank",
                    "4 January 2027",
                    "12,375.00",
                ),
                ("2", "we have agreed your return for January to June", "1 July 2027", "9,900.00"),
                ("3", "we have agreed your final return", "1 February 2028", "2,475.00"),
                ("Total", "", "", "24,750.00"),
            ),
            numeric_columns=(3,),
            total_row=True,
        ),
    )


def _conditions() -> tuple[Block, ...]:
    return (
        Heading(2, "What we ask of you"),
        Paragraph("You agree to do these things:", bold_lead="Conditions."),
        Numbered(
            (
                "Spend the grant only on what is in the first table, and only between the start and end dates.",
                "Ask us before you move more than 10% of a budget line to another line.",
                "Send us a short return within 20 working days of 30 June 2027 and of 31 December 2027.",
                "Keep accounts and receipts for six years, and let our auditors see them.",
                "Keep children and adults at risk safe, with a policy that you review every year.",
                "Tell us within five working days if you cannot do what you planned, or if you suspect fraud.",
            )
        ),
        Heading(3, "If something goes wrong"),
        Paragraph("We may hold back an instalment, or ask for money back within 30 days of writing to you, if:"),
        Bullets(
            (
                "you spent it on something else, or did not spend it by the end date",
                "what you told us was untrue or left out something that matters",
                "your organisation closes, or can no longer pay its debts",
            )
        ),
        Heading(2, "What we publish"),
        Paragraph(
            "We publish every grant: your organisation’s name, the amount, the purpose and the district. "
            "Anyone may ask us for information under the Freedom of Information Act 2000. We tell you first "
            "if a request is about you."
        ),
    )


def _ending(organisation: str) -> tuple[Block, ...]:
    return (
        Heading(2, "How to accept"),
        Paragraph(
            "Two people who may sign for your organisation accept this letter online, or sign below and post "
            "it back. If anything is unclear, ring us: we are glad to go through it with you."
        ),
        Paragraph("Yours sincerely"),
        Signatures(
            (
                Signature(
                    party="Malvern Hills County Council",
                    name="Amara Okonkwo-Hughes",
                    position="Head of Communities",
                    date="21 November 2026",
                    signed="Signed electronically",
                ),
                Signature(party=organisation),
            )
        ),
    )
