"""Tests of the views: what they say, what they look like as data, and that no text breaks them."""
