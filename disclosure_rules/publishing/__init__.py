"""Publishing: a policy set into the handbook that a lawyer signs and an auditor browses."""
