"""What an editor corrects in a reading before it is stored: kept as a list, applied anew to each reading.

A correction is a record (JSON). It names its section by a key that another reading of nearly the same text has too.
"""

from qpolicy.corrections.applying import Corrected, corrected
from qpolicy.corrections.keeping import Correction, alters, dropped, identity, put
from qpolicy.corrections.keys import keys_of, rekeyed
from qpolicy.corrections.text import replace_text, working_text

__all__ = [
    "Corrected",
    "Correction",
    "alters",
    "corrected",
    "dropped",
    "identity",
    "keys_of",
    "put",
    "rekeyed",
    "replace_text",
    "working_text",
]
