"""Sample data, plainly made up: customers, people, a policy's words, and a year of requests."""
