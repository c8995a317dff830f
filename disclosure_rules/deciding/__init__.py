"""Facts and a policy set into verdicts: what each item's answer is, and on which rules."""
