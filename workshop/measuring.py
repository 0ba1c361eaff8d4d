"""``./dev bench``: the measurements, in the site's own environment."""

from workshop import environment
from workshop.ground import one_at_a_time
from workshop.processes import Children
from workshop.serving import make_var


def run(arguments: list[str]) -> int:
    with one_at_a_time():
        make_var()
        environment.provide(environment.SITE)
    with Children() as children:
        return children.start("-m", "bench", *arguments).wait()
