"""What a disclosed search log says of itself: rules as data, held against every row."""
