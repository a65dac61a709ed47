"""Lists, matrices and ledgers as files: what stands on a sheet (sheets), and one writer a format."""
