"""Notifying: digests, reminders and what could not be delivered, as values and rules; pure, it sends nothing."""
