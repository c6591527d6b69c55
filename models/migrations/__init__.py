"""The migrations, from the first table on; a released one is never edited."""
