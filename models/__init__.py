"""KNOW: what an exception request is and what may happen to it; pure rules, and how they are stored."""
