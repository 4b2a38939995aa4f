"""The closed form: what a programme does on average, and the integrals behind it."""
