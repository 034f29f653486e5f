"""What people answer everywhere in the same words, as `Said.word` has it. A flow adds what only fits its question."""

YES = frozenset({"ja", "jo", "ja bitte", "genau", "stimmt", "passt", "passt so", "ok", "okay", "klar"})
NO = frozenset({"nein", "nee", "nein danke", "doch nicht", "lieber nicht", "eher nicht", "behalten"})
TO_BACK = frozenset({"zurueck", "einen schritt zurueck", "eins zurueck"})
NOT_KNOWN = frozenset(
    {
        *("weiss ich nicht", "weiss nicht", "weiss ich noch nicht", "keine ahnung", "ka", "k.a", "unbekannt", "passe"),
        *("ueberspringen", "offen lassen", "offen", "egal", "noch offen", "kann ich nicht sagen", "weiter offen"),
        *("das weiss ich nicht", "ich weiss es nicht", "ich weiss nicht", "weiss ich gerade nicht", "keine angabe"),
    }
)
