"""The dashboard's views as pictures, headless, on the invented night: for handbook, tests and eyes.

`scenes` says what is drawn, `stage` brings a dashboard there, `shots` holds what stands on its screen, `kept`
writes that as text, `sheets` makes pictures of it to look at.
"""

from pictures.kept import written
from pictures.scenes import BY_NAME, LANGUAGES, SCENES, SIZES, THEMES, Scene
from pictures.shots import Shot, handbook, shots
from pictures.stage import shown, told

__all__ = [
    "BY_NAME",
    "LANGUAGES",
    "SCENES",
    "SIZES",
    "THEMES",
    "Scene",
    "Shot",
    "handbook",
    "shots",
    "shown",
    "told",
    "written",
]
