"""A policy set into programs that decide as fast as checks written by hand.

 vocabulary ──layout──▶ places of facts ──reading──▶ a function: request ──▶ snapshot
 rules ──index──▶ candidates for a key ──conditions, tests──▶ a function: snapshot ──▶ verdicts

`semantics` says what a policy set means; nothing here shares more with it than nouns. Every
condition becomes two plain boolean programs, one that tells whether it is true and one that tells
whether it is false: so no third value is carried along. docs/speed.md tells the whole of it.
"""
