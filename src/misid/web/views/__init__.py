"""Views: each from a request to a page, one file a page."""
