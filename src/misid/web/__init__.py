"""The page: a local web server, a door beside the command line; all numbers are a study's."""
