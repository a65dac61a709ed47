"""Bring back a ledger of duties that was edited in a spreadsheet program: what would change is shown before anything does."""
