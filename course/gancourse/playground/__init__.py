"""The playground: a GAN in the plane that plays while you watch, with your own functions.

`Settings` say how, `Parts` say who, `Game` plays, `replay` plays it again bit for bit, and `Player` plays it in a
thread of its own. `gancourse.widgets.playground_explorer` puts it on the page.
"""

from gancourse.playground.game import Game, Parts, all_clouds, replay
from gancourse.playground.look import jsd_estimate
from gancourse.playground.player import Player
from gancourse.playground.settings import Settings

__all__ = ["Game", "Parts", "Player", "Settings", "all_clouds", "jsd_estimate", "replay"]
