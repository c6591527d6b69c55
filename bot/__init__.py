"""DO: the desk that performs acts, the relay that tells Slack, the sources that are read, and the doors."""
