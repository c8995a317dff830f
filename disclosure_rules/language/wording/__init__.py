"""What messages say, in each language of the reader: one module for each part and language."""
