"""Short addresses of lists, comparisons and searches: to be given to others, kept under a name, subscribed to."""
