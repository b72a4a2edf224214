"""Everybody who looks. `b_` is staff of the municipality next door, who must learn no more than the public."""

from __future__ import annotations

from participation.accounts.models import Role

VISITOR = "visitor"
CITIZENS = ("citizen", "stranger", "author")
STAFF = tuple(Role.values)
NEIGHBOURS = tuple(f"b_{role}" for role in STAFF)
ALL_NEXT_DOOR = "neighbour"  # holds all roles there
ADMINISTRATOR = "administrator"
EVERYBODY = (VISITOR, *CITIZENS, *STAFF, *NEIGHBOURS, ALL_NEXT_DOOR, ADMINISTRATOR)
# One neighbour instead of seven, and one citizen less: for the tests, where time is short.
FEWER = (VISITOR, "citizen", "author", *STAFF, ALL_NEXT_DOOR, ADMINISTRATOR)
