"""The search page: what was asked, what was found, what it can be narrowed to, and what else there is."""
