"""`hub demo`: the sample alliance, ninety days of its history, and one elder's story through the real doors."""
