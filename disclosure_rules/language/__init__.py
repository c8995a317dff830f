"""What a policy set is: the nouns that every stage shares, as frozen data."""
