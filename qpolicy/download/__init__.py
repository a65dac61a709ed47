"""全部资料下载: everything that is published, as JSON Lines in one archive."""
