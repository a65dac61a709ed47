"""Atom feeds: what is new and what has changed, of all plans or of the hits of a saved view."""
