"""Files of pairs, candidate lists and tables of mates: read leniently into strict tables."""
