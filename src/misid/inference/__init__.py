"""What disclosed counts say of a scenario's inputs, and what they do not say."""
