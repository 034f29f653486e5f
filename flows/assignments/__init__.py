"""`/aufgaben`: what a trainee does with the exercises her coaches give her."""
