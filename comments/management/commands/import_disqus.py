from pathlib import Path

from comments.importing import disqus
from comments.importing.commands import BringInComments
from comments.importing.conversations import Conversations


class Command(BringInComments):
    help = "Bring in a Disqus export. May run again: then it brings what is new."

    def read(self, file: Path) -> Conversations:
        return disqus.read(file)
