"""核对引文: whether a sentence stands in a plan or in any plan, where, and if not, what is nearest to it."""
