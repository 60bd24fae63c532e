"""Forms as data: what is asked, how an answer is read, checked and shown.

How each type of answer is stored (canonical JSON; `None` always means not answered):

    text, long_text, email, phone, postcode   str (phone as +44…, postcode in capitals with one space)
    money                                     int, pence
    integer                                   int
    date                                      str, "2026-11-21"
    yes_no                                    "yes" or "no"
    choice                                    str, an option's key
    choices                                   list of option keys, in the order of the options
    declaration                               True
    address                                   {"line_1", "line_2", "town", "county", "postcode"}; no blanks
    file                                      list of attachment ids, str
    budget, outcomes, districts, partners,    list of rows; a row is {column key: value}, blanks left out;
    match, people, table                      a column's value is stored as the type of that name above

What a browser posts is a dict of field name to list of str. A question `start` of type date posts
`start-day`, `start-month`, `start-year`; an address posts `home-line_1`…; a table posts `costs-0-category`,
`costs-0-amount`….
"""
