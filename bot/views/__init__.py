"""Views: every word that a person reads in Slack, built from values; they read nothing and send nothing."""
