"""How often something may be tried: who guesses, or asks without end, is kept waiting."""
