"""Policy sets into proofs: what holds of every request, or a request of which it does not.

 goal ─heads─▶ domains ─bounds─▶ shape ─encode─▶ terms ─solving─▶ model ─decode─▶ request

A tool says in `goals` what it looks for, and asks `solving.find` for a request that is so:

    side = Side(policy_set, in_force, period)             # a set, on days on which nothing changes
    hole = AllOf((Reads(side), Stands(side, condition, "true"), outcome_is(side, "permitted")))
    find(hole)                                            # Example, Impossible or Undecided

Two sides in one goal read the same request, each by its own vocabulary:

    AllOf((Reads(old), Reads(new), outcome_is(old, "permitted"),
           Opposite(outcome_is(new, "permitted")), Opposite(found_class)))

What is found is decided again by the engine before anybody is shown it; `proving` does not import
it. The solver, z3, comes with the extra `proving`.
"""
