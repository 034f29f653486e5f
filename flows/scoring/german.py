"""What is known of the language: frequent words, and how everyday spelling and dialect write them. All folded."""

COMMON = frozenset(
    """
    aber acht alle allem allen aller alles also andere anderen antwort antwortest auch begegnen beginn beide beim
    bereit beschreib bisher bist bitte bleib brauch brauchen dabei dadurch dafur dagegen daher damit danach dann
    darf darum dass davon dazu dein deine deinem deinen deiner denn deshalb diese diesem diesen dieser doch dort
    drei durch eben eigentlich einander eine einem einen einer eines einfach einmal ende endlich erst erste ersten
    etwas euch eure euren fast frag fragen frau funf ganz gegen geh gehen gehst geht genau gerade gern gesagt
    gesprach gespräch gibt gleich gut gute guten habe haben halt hast hatte herr herrn heute hier ihnen ihre ihrem
    ihren ihrer immer innen irgend jahr jahre jede jeden jeder jetzt kann kannst kein keine keinen klar kommen kommt
    konnen kunde kunden kundin lassen letzte letzten leute lieb mach machen machst macht mehr mein meine meinem
    meinen mich minute minuten mochte mochten morgen muss mussen nach nachst nachste nachsten naturlich neben neue
    neuen neun nicht nichts noch nur oder ohne richtig sage sagen sagst sagt schon sechs sehen sehr sein seine
    seinem seinen seiner seit selbst sich sicher sieben sieht sind sitz sitzt soll sollen sollte sonst stehst steht
    tag tage termin treffen uber unser unsere unserem unseren unter verkauf verkaufen verkaufst viel viele
    vielleicht vier vorher wann warum wegen weil weiter welche wenig wenn werden wieder will willst wird wirklich
    wissen woche wochen wollen worden wurde wurden zehn zeigen zeit zuerst zum zwanzig zwei zwischen
    """.split()  # noqa: SIM905 - easier to read and to extend than a list
)
"""Words too frequent to tell one customer from another."""

ENGLISH = frozenset(("the", "and", "you", "your", "would", "with", "have", "this", "that", "for", "are", "they"))
"""Frequent words that show an answer is not in German."""

JOINTS = frozenset(
    (
        "aber",
        "und",
        "weil",
        "denn",
        "sondern",
        "damit",
        "dann",
        "deshalb",
        "drum",
        "trotzdem",
        "dafur",
        "oder",
        "obwohl",
        "sodass",
    )
)
"""Words at which a long clause is cut."""

ABBREVIATED = tuple(
    """
    Bzw bzw Ca ca D d dr Dr evtl exkl Fa Fr gem ggf h Hr inkl max Mio Mrd Nr o sog Std St Str Tel u vgl Z z B zzgl
    """.split()  # noqa: SIM905 - as above
)
"""What a full stop makes short without ending a sentence; the letters of „z. B.“ one by one."""

_SPELLINGS = {
    "auch": "au",
    "auf dem": "aufm",
    "aus dem": "ausm",
    "bin": "ben",
    "bisschen": "bissl bissle",
    "da": "do",
    "das": "dat des",
    "ein": "n a oan",
    "eine": "ne",
    "einem": "nem",
    "einen": "nen",
    "einer": "ner",
    "fur den": "furn",
    "gerade": "grad",
    "habe": "hab han hob",
    "haben": "ham hend hamm",
    "heute": "heut",
    "ich": "i ick ik",
    "ihm es": "ihms",
    "im": "em",
    "in die": "inne",
    "ist": "is isch iss",
    "jetzt": "jetz jez",
    "kein": "koi koin ka",
    "keine": "koine",
    "kurz": "kurzn",
    "mit dem": "mitm",
    "nicht": "nich net ned nit",
    "nichts": "nix nischt",
    "noch": "no",
    "ob ein": "obn",
    "ob es": "obs",
    "schon": "scho",
    "sie": "se",
    "sie es": "sies",
    "so ein": "son",
    "und": "u ond un",
    "was": "wat",
    "weiss": "woiss",
    "wenn es": "wenns",
    "werde": "werd",
    "wie es": "wies",
    "wir": "mer ma",
    "wo es": "wos",
    "wurde": "wurd",
}

EVERYDAY = {spelling: word for word, spellings in _SPELLINGS.items() for spelling in spellings.split()}
"""Spellings of chat, dictation and dialect, and what they stand for."""
