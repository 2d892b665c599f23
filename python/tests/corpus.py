"""Two thousand invented documents, always the same, with everything in them that a column of texts can hold."""

from __future__ import annotations

import random

STORY = [
    "The council voted {n} to {m} on Monday night to rebuild the bridge over the {river}, which was closed in March after "
    "an inspection found cracks in two of its piers, and to pay for the work from the road fund.",
    "“We have waited {n} years for this,” said {name}, who runs the ferry, “and my son will not miss the winter crossings.”",
    "Work is to begin in {month} and to last {n} months; until then a bus goes round by {place}, which takes {m} minutes.",
    "Der Gemeinderat von {place} hat am Montag mit {n} zu {m} Stimmen beschlossen, die Brücke über die {river} neu zu bauen, "
    "die seit März gesperrt ist, weil zwei Pfeiler Risse haben.",
    "El pleno de {place} aprobó el lunes por {n} votos contra {m} la reconstrucción del puente sobre el río {river}, cerrado "
    "desde marzo porque dos de sus pilares tienen grietas 🌉.",
    "Городской совет {place} в понедельник {n} голосами против {m} решил восстановить мост через реку {river}, закрытый "
    "в марте из-за трещин в двух опорах.",
    "議会は月曜日、{n}対{m}の賛成多数で、三月から通行止めになっている{river}川の橋の架け替えを決めた。工事は{month}に始まる。",
]
OTHER = [
    "Sign up for our free newsletter and get the best stories from {place} in your inbox every morning!",
    "Read more: Ferry timetable cut again as boat number {n} fails inspection",
    "Advertisement",
    "© 2026 {place} Courier. All rights reserved.",
    "Thinking of moving? {name} & Partners have sold more homes along the {river} than any other agent. Call us today!",
    "By {name}",
    "Share this article on Facebook 👍 | Twitter | WhatsApp",
    "Abonnieren Sie jetzt unseren Newsletter und verpassen Sie keine Nachricht aus {place} mehr!",
    "Suscríbete a nuestro boletín y recibe las mejores noticias de {place} cada mañana.",
    "{name} wrote: this is the worst council we ever had, {n} years of nothing",
]
WORDS = {
    "river": ["Lea", "Orla", "Wenden", "Tarn"],
    "name": ["Ada Merle", "Tomás Rey", "Ilse Kranz", "Piotr Lind"],
    "month": ["May", "June", "October"],
    "place": ["Halden", "Orlamünde", "San Telmo", "Northwick"],
}

SITES = ["www.courier.example", "courier.example", "Valley.example", "lea.example"]


# Told by nobody but one who repeats it.
FOOT = "Courier readers speak of their lives by the river in our quiet corner.\n"


def documents(count: int = 2000, seed: int = 6) -> list[str | None]:
    """So many texts; some are empty, some are null, some have Windows' line ends, all are small."""
    draw = random.Random(seed)
    return [document(draw, index) for index in range(count)]


def articles(count: int) -> list[dict]:
    """So many records of a few sites, with `id`, `url` and `text`; the address is null now and then, and one in twenty ends alike."""
    texts = (text for text in documents(count + count // 80 + 1) if text is not None)
    draw = random.Random(1)
    return [
        {
            "id": index,
            "url": draw.choice([None, *SITES]) and f"https://{draw.choice(SITES)}/{index}",
            "text": f"{text}\n{FOOT}" if index % 20 == 3 else text,
        }
        for index, text in zip(range(count), texts)
    ]


def document(draw: random.Random, index: int) -> str | None:
    if index % 97 == 13:
        return None
    if index % 89 == 7:
        return ""
    kinds = [STORY] * draw.randint(2, 6) + [OTHER] * draw.randint(0, 4)
    if draw.random() < 0.3:
        draw.shuffle(kinds)
    filled = {name: draw.choice(values) for name, values in WORDS.items()}
    lines = [draw.choice(kind).format(n=draw.randint(2, 40), m=draw.randint(2, 40), **filled) for kind in kinds]
    return draw.choice(["\n", "\n\n", "\r\n"]).join(lines) + draw.choice(["", "\n"])
