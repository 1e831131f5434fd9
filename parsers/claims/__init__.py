"""What the running text of a report says about the body's own figures of the year.

The tables are one account of a year's requests, the sentences another; where they differ,
one of them is wrong. Only what the text says unmistakably is a claim: a clause must be
understood whole (who, when, what, how many), and any word that is not makes it none.
"""

from parsers.claims.bodies import Reporter
from parsers.claims.finder import find_claims

__all__ = ["Reporter", "find_claims"]
