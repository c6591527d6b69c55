"""Where facts about the customer come from: one protocol, an implementation for each kind of source."""
