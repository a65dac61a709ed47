"""Search that never misses text that is visibly there.

Written: a section's title and text become `cuts` (jieba words over folded text) and `marks` (how much each word weighs
there); the database derives two legs from them: words for ranking, and runs for recall (pieces of two or three
characters, which every piece of text consists of, and what proves that they stand there together).
Asked: what was typed becomes a `Query`, synonyms make it a `Wanted`, the database returns what may hold it, and pure
functions decide what holds it, in which order it stands, and what is marked.
"""
