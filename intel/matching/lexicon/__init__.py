"""What words mean in names: legal forms, words of one meaning, titles, particles and where an address begins."""
