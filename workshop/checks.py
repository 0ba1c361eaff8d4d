"""``./dev check``: everything that can be judged without running the site."""

import subprocess

from workshop import environment, keys
from workshop.ground import PYTHON, one_at_a_time, own_environment, say

CHECKS = {
    "Lint": "-m ruff check",
    "Format": "-m ruff format --check --diff",
    "Types": "-m mypy",
    "Template lint": "-m djlint --lint templates",
    "Template format": "-m djlint --check templates",
    "Migrations": "manage.py makemigrations --check --dry-run",
    "Deploy": "manage.py check --deploy --fail-level WARNING",
}


def run() -> int:
    with one_at_a_time():
        environment.provide(environment.WORKSHOP)
    env = deployed_environment()
    failed = [
        name for name, command in CHECKS.items() if not passes(name, command, env)
    ]
    say(f"Failed: {', '.join(failed)}." if failed else "All checks are fine.")
    return int(bool(failed))


def deployed_environment() -> dict[str, str]:
    """As on a server behind https, with keys and a database to throw away."""
    throw_away = dict(line.split("=", 1) for line in keys.new_lines().splitlines())
    return own_environment(
        DJANGO_SETTINGS_MODULE="config.settings",
        DATABASE_URL="sqlite:///:memory:",
        SITE_URL="https://footbridge.example.org",
        **throw_away,
    )


def passes(name: str, command: str, env: dict[str, str]) -> bool:
    done = subprocess.run(
        [PYTHON, *command.split()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=env,
        text=True,
        errors="replace",
    )
    say(f"{name}: {'failed' if done.returncode else 'ok'}")
    if done.returncode:
        say(done.stdout)
    return done.returncode == 0
