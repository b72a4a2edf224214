"""Where ideas and fault reports meet: the one room that knows both (docs/decisions/0015)."""
