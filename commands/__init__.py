"""The command line, a file for each subject; what a command does is the lower floors' own."""
