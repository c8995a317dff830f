"""Two policy sets into what changed between them: in the text of rules, and in what they mean.

old, new ─words─▶ words of each, renamed ones as one ─find─▶ classes of requests that change
         ─texts─▶ what is written otherwise
"""
