"""From a file to a published plan: a draft is opened, corrected, submitted, and published by somebody else."""
