"""Comments as people write them, without anybody having written them. Pure."""

from random import Random

NAMES = "Wren Jay Robin Finch Sparrow Heron Linnet Plover Swift Teal".split()
SENTENCES = (
    "This week I will put my phone away when we eat.",
    "I asked how the day was and listened to the end of the answer.",
    "It went badly at first, and then a little less badly.",
    "We walked to the river and back without talking about money.",
    "I am not sure that anything has changed yet.",
    "Thank you for writing this down so plainly.",
    "My small step is to say good morning first.",
    "We laughed about the burnt soup, which we had not done in months.",
    "I wrote a list of what I am grateful for and kept it to myself.",
    "Tomorrow I will try again, a little earlier in the evening.",
    "He noticed, I think, although he did not say so.",
    "Reading this at night helped me more than I can explain.",
)


def name(random: Random) -> str:
    return random.choice(NAMES)


def comment(random: Random, number: int) -> str:
    """One to eight plain sentences and their ``number``, so that no two are alike."""
    chosen = random.choices(SENTENCES, k=random.randint(1, 8))
    return " ".join([*chosen, f"That was step {number}."])


# Of a post's words a few are in every one and many in hardly any, as in any language.
_SYLLABLES = "ba de fi go hu ka le mi no pu ra se ti vo zu".split()
_PLAIN = (
    "listen talk walk evening kitchen letter river bridge quiet morning step patient "
    "laugh apology garden phone dinner argument friend breath sleep window promise"
).split()


def _coined(number: int) -> str:
    """A word for ``number``, another one for each."""
    syllables = ""
    for _more in range(3):
        number, rest = divmod(number, len(_SYLLABLES))
        syllables += _SYLLABLES[rest]
    return syllables


def article(random: Random, number: int) -> str:
    """About 1,200 words in six parts; the post's own one in one sentence of each."""
    parts = []
    for part in range(6):
        sentences = [sentence(random) for _sentence in range(16)]
        sentences.append(f"It was about {_coined(number)} in the end.")
        parts.append(f"## Part {part + 1}\n\n{' '.join(sentences)}")
    return "\n\n".join(parts)


def sentence(random: Random) -> str:
    chosen = random.choices(_PLAIN, k=4)
    # The smaller the number the more often it comes.
    chosen += [_coined(int(3000 * random.random() ** 3)) for _word in range(8)]
    random.shuffle(chosen)
    return f"{' '.join(chosen).capitalize()}."


def title(random: Random, number: int) -> str:
    return f"{' '.join(random.choices(_PLAIN, k=3)).capitalize()}, part {number}"


def html(words: str) -> str:
    """What ``comments.text.render`` makes of these sentences, in no time."""
    return f"<p>{words}</p>"
