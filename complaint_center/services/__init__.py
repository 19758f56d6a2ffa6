"""Use cases: one verb function each. Office, actor and now are arguments; one commit, last."""
