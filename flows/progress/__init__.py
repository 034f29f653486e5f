"""/fortschritt: what a person has practised, how it went, and what to practise next."""
