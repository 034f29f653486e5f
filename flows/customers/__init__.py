"""/kunden: a trainee's real customers: what she knows of them, where each stands, and who deserves how much effort."""
