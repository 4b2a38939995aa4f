"""Two scenarios compared, and what the unanswered questions are worth."""
