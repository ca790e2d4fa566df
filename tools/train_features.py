"""Trains the features of the faces, with which 06 measures: course/gancourse/trained/features-….safetensors.

`make features` runs it, in half a minute on one core once the faces are drawn. It is what
`gancourse.metrics.classifier_features` does for images that come without features; here it is done once for everybody.
"""

from __future__ import annotations

import torch
from gancourse import data, metrics
from gancourse.files import write_atomically


def main() -> None:
    """Train, and write the file in the place of the one that was there."""
    torch.set_num_threads(1)
    faces = data.load_images("faces", 32, progress=True)
    file = metrics.SHIPPED / f"features-{metrics.fingerprint(faces)}.safetensors"
    content = metrics.written_classifier(metrics.train_classifier(faces))
    for before in metrics.SHIPPED.glob(f"features-*-{faces.size}.safetensors"):
        before.unlink()
    write_atomically(file, content)
    print(f"wrote {file}")


if __name__ == "__main__":
    main()
