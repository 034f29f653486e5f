"""Exercises: what a coach gives to trainees.

    exercise.Exercise     plain data, four kinds: phase, eigen, reflexion (`Written`: answered in words), rollenspiel
    reading.read          a TOML file becomes an exercise, or FaultyData with a German sentence for every fault
    writing.write         an exercise becomes a TOML file
    judging.judge         an exercise and what was answered become a Verdict; also after a team's corrections
    outcome.outcome       a Verdict, corrected or not, and a minimum become passed, not yet, or a person's turn
    card.card             what the template `uebung_karte` shows of an exercise

An assignment keeps the exercise whole: whatever becomes of the library, it is judged as it was given.
"""
